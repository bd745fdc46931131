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

const shared = mail('desk@example.com');
const ann = { 17: { displayName: 'Ann', identifiers: [employee('17'), shared] } };
const bob = { 18: { displayName: 'Bob', identifiers: [employee('18'), shared, account('b')] } };
const job = (id: string) => ({
  person: employee(id),
  effectiveOn: '2024-01-01',
  isDated: true,
  endedOn: null,
  division: null,
  department: 'Field',
  team: null,
  location: null,
  level: null,
  jobTitle: null,
  manager: null,
});

/** Ann is known; a second employee goes by her mailbox, has a job and has done some work. */
async function unclear(): Promise<string> {
  await tenant.arrive('employees', ann);
  await tenant.resolve();
  await tenant.arrive('employees', bob);
  await tenant.bring('jobs', 'employment', { 18: job('18') });
  await tenant.work({ 'P-1': { account: 'b', on: '2026-03-01' } });
  await tenant.resolve();
  await tenant.openCases();
  const [first] = await tenant.identityCases();
  return first?.id ?? '';
}
const placed = async () => {
  const { rows } = await database.owner.query<{ name: string }>(
    'select p.display_name as name from employment e join person p on p.tenant_id = e.tenant_id and p.id = e.person_id where e.tenant_id = $1',
    [tenant.tenantId],
  );
  return rows.map(({ name }) => name);
};

describe('a record that does not say whose it is', () => {
  test('is one case, however often somebody asks who is who', async () => {
    await unclear();

    await tenant.resolve();

    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 1 });
    expect(await tenant.identityCases()).toMatchObject([{ state: 'open' }]);
    expect(await tenant.people.unclear(tenant.tenantId, anActor())).toMatchObject([
      {
        about: 'record',
        what: 'hr employees 18',
        people: [{ name: 'Ann', identifiers: ['bamboohr.employee@acme 17', 'work-email desk@example.com'] }],
      },
    ]);
  });

  test('is somebody new once that is said, with all that is theirs, and the shared mailbox is a question of its own', async () => {
    await tenant.decide(await unclear(), { decision: 'approve' });

    expect(await tenant.belongings('person')).toEqual({ 17: 'Ann', 18: 'Bob' });
    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Bob' });
    expect(await placed()).toEqual(['Bob']);
    expect(await tenant.openCases()).toEqual({ opened: 1, waiting: 1 });
    expect(await tenant.people.unclear(tenant.tenantId, anActor())).toMatchObject([
      { about: 'identifier', what: 'work-email desk@example.com' },
    ]);
  });

  test('is somebody known once that is said, under both of their ids from then on', async () => {
    await tenant.decide(await unclear(), { decision: 'edit', edited: { personId: await tenant.personNamed('Ann') } });

    await tenant.arrive('employees', { 18: { displayName: 'Ann Again', identifiers: [employee('18'), shared, account('b')] } });
    expect(await tenant.resolve()).toMatchObject({ met: 0, ambiguous: [] });

    expect(await tenant.belongings('person')).toEqual({ 17: 'Ann Again', 18: 'Ann Again' });
    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Ann Again' });
    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
  });

  test('stays nobody’s where that is said, and is asked about again once it says something else', async () => {
    await tenant.decide(await unclear(), { decision: 'reject' });
    await tenant.resolve();
    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
    expect(await tenant.belongings('person')).toEqual({ 17: 'Ann', 18: null });

    await tenant.arrive('employees', { 18: { displayName: 'Robert', identifiers: [employee('18'), shared] } });
    await tenant.resolve();

    expect(await tenant.openCases()).toEqual({ opened: 1, waiting: 1 });
  });

  test('is no case any more once its source says whose it is', async () => {
    await unclear();
    await tenant.arrive('employees', { 18: { displayName: 'Bob', identifiers: [employee('18'), account('b')] } });

    expect(await tenant.resolve()).toMatchObject({ met: 1, ambiguous: [] });

    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
    expect(await tenant.identityCases()).toMatchObject([{ state: 'superseded' }]);
    expect(await tenant.audited('case.superseded')).toBe(1);
    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Bob' });
  });

  test('is no case any more once its source does not have it', async () => {
    await unclear();
    await tenant.arrive('employees', { 18: undefined });
    await tenant.resolve();

    expect(await tenant.openCases()).toEqual({ opened: 0, waiting: 0 });
  });

  test('is not decided on what it said before', async () => {
    const id = await unclear();
    await tenant.arrive('employees', { 18: { displayName: 'Robert', identifiers: [employee('18'), shared] } });

    await expect(tenant.decide(id, { decision: 'approve' })).rejects.toThrow(/changed at its source/);

    expect(await tenant.identityCases()).toMatchObject([{ state: 'open' }]);
  });

  test('is not about somebody nobody knows', async () => {
    const id = await unclear();

    const stranger = { personId: '5b1f9a52-9c0e-4d38-8b83-0a4f3f0a7f11' };
    await expect(tenant.decide(id, { decision: 'edit', edited: stranger })).rejects.toThrow(/nobody is known/);
    await expect(tenant.decide(id, { decision: 'edit', edited: { personId: 'Ann' } })).rejects.toThrow(/nobody is known/);
  });
});

describe('a decision taken back', () => {
  test('is one on a case there is', async () => {
    await expect(tenant.cases.askAgain(tenant.tenantId, anActor(), 'nonsense')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('makes the record nobody’s, with what hung on it, until it is decided once more', async () => {
    const first = await unclear();
    await tenant.decide(first, { decision: 'approve' });

    const again = await tenant.cases.askAgain(tenant.tenantId, anActor(), first);
    await tenant.resolve();
    const between = { work: await tenant.belongings('work-item'), placed: await placed(), person: await tenant.belongings('person') };
    await tenant.decide(again, { decision: 'edit', edited: { personId: await tenant.personNamed('Ann') } });

    expect(between).toEqual({ work: { 'P-1': null }, placed: [], person: { 17: 'Ann', 18: null } });
    expect(new Set(Object.values(await tenant.belongings('person'))).size).toBe(1);
    expect(Object.values(await tenant.belongings('work-item'))).not.toEqual([null]);
    expect(await placed()).toHaveLength(1);
    expect(await tenant.openCases()).toMatchObject({ waiting: 0 });
  });

  test('waits for a person even where the rules would say the same again', async () => {
    const first = await unclear();
    await tenant.decide(first, { decision: 'approve' });
    await tenant.cases.askAgain(tenant.tenantId, anActor(), first);
    await tenant.arrive('employees', { 18: { displayName: 'Bob', identifiers: [employee('18'), account('b')] } });

    await tenant.resolve();

    expect(await tenant.openCases()).toMatchObject({ waiting: 1 });
    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': null });
  });

  test('is refused where nothing was decided', async () => {
    const first = await unclear();

    await expect(tenant.cases.askAgain(tenant.tenantId, anActor(), first)).rejects.toThrow(/nobody has decided/);
  });

  test('may be one that left it nobody’s', async () => {
    const first = await unclear();
    await tenant.decide(first, { decision: 'reject' });

    const again = await tenant.cases.askAgain(tenant.tenantId, anActor(), first);
    await tenant.decide(again, { decision: 'approve' });

    expect(await tenant.belongings('work-item')).toEqual({ 'P-1': 'Bob' });
  });
});
