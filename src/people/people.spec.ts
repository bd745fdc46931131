import { beforeEach, describe, expect, test } from '@jest/globals';
import { kinds } from '../../mappings/canonical/kinds.js';
import type { Person } from '../../mappings/canonical/person.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { Records } from '../records/records.js';
import { storeRecords } from '../records/store-records.js';
import { People } from './people.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
let people: People;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
  people = new People(database.tenancy, new Records(database.tenancy, envelope));
});

const employee = (value: string) => ({ kind: 'bamboohr.employee', value });
const mail = (value: string) => ({ kind: 'work-email', value });
const number = (value: string) => ({ kind: 'employee-number', value });

/** Person records as a mapping would have made them, the immutable identifier first. */
async function arrive(stream: string, records: Readonly<Record<string, Partial<Person>>>): Promise<void> {
  const mapped = Object.entries(records).map(([key, fields]) => {
    const record = kinds.person.schema.parse({
      displayName: 'Ada Lovelace',
      workEmail: null,
      hiredOn: '2020-01-01',
      employment: 'active',
      identifiers: [employee(key)],
      ...fields,
    });
    return { kind: 'person', part: '', record, index: kinds.person.index(record), key, mapping: 'test' } as const;
  });
  const store = { tenantId: tenant.tenantId, connectionId: tenant.connectionId, stream, envelope, cycles: new Map() };
  await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => storeRecords(tx, store, mapped, Object.keys(records)));
}
const resolve = () => people.resolve(tenant.tenantId, anActor());
const known = async () =>
  (
    await database.owner.query<{ id: string; display_name: string }>(
      'select id, display_name from person where tenant_id = $1 order by display_name',
      [tenant.tenantId],
    )
  ).rows;
const holders = async () =>
  (
    await database.owner.query<{ value: string; person_id: string }>(
      'select value, person_id from person_identifier where tenant_id = $1 order by value',
      [tenant.tenantId],
    )
  ).rows;

describe('a person', () => {
  test('who is hired again under the same id is the same person', async () => {
    await arrive('employees', { 17: { employment: 'ended' } });
    await resolve();
    const before = await known();
    await arrive('employees', { 17: { employment: 'active', hiredOn: '2026-03-01', displayName: 'Ada King' } });

    expect(await resolve()).toMatchObject({ met: 0, ambiguous: [] });

    expect(await known()).toEqual([{ id: before[0]?.id, display_name: 'Ada King' }]);
  });

  test('is known in another source by the work e-mail, in whatever case it is written', async () => {
    await arrive('employees', { 17: { identifiers: [employee('17'), mail('ada@example.com')] } });
    await resolve();
    await arrive('imported', { n1: { identifiers: [number('n1'), mail('Ada@Example.COM')] } });

    expect(await resolve()).toMatchObject({ met: 0, ambiguous: [] });
    expect(await known()).toHaveLength(1);
    expect(new Set((await holders()).map(({ person_id }) => person_id)).size).toBe(1);
  });

  test('is met once, although two sources bring them at the same time', async () => {
    await arrive('employees', { 17: { identifiers: [employee('17'), mail('ada@example.com')] } });
    await arrive('imported', { n1: { identifiers: [number('n1'), mail('ada@example.com')] } });

    expect(await resolve()).toMatchObject({ met: 1, ambiguous: [] });
  });

  test('keeps the immutable identifier, whoever held the e-mail before', async () => {
    await arrive('employees', { 17: { identifiers: [employee('17'), mail('ada@example.com')] }, 18: { displayName: 'Ben Nevis' } });
    await resolve();
    await arrive('employees', { 18: { displayName: 'Ben Nevis', identifiers: [employee('18'), mail('ada@example.com')] } });

    expect(await resolve()).toMatchObject({ met: 0, ambiguous: [] });
    expect(await known()).toHaveLength(2);
    expect((await holders()).filter(({ value }) => value === 'ada@example.com')).toEqual([]); // two go by it: a question
  });
});

describe('a record stays without a person, and nothing is written,', () => {
  test('when its identifiers belong to two known people', async () => {
    await arrive('employees', {
      17: { identifiers: [employee('17'), mail('ada@example.com')] },
      18: { displayName: 'Ben Nevis', identifiers: [employee('18'), number('n18')] },
    });
    await resolve();
    const before = { people: await known(), holders: await holders() };
    await arrive('imported', {
      x: { displayName: 'Who', identifiers: [{ kind: 'jira.account', value: 'x' }, mail('ada@example.com'), number('n18')] },
    });

    const { met, linked, ambiguous } = await resolve();

    expect({ met, linked }).toEqual({ met: 0, linked: 0 });
    expect(ambiguous).toHaveLength(1);
    expect({ people: await known(), holders: await holders() }).toEqual(before);
  });

  test('when somebody else of the same source holds its e-mail: two ids of one source are not one person by a shared mailbox', async () => {
    await arrive('employees', { 17: { identifiers: [employee('17'), mail('reception@example.com')] } });
    await resolve();
    await arrive('employees', { 18: { displayName: 'Ben Nevis', identifiers: [employee('18'), mail('reception@example.com')] } });

    expect((await resolve()).ambiguous).toHaveLength(1);
    expect(await known()).toHaveLength(1);
  });

  test('when two new records of one source share an e-mail: the second waits', async () => {
    await arrive('employees', {
      17: { identifiers: [employee('17'), mail('reception@example.com')] },
      18: { identifiers: [employee('18'), mail('reception@example.com')] },
    });

    const { met, ambiguous } = await resolve();

    expect({ met, ambiguous: ambiguous.length }).toEqual({ met: 1, ambiguous: 1 });
  });
});

test('asking again who is who changes nothing', async () => {
  await arrive('employees', { 17: {}, 18: { displayName: 'Ben Nevis' } });
  await resolve();
  const before = { people: await known(), holders: await holders() };

  expect(await resolve()).toEqual({ met: 0, linked: 0, relinked: 0, ambiguous: [] });
  expect({ people: await known(), holders: await holders() }).toEqual(before);
});

test('two who ask at the same time meet each person once', async () => {
  await arrive('employees', { 17: {}, 18: { displayName: 'Ben Nevis' } });

  await Promise.all([resolve(), resolve(), resolve()]);

  expect(await known()).toHaveLength(2);
});

test('a person record that an older hub made and that does not fit any more keeps nobody else waiting', async () => {
  const record = {
    displayName: 'Ada Lovelace',
    workEmail: null,
    hiredOn: '2020-01-01',
    employment: 'active',
    identifiers: [number('n'.repeat(6_000))],
  };
  const made = { kind: 'person', part: '', record, index: {}, key: 'old', mapping: 'test' } as const;
  const store = { tenantId: tenant.tenantId, connectionId: tenant.connectionId, stream: 'employees', envelope, cycles: new Map() };
  await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => storeRecords(tx, store, [made], ['old']));
  await arrive('employees', { 17: {} });

  expect(await resolve()).toMatchObject({ met: 1 });
});
