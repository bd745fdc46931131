import { beforeEach, describe, expect, test } from '@jest/globals';
import { account, aTenantOfPeople, employee, mail } from '../../test/a-tenant-of-people.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { anActor, testDatabase } from '../../test/database.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantOfPeople>>;
beforeEach(async () => {
  tenant = await aTenantOfPeople(database, envelope);
});

const ann = (...others: ReturnType<typeof account>[]) => ({ 17: { displayName: 'Ann', identifiers: [employee('17'), ...others] } });
const bob = (...others: ReturnType<typeof account>[]) => ({ 18: { displayName: 'Bob', identifiers: [employee('18'), ...others] } });

/** Work under one account, which the source says was Ann's and then says is Bob's. */
async function moved(): Promise<void> {
  await tenant.arrive('employees', { ...ann(account('x')), ...bob() });
  await tenant.work({ 'P-1': { account: 'x', on: '2022-03-01' }, 'P-2': { account: 'x', on: '2022-06-01' } });
  await tenant.resolve();
  await tenant.arrive('employees', { ...ann(), ...bob(account('x')) });
  await tenant.resolve();
  await tenant.openCases();
}
const onlyCase = async () => {
  const [first, ...others] = await tenant.identityCases();
  expect(others).toEqual([]);
  return first?.id ?? '';
};

describe('an account that moves from one person to another', () => {
  test('is nobody’s until somebody says whose, and what was done under it is nobody’s evidence', async () => {
    await tenant.arrive('employees', { ...ann(account('x')), ...bob() });
    await tenant.work({ 'P-1': { account: 'x', on: '2022-03-01' } });
    await tenant.resolve();
    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann' });
    await tenant.arrive('employees', { ...ann(), ...bob(account('x')) });

    expect(await tenant.resolve()).toMatchObject({ met: 0, relinked: 1, ambiguous: [] });

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': null });
    await tenant.work({ 'P-2': { account: 'x', on: '2022-06-01' } });
    await tenant.resolve();
    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': null, 'P-2': null });
    expect(await tenant.openCases()).toEqual({ opened: 1, waiting: 1 });
  });

  test('is a question too while both are named for it', async () => {
    await tenant.arrive('employees', { ...ann(account('x')), ...bob() });
    await tenant.work({ 'P-1': { account: 'x', on: '2022-03-01' } });
    await tenant.resolve();
    await tenant.arrive('employees', bob(account('x')));

    await tenant.resolve();

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': null });
    expect(await tenant.openCases()).toEqual({ opened: 1, waiting: 1 });
    await expect(tenant.decide(await onlyCase(), { decision: 'approve' })).rejects.toThrow(/more than one person/);
  });

  test('was always the second one’s, where somebody says that the first word was wrong', async () => {
    await moved();

    await tenant.decide(await onlyCase(), { decision: 'approve' });

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Bob', 'P-2': 'Bob' });
  });

  test('is the one’s until a day and the other’s from then on, where it was handed over', async () => {
    await moved();

    await tenant.decide(await onlyCase(), { decision: 'edit', edited: { personId: await tenant.personNamed('Bob'), from: '2022-05-01' } });

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann', 'P-2': 'Bob' });
  });

  test('stays the first one’s, where the source is wrong now, and is not asked about again', async () => {
    await moved();

    await tenant.decide(await onlyCase(), { decision: 'edit', edited: { personId: await tenant.personNamed('Ann') } });
    await tenant.arrive('employees', { 18: { displayName: 'Bob', hiredOn: '2021-01-01', identifiers: [employee('18'), account('x')] } });
    await tenant.resolve();

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann', 'P-2': 'Ann' });
    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
  });

  test('stays nobody’s, where nobody shall have it, and is not asked about again', async () => {
    await moved();

    await tenant.decide(await onlyCase(), { decision: 'reject' });
    await tenant.resolve();

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': null, 'P-2': null });
    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
  });

  test('is nobody else’s by somebody’s word: only those the sources named can be meant', async () => {
    await tenant.arrive('employees', { 19: { displayName: 'Cid', identifiers: [employee('19')] } });
    await moved();
    const id = await onlyCase();

    await expect(tenant.decide(id, { decision: 'edit', edited: { personId: await tenant.personNamed('Cid') } })).rejects.toThrow(
      /ever named/,
    );
    for (const from of ['2999-01-01', '0000-01-01', '2022-02-30'])
      await expect(tenant.decide(id, { decision: 'edit', edited: { personId: await tenant.personNamed('Bob'), from } })).rejects.toThrow(
        /not one to come/,
      );
    await expect(tenant.decide(id, { decision: 'edit', edited: { who: 'Bob' } })).rejects.toThrow(/personId/);

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': null, 'P-2': null });
  });

  test('is the first one’s again, and no question, once the source says so', async () => {
    await moved();
    await tenant.arrive('employees', { ...ann(account('x')), ...bob() });

    await tenant.resolve();

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann', 'P-2': 'Ann' });
    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
    expect(await tenant.identityCases()).toMatchObject([{ state: 'superseded' }]);
    expect(await tenant.audited('case.superseded')).toBe(1);
  });

  test('can be decided once more, and is nobody’s until then', async () => {
    await moved();
    const first = await onlyCase();
    await tenant.decide(first, { decision: 'approve' });

    const again = await tenant.cases.askAgain(tenant.tenantId, anActor(), first);
    const between = await tenant.belongings('work-item');
    await tenant.decide(again, { decision: 'edit', edited: { personId: await tenant.personNamed('Bob'), from: '2022-05-01' } });

    expect(between).toEqual({ 'P-1': null, 'P-2': null });
    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann', 'P-2': 'Bob' });
    await expect(tenant.cases.askAgain(tenant.tenantId, anActor(), first)).rejects.toThrow(/asked anew/);
  });

  test('goes nowhere by a decision that comes after the source took the question back', async () => {
    await moved();
    const id = await onlyCase();
    await tenant.arrive('employees', { ...ann(account('x')), ...bob() });
    await tenant.resolve();

    await expect(tenant.decide(id, { decision: 'approve' })).rejects.toThrow(/not open any more/);

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann', 'P-2': 'Ann' });
  });
});

