import { beforeEach, describe, expect, test } from '@jest/globals';
import { goals } from '../../connectors/bamboohr/streams/tables.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { periodNamed } from './cycles.js';
import { type MappingWish, Records } from './records.js';
import { storeOrSetAside } from './store-or-set-aside.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const aGoal = (id: string, customPercent = 50) => ({ id, employeeId: '1', customGoalId: id, customTitle: `Goal ${id}`, customPercent });
const syncGoals = async (given: readonly unknown[]) => {
  const [report] = await tenant.syncStreams([{ ...goals, read: givingPages([aPage(given)]).read }]);
  return report;
};
const everyGoal = (from: number, to: number, percent?: number) =>
  Array.from({ length: to - from + 1 }, (_none, index) => aGoal(String(from + index), percent));
const currentKeys = async () => (await tenant.records()).filter(({ isCurrent }) => isCurrent).map(({ rawKey }) => rawKey);
const mapAgain = (what: MappingWish = {}) =>
  new Records(database.tenancy, envelope).mapLanded(
    tenant.tenantId,
    anActor(),
    { id: tenant.connectionId, connector: 'bamboohr', config: { subdomain: 'acme' } },
    'goals',
    what,
  );

describe('a raw record', () => {
  test('that changed makes the next version and closes the one before', async () => {
    await syncGoals([aGoal('1', 10)]);
    await syncGoals([aGoal('1', 20)]);
    await syncGoals([aGoal('1', 30)]);

    expect(await tenant.records()).toMatchObject([
      { version: 1, isCurrent: false },
      { version: 2, isCurrent: false },
      { version: 3, isCurrent: true },
    ]);
  });

  test('that is unchanged makes none', async () => {
    await syncGoals([aGoal('1')]);
    await syncGoals([aGoal('1')]);

    expect(await tenant.records()).toMatchObject([{ version: 1, isCurrent: true }]);
  });

  test('that changed only in what nothing is made from makes none', async () => {
    await syncGoals([aGoal('1')]);
    await syncGoals([{ ...aGoal('1'), somethingElse: 'new' }]);

    expect(await tenant.records()).toMatchObject([{ version: 1, isCurrent: true }]);
  });

  test('that goes back to what it was makes a third version, for evidence points at versions', async () => {
    for (const percent of [10, 20, 10]) await syncGoals([aGoal('1', percent)]);

    expect((await tenant.records()).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('makes everything or nothing of its several canonical records', async () => {
    await tenant.sync([aPage([anEmployee('1'), anEmployee('2', { workEmail: '' })])]);

    expect((await tenant.records()).map(({ rawKey, kind }) => `${rawKey} ${kind}`)).toEqual([
      '1 employment',
      '1 person',
      '2 employment',
      '2 person',
    ]);
  });
});

test('long records are mapped few at a time, so that no statement is larger than a statement can be', async () => {
  await syncGoals(['1', '2', '3', '4'].map((id) => ({ ...aGoal(id), note: 'x'.repeat(6_000_000) })));
  await database.owner.query('update raw_record set mapped_hash = null where tenant_id = $1', [tenant.tenantId]);
  const steps: number[] = [];

  await mapAgain({ mapped: (judged) => steps.push(judged) });

  expect(steps).toEqual([3, 4]);
  expect(await currentKeys()).toEqual(['1', '2', '3', '4']);
});

describe('a mapping that fails for half of what landed', () => {
  test('leaves the other half mapped, and the records it failed for in quarantine with the path of the field', async () => {
    await syncGoals([...everyGoal(1, 5), ...everyGoal(6, 9, 150)]);

    expect(await currentKeys()).toEqual(['1', '2', '3', '4', '5']);
    expect(await tenant.waiting()).toEqual(['6', '7', '8', '9'].map((key) => ({ key, reasonCode: 'mapping', path: 'percentComplete' })));
  });

  test('leaves what was made of a record before it failed in use', async () => {
    await syncGoals([aGoal('1')]);
    await syncGoals([aGoal('1', 150)]);

    expect(await tenant.records()).toMatchObject([{ rawKey: '1', version: 1, isCurrent: true }]);
    expect(await tenant.waiting()).toMatchObject([{ key: '1', reasonCode: 'mapping' }]);
  });

  test('keeps them waiting while they come unchanged, and lets them go when they can be mapped', async () => {
    await syncGoals([aGoal('1', 150)]);
    await syncGoals([aGoal('1', 150)]);
    expect(await tenant.waiting()).toHaveLength(1);

    await syncGoals([aGoal('1', 90)]);

    expect(await tenant.waiting()).toEqual([]);
    expect(await currentKeys()).toEqual(['1']);
  });

  test('finds them again after they did not even fit their schema for a while', async () => {
    await syncGoals([aGoal('1', 150)]);
    await syncGoals([{ ...aGoal('1', 150), customTitle: '' }]);
    await syncGoals([aGoal('1', 150)]);

    expect(await tenant.waiting()).toMatchObject([{ key: '1', reasonCode: 'mapping' }]);
  });

  test('makes the stream suspect when it is more than a few', async () => {
    expect(await syncGoals([...everyGoal(1, 30), ...everyGoal(31, 51, 150)])).toMatchObject({
      state: 'suspect',
      landed: 51,
      notes: [expect.stringMatching(/: 21 made nothing that can be used/)],
    });
  });

  test('is said in a note when it is a few', async () => {
    expect(await syncGoals([aGoal('1'), aGoal('2', 150)])).toMatchObject({
      state: 'ok',
      notes: [expect.stringMatching(/: 1 made nothing that can be used/)],
    });
  });
});

test.each([
  ['a day that stands for none', { hireDate: '0001-01-01' }, 'hiredOn'],
  ['a year no database knows', { hireDate: '0000-01-01' }, 'hiredOn'],
  ['a number longer than an index takes', { employeeNumber: 'n'.repeat(6_000) }, 'identifiers.1.value'],
  ['half of a character', { employeeNumber: 'n\ud800' }, 'identifiers.1.value'],
  ['an address longer than an index takes', { workEmail: `${'m'.repeat(3_000)}@example.com` }, 'identifiers.1.value'],
])('an employee with %s waits with the path, and the rest is mapped', async (_what, fields, path) => {
  await tenant.sync([aPage([anEmployee('1', fields), anEmployee('2')])]);

  expect(new Set(await currentKeys())).toEqual(new Set(['2']));
  expect(await tenant.waiting()).toEqual([{ key: '1', reasonCode: 'mapping', path }]);
});

test('a cycle that is called by a year no database knows has no days', () => {
  expect(periodNamed('0000')).toBeUndefined();
  expect(periodNamed('2026')).toEqual({ opensOn: '2026-01-01', closesOn: '2026-12-31' });
});

describe('a value that every schema let pass and the database refuses', () => {
  const made = (key: string, occurredOn: string) => ({
    key,
    raw: { id: key },
    records: [{ kind: 'goal', part: '', record: {}, index: { occurredOn }, key, mapping: 'test' } as const],
  });
  const storing = (batch: readonly ReturnType<typeof made>[]) =>
    database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => {
      const place = { tenantId: tenant.tenantId, connectionId: tenant.connectionId, stream: 'goals', envelope };
      return storeOrSetAside(tx, place, batch);
    });

  test('is set aside with its record, and all others of the batch are stored', async () => {
    const batch = ['1', '2', '3', '4', '5', '6', '7'].map((key) => made(key, key === '3' || key === '7' ? '0000-00-00' : '2026-01-01'));

    const misfits = await storing(batch);

    expect(misfits.map(({ key, raw }) => [key, raw])).toEqual([
      ['3', { id: '3' }],
      ['7', { id: '7' }],
    ]);
    expect(await currentKeys()).toEqual(['1', '2', '4', '5', '6']);
  });

  test('is told from a fault of ours, which rises', async () => {
    const twice = made('1', '2026-01-01');

    await expect(storing([{ ...twice, records: [...twice.records, ...twice.records] }])).rejects.toThrow(/duplicate key/);
  });
});

describe('mapping twice', () => {
  test('changes nothing', async () => {
    await syncGoals(everyGoal(1, 3));
    const before = await tenant.records();

    await mapAgain();

    expect(await tenant.records()).toEqual(before);
  });

  test('by another version of the mapping makes no new version of what comes out the same', async () => {
    await syncGoals(everyGoal(1, 3));
    const before = await tenant.records();
    await database.owner.query(`update raw_record set mapped_as = 'an older mapping' where tenant_id = $1`, [tenant.tenantId]);

    await mapAgain();

    expect(await tenant.records()).toEqual(before);
  });

  test('at the same time makes each record once', async () => {
    await syncGoals(everyGoal(1, 40));
    await database.owner.query('update raw_record set mapped_hash = null where tenant_id = $1', [tenant.tenantId]);
    await database.owner.query('update record set superseded_at = now() where tenant_id = $1', [tenant.tenantId]);

    await Promise.all([mapAgain(), mapAgain(), mapAgain()]);

    expect((await tenant.records()).filter(({ isCurrent }) => isCurrent)).toHaveLength(40);
    expect(await tenant.records()).toHaveLength(80);
  });
});
