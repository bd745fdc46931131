import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AnyStream, Page } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { Records } from '../records/records.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const COMPANY = 600;
type Employee = ReturnType<typeof anEmployee>;
const fields = { jobInformationDepartment: 'Engineering', supervisorEid: '1' };
const everybody = (): Employee[] => Array.from({ length: COMPANY }, (_none, index) => anEmployee(String(index + 1), fields));
const without = (employee: Employee, ...lost: readonly string[]) => ({
  ...employee,
  ...Object.fromEntries(lost.map((field) => [field, null])),
});
const checkpoint = { changedSince: '2026-01-02T00:00:00Z' };

/** A source that gives all it has, or what changed lately when it is asked to go on. */
const aSource = (all: readonly Employee[], lately: readonly Employee[]): AnyStream<unknown> => ({
  ...givingPages([]),
  async *read(_connection, from): AsyncGenerator<Page<unknown>> {
    yield aPage(from === undefined ? all : lately, { checkpoint });
  },
});
const sync = async (all: readonly Employee[], lately: readonly Employee[]) => (await tenant.syncStreams([aSource(all, lately)]))[0];
async function withDepartment(): Promise<number> {
  const records = new Records(database.tenancy, envelope);
  const held = await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => records.current(tx, tenant.tenantId, 'employment'));
  return held.filter(({ record }) => record.department === 'Engineering').length;
}

describe('a field that stops coming', () => {
  test('wipes nothing, although the read before was of a handful', async () => {
    const all = everybody();
    const blind = all.map((employee) => without(employee, 'jobInformationDepartment'));
    await sync(all, []);
    await sync(
      all,
      all.slice(0, 3).map((employee) => ({ ...employee, lastName: 'Married' })),
    );

    expect(await sync(blind, blind.slice(0, 3))).toMatchObject({
      state: 'suspect',
      notes: expect.arrayContaining([
        expect.stringMatching(/jobInformationDepartment stopped coming: in none of 600 records, where 100 %/),
      ]),
    });
    expect(await sync(blind, [])).toMatchObject({ state: 'suspect' });
    expect(await withDepartment()).toBe(COMPANY);
  });

  test('is noticed by a read of everything after reads of single records', async () => {
    const all = everybody().map((employee, index) => (index % 4 === 0 ? without(employee, 'jobInformationDepartment') : employee));
    const blind = all.map((employee) => without(employee, 'jobInformationDepartment'));
    await sync(all, []);
    for (const one of blind.slice(1, 3)) expect(await sync(blind, [one])).toMatchObject({ state: 'ok', read: 1 });

    expect((await tenant.syncStreams([aSource(blind, [])], { full: true }))[0]).toMatchObject({ state: 'suspect' });
    expect(await withDepartment()).toBe(COMPANY * 0.75 - 2);
  });

  test('is noticed although the read took two runs, and the second brought nothing', async () => {
    const all = everybody();
    const blind = all.map((employee) => without(employee, 'jobInformationDepartment'));
    await sync(all, []);
    await tenant.sync([aPage(blind, { checkpoint }), () => Promise.reject(new FatalError('the rest is refused'))], { full: true });

    expect(await sync(blind, [])).toMatchObject({ state: 'suspect', read: 0 });
    expect(await withDepartment()).toBe(COMPANY);
  });
});

test('a manager who left is no lost field, however often their reports are read', async () => {
  const all = everybody();
  const orphans = all.slice(0, 12).map((employee) => without(employee, 'supervisorEid'));
  const after = [...orphans, ...all.slice(12)];
  await sync(all, []);

  const first = await sync(after, orphans);

  expect(first).toMatchObject({ state: 'ok', read: 612, landed: 12, notes: [expect.stringMatching(/everything was read to see/)] });
  expect(await sync(after, orphans)).toMatchObject({ state: 'ok', read: 12, unchanged: 12, notes: [] });
  expect(await sync(after, orphans)).toMatchObject({ state: 'ok', read: 12, notes: [] });
});
