import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const DAY = (day: number) => ({ changedSince: `2026-01-0${day}T00:00:00Z` });
const some = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_none, index) => anEmployee(String(from + index)));
const keysOf = (records: readonly { readonly key: string }[]) => records.map(({ key }) => key);

describe('while a run reads a stream, another', () => {
  test('is refused and says until when, and the first goes on to its end', async () => {
    const first = await tenant.sync([
      aPage(some(1, 1), { checkpoint: DAY(1) }),
      async () => {
        await expect(tenant.sync([aPage(some(9, 9))], { full: true })).rejects.toThrow(
          /^hr employees is being read since .* by another sync, which goes on; nothing was done.*takes over from /,
        );
        return aPage(some(2, 2), { checkpoint: DAY(2) });
      },
    ]);

    expect(first).toMatchObject({ state: 'ok', read: 2 });
    expect(keysOf(await tenant.raw())).toEqual(['1', '2']);
    expect(await tenant.checkpoint()).toEqual(DAY(2));
    expect(await tenant.runs()).toHaveLength(1);
  });

  test('reads another stream meanwhile', async () => {
    const first = await tenant.sync([
      async () => {
        await tenant.syncStreams([{ ...givingPages([]), name: 'goals' }]);
        return aPage(some(1, 1));
      },
    ]);

    expect(first).toMatchObject({ state: 'ok' });
    expect(await tenant.runs()).toHaveLength(2);
  });

  test('begun in the same instant goes on alone', async () => {
    const both = await Promise.allSettled([tenant.sync([aPage(some(1, 40))]), tenant.sync([aPage(some(1, 40))])]);
    const runs = await tenant.runs();

    expect(runs).toHaveLength(both.filter(({ status }) => status === 'fulfilled').length);
    expect(runs.every(({ state }) => state === 'ok')).toBe(true);
  });
});