describe('an account', () => {
  test('that somebody changed for another leaves them what they did before, and gives them what they do now', async () => {
    await tenant.arrive('employees', ann(account('x')));
    await tenant.work({ 'P-1': { account: 'x', on: '2022-03-01' } });
    await tenant.resolve();
    await tenant.arrive('employees', ann(account('y')));
    await tenant.work({ 'P-2': { account: 'y', on: '2022-06-01' } });

    expect(await tenant.resolve()).toMatchObject({ linked: 1, relinked: 0 });

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann', 'P-2': 'Ann' });
    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
    const personId = await tenant.personNamed('Ann');
    const written = database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => tenant.people.identifier(tx, personId, 'jira.account'));
    expect(await written).toBe('y');
  });

  test('that nobody has any more is nobody’s from then on', async () => {
    await tenant.arrive('employees', ann(account('x')));
    await tenant.resolve();
    await tenant.arrive('employees', ann());
    await tenant.resolve();
    await database.owner.query(`update person_identifier set valid_to = '2022-05-01' where tenant_id = $1 and value = 'x'`, [
      tenant.tenantId,
    ]);

    await tenant.work({ 'P-1': { account: 'x', on: '2022-04-30' }, 'P-2': { account: 'x', on: '2022-05-01' } });
    await tenant.resolve();

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann', 'P-2': null });
  });

  test('stays somebody’s while one of two sources names them for it', async () => {
    await tenant.arrive('employees', ann(account('x')));
    await tenant.resolve();
    await tenant.arrive('directory', { a: { displayName: 'Ann', identifiers: [{ kind: 'directory.user', value: 'a' }, account('x')] } });
    await tenant.resolve();
    await tenant.arrive('employees', ann());
    await tenant.work({ 'P-1': { account: 'x', on: '2022-03-01' } });

    await tenant.resolve();

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann' });
    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
  });

  test('is given up with the record that named it, and had again when that comes back', async () => {
    const open = async () => {
      const { rows } = await database.owner.query(
        `select value from person_identifier where tenant_id = $1 and valid_to = 'infinity' order by value`,
        [tenant.tenantId],
      );
      return rows;
    };
    await tenant.arrive('employees', ann(account('x')));
    await tenant.resolve();
    await tenant.arrive('employees', { 17: undefined });
    await tenant.resolve();
    expect(await open()).toEqual([]);

    await tenant.arrive('employees', ann(account('x')));
    expect(await tenant.resolve()).toMatchObject({ met: 0, ambiguous: [] });

    expect(await open()).toEqual([{ value: '17' }, { value: 'x' }]);
  });

  test('of somebody who gave it up is a question where somebody new has it', async () => {
    await tenant.arrive('employees', ann(mail('desk@example.com')));
    await tenant.resolve();
    await tenant.arrive('employees', { ...ann(), ...bob(mail('desk@example.com')) });

    expect(await tenant.resolve()).toMatchObject({ met: 0, ambiguous: [expect.any(String)] });
  });
});

