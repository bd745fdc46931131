import { beforeEach, describe, expect, test } from '@jest/globals';
import { account, aTenantOfPeople, employee } from '../../test/a-tenant-of-people.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { anActor, testDatabase } from '../../test/database.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantOfPeople>>;
beforeEach(async () => {
  tenant = await aTenantOfPeople(database, envelope);
  await tenant.arrive('employees', { ...ann(account('x')), ...bob() });
});

const ann = (...others: ReturnType<typeof account>[]) => ({ 17: { displayName: 'Ann', identifiers: [employee('17'), ...others] } });
const bob = (...others: ReturnType<typeof account>[]) => ({ 18: { displayName: 'Bob', identifiers: [employee('18'), ...others] } });
/** How things stand with whoever has the account, as its source says it now, without a day. */
const stands = async (level: string, fields: { isDated?: boolean; effectiveOn?: string } = {}) => {
  await tenant.bring('positions', 'employment', {
    now: {
      person: account('x'),
      effectiveOn: '2022-01-01',
      isDated: false,
      endedOn: null,
      division: null,
      department: 'Platform',
      team: null,
      location: null,
      level,
      jobTitle: null,
      manager: null,
      ...fields,
    },
  });
  await tenant.resolve();
};
/** The account moves to Bob, and nobody knows whose it is. */
const moves = async () => {
  await tenant.arrive('employees', { ...ann(), ...bob(account('x')) });
  await tenant.resolve();
  await tenant.openCases();
};
const history = async () => {
  const { rows } = await database.owner.query<{ row: string }>(
    `select p.display_name || ' ' || e.level || ' ' || e.known_on as row from employment e join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
     where e.tenant_id = $1 order by e.record_version`,
    [tenant.tenantId],
  );
  return rows.map(({ row }) => row);
};
/** The version of that level was learned then. */
const learned = async (version: number, on: string) => {
  await database.owner.query(`update record set created_at = $3 where tenant_id = $1 and kind = 'employment' and version = $2`, [
    tenant.tenantId,
    version,
    on,
  ]);
  await database.owner.query('update employment set known_on = $3 where tenant_id = $1 and record_version = $2', [
    tenant.tenantId,
    version,
    on,
  ]);
};
const decide = async (name: string, from?: string) => {
  const [first] = await tenant.identityCases();
  const personId = await tenant.personNamed(name);
  await tenant.decide(first?.id ?? '', { decision: 'edit', edited: { personId, ...(from === undefined ? {} : { from }) } });
  return first?.id ?? '';
};

describe('what a source said before of how things stand, without a day,', () => {
  beforeEach(async () => {
    await stands('L3');
    await stands('L4');
    await learned(1, '2022-02-01');
    await learned(2, '2022-08-01');
    expect(await history()).toEqual(['Ann L3 2022-02-01', 'Ann L4 2022-08-01']);
    await moves();
  });

  test('is nobody’s while nobody knows whose the identifier is', async () => {
    expect(await history()).toEqual([]);
  });

  test('is the person’s again once somebody says that it is theirs', async () => {
    await decide('Ann');

    expect(await history()).toEqual(['Ann L3 2022-02-01', 'Ann L4 2022-08-01']);
  });

  test('is the other’s, where it always was theirs', async () => {
    await decide('Bob');

    expect(await history()).toEqual(['Bob L3 2022-02-01', 'Bob L4 2022-08-01']);
  });

  test('is the person’s again once the sources say so', async () => {
    await tenant.arrive('employees', { ...ann(account('x')), ...bob() });
    await tenant.resolve();

    expect(await history()).toEqual(['Ann L3 2022-02-01', 'Ann L4 2022-08-01']);
  });

  test('is nobody’s again when the answer is taken back, and comes back with the next', async () => {
    const answered = await decide('Bob');
    const again = await tenant.cases.askAgain(tenant.tenantId, anActor(), answered);
    expect(await history()).toEqual([]);

    await tenant.decide(again, { decision: 'edit', edited: { personId: await tenant.personNamed('Ann') } });

    expect(await history()).toEqual(['Ann L3 2022-02-01', 'Ann L4 2022-08-01']);
  });

  test('comes back with what was said while nobody knew', async () => {
    await stands('L5');
    expect(await history()).toEqual([]);

    await decide('Ann');

    expect((await history()).map((row) => row.slice(0, 6))).toEqual(['Ann L3', 'Ann L4', 'Ann L5']);
  });

  test('is written once, however often it is looked at again', async () => {
    await decide('Ann');
    const before = await tenant.state();

    await tenant.resolve();

    expect(await tenant.state()).toEqual(before);
  });

  test('stays away where the source says by now from which day it holds', async () => {
    await stands('L5', { isDated: true });
    await decide('Ann');

    expect((await history()).map((row) => row.slice(0, 6))).toEqual(['Ann L5']);
  });
});

test('what was said of somebody before an account was handed over stays theirs', async () => {
  await stands('L3');
  await moves();
  await decide('Bob', '2022-05-01');

  await stands('L4', { effectiveOn: '2022-06-01' });
  await stands('L5', { effectiveOn: '2022-06-01' });

  expect((await history()).map((row) => row.slice(0, 6))).toEqual(['Ann L3', 'Bob L4', 'Bob L5']);
});
