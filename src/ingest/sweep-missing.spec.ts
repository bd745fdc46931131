import { beforeEach, describe, expect, test } from '@jest/globals';
import { FatalError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { testDatabase } from '../../test/database.js';
import { anEmployee } from '../../test/scripted-source.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const everybody = (count: number) => Array.from({ length: count }, (_none, index) => anEmployee(String(index + 1)));
const gone = async () => (await tenant.raw()).filter(({ isGone }) => isGone).map(({ key }) => key);
const current = async (key: string) => (await tenant.records()).filter(({ rawKey, isCurrent }) => rawKey === key && isCurrent);

describe('records that a full read does not bring any more', () => {
  test('are marked as deleted when they are few, and what was made of them is closed', async () => {
    await tenant.sync([aPage(everybody(12))]);

    const report = await tenant.sync([aPage(everybody(10))]);

    expect(report).toMatchObject({ state: 'ok', read: 10 });
    expect(await gone()).toEqual(['11', '12']);
    expect(await current('11')).toEqual([]);
    expect(await current('10')).not.toEqual([]);
  });

  test('wait for a person when they are more than ten', async () => {
    await tenant.sync([aPage(everybody(30))]);

    const report = await tenant.sync([aPage(everybody(19))]);

    expect(report).toMatchObject({ state: 'suspect', notes: [expect.stringMatching(/11 of 30 records did not come/)] });
    expect(await gone()).toEqual([]);
    expect(await current('30')).not.toEqual([]);
  });

  test('are deleted up to a fiftieth of a long stream, and no further', async () => {
    await tenant.sync([aPage(everybody(1000))]);

    expect(await tenant.sync([aPage(everybody(979))])).toMatchObject({ state: 'suspect' });
    expect(await gone()).toHaveLength(0);
    expect(await tenant.sync([aPage(everybody(980))])).toMatchObject({ state: 'ok' });
    expect(await gone()).toHaveLength(20);
  });

  test('are not missed while they wait in quarantine', async () => {
    await tenant.sync([aPage(everybody(3))]);

    await tenant.sync([aPage([...everybody(2), anEmployee('3', { hireDate: 'next spring' })])]);

    expect(await gone()).toEqual([]);
    expect(await current('3')).not.toEqual([]);
  });

  test('wait for a person where a record came that does not say who it is: it may be one of them', async () => {
    await tenant.sync([aPage(everybody(3))]);

    const report = await tenant.sync([aPage([...everybody(2), anEmployee('')])]);
    const whole = await tenant.sync([aPage(everybody(3))]);

    expect(report).toMatchObject({
      state: 'suspect',
      notes: expect.arrayContaining([
        expect.stringMatching(/^1 of 3 records did not come any more, and 1 came that do not say which they are/),
      ]),
    });
    expect(whole).toMatchObject({ state: 'ok' });
    expect(await gone()).toEqual([]);
    expect(await current('3')).not.toEqual([]);
  });

  test('are there again, and used again, when they come back as they were', async () => {
    await tenant.sync([aPage(everybody(3))]);
    await tenant.sync([aPage(everybody(2))]);
    expect(await current('3')).toEqual([]);

    await tenant.sync([aPage(everybody(3))]);

    expect(await gone()).toEqual([]);
    expect(await current('3')).toMatchObject([
      { kind: 'employment', version: 2 },
      { kind: 'person', version: 2 },
    ]);
  });
});

describe('nothing is deleted', () => {
  test('by a read that failed on its way', async () => {
    await tenant.sync([aPage(everybody(5))]);

    const report = await tenant.sync([aPage(everybody(2)), () => Promise.reject(new FatalError('the rest is refused'))]);

    expect(report).toMatchObject({ state: 'failed' });
    expect(await gone()).toEqual([]);
  });

  test('by a read that gave less than the source promised', async () => {
    await tenant.sync([aPage(everybody(5))]);

    expect(await tenant.sync([aPage(everybody(4), { total: 5 })])).toMatchObject({ state: 'suspect' });
    expect(await gone()).toEqual([]);
  });

  test('by a read with too many rejected records', async () => {
    await tenant.sync([aPage(everybody(5))]);
    const misfits = Array.from({ length: 21 }, (_none, index) => anEmployee(`m${index}`, { hireDate: '' }));

    expect(await tenant.sync([aPage([...everybody(4), ...misfits])])).toMatchObject({ state: 'failed' });
    expect(await gone()).toEqual([]);
  });

  test('by a read that brings only what changed', async () => {
    await tenant.sync([aPage(everybody(5), { checkpoint: { changedSince: '2026-01-01T00:00:00Z' } })]);

    expect(await tenant.sync([aPage(everybody(1))])).toMatchObject({ state: 'ok' });
    expect(await gone()).toEqual([]);
  });

  test('by a read without records where there were some', async () => {
    await tenant.sync([aPage(everybody(5))]);

    expect(await tenant.sync([aPage([])])).toMatchObject({ state: 'suspect', notes: [expect.stringMatching(/no records came/)] });
    expect(await gone()).toEqual([]);
  });

  test('by a read without records where a run that failed had brought some', async () => {
    await tenant.sync([aPage(everybody(5)), () => Promise.reject(new FatalError('the rest is refused'))]);

    expect(await tenant.sync([aPage([])])).toMatchObject({ state: 'suspect' });
    expect(await gone()).toEqual([]);
  });
});
