import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee } from '../../test/scripted-source.js';
import { Records } from '../records/records.js';
import { Missing } from './missing.js';

const database = testDatabase();
const envelope = anEnvelope();
const actor = anActor();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
let missing: Missing;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
  missing = new Missing(database.tenancy, tenant.source, new Records(database.tenancy, envelope), envelope);
});

const employees = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_none, index) => anEmployee(String(from + index).padStart(3, '0')));
const gone = async () => (await tenant.raw()).filter(({ isGone }) => isGone).map(({ key }) => key);
const used = async () => new Set((await tenant.records()).filter(({ isCurrent }) => isCurrent).map(({ rawKey }) => rawKey)).size;
const waiting = () => missing.list(tenant.tenantId, actor);
const confirm = (id: string) => missing.confirm(tenant.tenantId, actor, id, 'they left with the branch');
const keep = (id: string) => missing.keep(tenant.tenantId, actor, id, 'the filter was wrong');
/** Thirty came, then only the first nineteen. */
async function elevenMissing() {
  await tenant.sync([aPage(employees(1, 30))]);
  await tenant.sync([aPage(employees(1, 19))]);
  const [set] = await waiting();
  return set?.id ?? '';
}

describe('records of which too many did not come any more', () => {
  test('are shown by name, the same ones under the same name however often they do not come', async () => {
    const id = await elevenMissing();
    await tenant.sync([aPage(employees(1, 19))]);

    expect(await waiting()).toMatchObject([
      { id, connection: 'hr', stream: 'employees', known: 30, keys: employees(20, 30).map(({ eeid }) => eeid) },
    ]);
  });

  test('are marked as deleted once somebody confirms exactly them, and what was made of them is closed', async () => {
    const id = await elevenMissing();

    expect(await confirm(id)).toEqual({ kind: 'settled', records: 11 });

    expect(await gone()).toHaveLength(11);
    expect(await used()).toBe(19);
    expect(await waiting()).toEqual([]);
    expect(await tenant.sync([aPage(employees(1, 19))])).toMatchObject({ state: 'ok', notes: [] });
  });

  test('stay once somebody says so, and are not asked about again', async () => {
    await keep(await elevenMissing());

    expect(await tenant.sync([aPage(employees(1, 19))])).toMatchObject({ state: 'ok', notes: [] });

    expect(await gone()).toEqual([]);
    expect(await used()).toBe(30);
    expect(await waiting()).toEqual([]);
  });

  test('are asked about again, although somebody kept them, once they came and did not come another time', async () => {
    await keep(await elevenMissing());
    await tenant.sync([aPage(employees(1, 30))]);

    expect(await tenant.sync([aPage(employees(1, 19))])).toMatchObject({ state: 'suspect' });

    expect(await waiting()).toMatchObject([{ keys: employees(20, 30).map(({ eeid }) => eeid) }]);
  });

  test('are another set where others are missing, and the one that was shown is refused', async () => {
    const shown = await elevenMissing();
    await tenant.sync([aPage(employees(1, 18))]);

    await expect(confirm(shown)).rejects.toThrow(/later read found others/);

    expect(await gone()).toEqual([]);
    expect(await waiting()).toMatchObject([{ keys: employees(19, 30).map(({ eeid }) => eeid) }]);
  });

  test('are refused where some came again since, and what still misses is shown', async () => {
    const shown = await elevenMissing();
    await tenant.sync([aPage([...employees(1, 19), anEmployee('030')], { total: 99 })]);

    const refused = await confirm(shown);

    expect(refused).toMatchObject({ kind: 'changed', now: { keys: employees(20, 29).map(({ eeid }) => eeid) } });
    expect(await gone()).toEqual([]);
    expect(await waiting()).toMatchObject([{ id: refused.kind === 'changed' ? refused.now?.id : '' }]);
  });

  test('wait no more once they came again', async () => {
    const shown = await elevenMissing();
    await tenant.sync([aPage(employees(1, 30))]);

    expect(await waiting()).toEqual([]);
    await expect(confirm(shown)).rejects.toThrow(/was settled, or a later read/);
  });

  test('are settled once, by whoever says so first', async () => {
    const id = await elevenMissing();

    const said = await Promise.allSettled([confirm(id), keep(id), confirm(id)]);

    expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([0, 11]).toContain((await gone()).length);
  });

  test('are nobody else’s to settle', async () => {
    const id = await elevenMissing();
    const other = await aTenantReading(database, envelope);

    await expect(missing.confirm(other.tenantId, actor, id, 'by mistake')).rejects.toThrow(/no set/);
    await expect(confirm('everything')).rejects.toThrow(/no set/);

    expect(await gone()).toEqual([]);
  });
});

describe('all records of a stream, when a read of everything brings none,', () => {
  const emptied = async (count: number) => {
    await tenant.sync([aPage(employees(1, count))]);
    const report = await tenant.sync([aPage([], { total: 0 })]);
    expect(report).toMatchObject({
      state: 'suspect',
      notes: [expect.stringMatching(/^no records came; earlier reads gave.*-- deletes list$/)],
    });
    expect(await gone()).toEqual([]);
    return (await waiting())[0]?.id ?? '';
  };

  test('wait for a person, few or many, and are gone once somebody says so', async () => {
    expect(await confirm(await emptied(5))).toEqual({ kind: 'settled', records: 5 });

    expect(await used()).toBe(0);
    expect(await tenant.sync([aPage([], { total: 0 })])).toMatchObject({ state: 'ok', notes: [] });
  });

  test('stay once somebody says so, and are not asked about again', async () => {
    await keep(await emptied(5));

    expect(await tenant.sync([aPage([], { total: 0 })])).toMatchObject({ state: 'ok', notes: [] });
    expect(await used()).toBe(5);
  });
});

describe('many small sweeps', () => {
  test('do not delete within a day what one large one would not', async () => {
    await tenant.sync([aPage(employees(1, 30))]);
    await tenant.sync([aPage(employees(1, 24))]);
    expect(await gone()).toHaveLength(6);

    const report = await tenant.sync([aPage(employees(1, 18))]);

    expect(report).toMatchObject({
      state: 'suspect',
      notes: [expect.stringMatching(/6 of 24 records.*after 6 that were deleted in the last 24 hours/)],
    });
    expect(await gone()).toHaveLength(6);
  });

  test('begin anew after a day', async () => {
    await tenant.sync([aPage(employees(1, 30))]);
    await tenant.sync([aPage(employees(1, 24))]);
    await database.owner.query(`update missing_set set settled_at = settled_at - interval '25 hours' where tenant_id = $1`, [
      tenant.tenantId,
    ]);

    expect(await tenant.sync([aPage(employees(1, 18))])).toMatchObject({ state: 'ok' });
    expect(await gone()).toHaveLength(12);
  });

  test('are counted for each stream, and what a person confirmed is not', async () => {
    await confirm(await elevenMissing());

    expect(await tenant.sync([aPage(employees(1, 15))])).toMatchObject({ state: 'ok' });
    expect(await gone()).toHaveLength(15);
  });
});