describe('saying who is who', () => {
  test('twice changes nothing, also with a question open', async () => {
    await moved();
    const before = await tenant.state();

    expect(await tenant.resolve()).toEqual({ met: 0, linked: 0, relinked: 0, ambiguous: [] });
    await tenant.openCases();

    expect(await tenant.state()).toEqual(before);
  });

  const another = (source: string, value: string, ...others: ReturnType<typeof account>[]) => ({
    [value]: { displayName: value, identifiers: [{ kind: `${source}.user`, value }, ...others] },
  });
  const expectNoMore = async () => {
    const before = await tenant.state();
    expect(await tenant.resolve()).toMatchObject({ met: 0, linked: 0, relinked: 0 });
    expect(await tenant.openCases()).toMatchObject({ opened: 0 });
    expect(await tenant.state()).toEqual(before);
  };

  test('twice changes nothing where a record came with those it may be about, whichever is looked at first', async () => {
    const numbers = Array.from({ length: 8 }, (_none, number) => String(number));
    await tenant.arrive('employees', ann(mail('desk@example.com')));
    await tenant.resolve();
    for (const number of numbers) {
      await tenant.arrive('employees', {
        [`a${number}`]: { identifiers: [employee(`a${number}`), mail('desk@example.com'), account(number)] },
      });
      await tenant.arrive('employees', { [`b${number}`]: { identifiers: [employee(`b${number}`), account(number)] } });
    }

    expect((await tenant.resolve()).met).toBeGreaterThan(0);

    await tenant.openCases();
    await expectNoMore();
    for (const { id } of await tenant.identityCases()) await tenant.decide(id, { decision: 'reject' });
    await expectNoMore();
  });

  test('finds at once whom a record is about, where another record brings what they had given up', async () => {
    await tenant.arrive('employees', ann(account('x'), mail('ann@example.com')));
    await tenant.resolve();
    await tenant.arrive('employees', ann(mail('ann@example.com')));
    await tenant.resolve();
    await tenant.arrive('directory', another('directory', 'd', mail('ann@example.com'), account('x')));
    await tenant.arrive('badges', another('badges', 'b', account('x')));

    expect(await tenant.resolve()).toMatchObject({ met: 0, ambiguous: [] });

    await tenant.openCases();
    await expectNoMore();
  });

  test('at the same time asks once', async () => {
    await tenant.arrive('employees', { ...ann(account('x')), ...bob() });
    await tenant.resolve();
    await tenant.arrive('employees', { ...ann(), ...bob(account('x')) });

    await Promise.all([tenant.resolve(), tenant.resolve(), tenant.resolve()]);
    await Promise.all([tenant.openCases(), tenant.openCases()]);

    expect(await tenant.identityCases()).toHaveLength(1);
  });

  test('does not wait for another tenant', async () => {
    const other = await aTenantOfPeople(database, envelope);
    await other.arrive('employees', ann());
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: held, resolve: holds } = Promise.withResolvers<void>();
    const holding = database.tenancy.inTenant(tenant.tenantId, anActor(), async (tx) => {
      await tx.query('select tenant_id from tenant for update');
      holds();
      await released;
    });
    await held;

    expect(await other.resolve()).toMatchObject({ met: 1 });

    release();
    await holding;
  });
});
