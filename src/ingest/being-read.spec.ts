import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import type { Actor } from '../database/actor.js';
import type { Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Runs } from './runs.js';

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
  test('is refused and says why, and the first goes on to its end', async () => {
    const first = await tenant.sync([
      aPage(some(1, 1), { checkpoint: DAY(1) }),
      async () => {
        await expect(tenant.sync([aPage(some(9, 9))], { full: true })).rejects.toThrow(
          /^hr employees is being read since .* by another sync, which goes on; nothing was done\. Sync again once it has ended/,
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

describe('a run whose session the database ends while it reads', () => {
  const cutOff = (after: () => Promise<unknown> = () => Promise.resolve()) =>
    tenant.sync([
      aPage(some(1, 2), { checkpoint: DAY(1) }),
      async () => {
        await tenant.endSessions();
        await after();
        return aPage(some(3, 3), { checkpoint: DAY(2) });
      },
    ]);

  test('stores nothing more although nobody took the stream, says why, and the next goes on from its checkpoint', async () => {
    const first = await cutOff();

    expect(first).toMatchObject({
      state: 'failed',
      read: 2,
      landed: 2,
      notes: [expect.stringMatching(/ended the session.*goes on from there/)],
    });
    expect(keysOf(await tenant.raw())).toEqual(['1', '2']);
    expect(await tenant.checkpoint()).toEqual(DAY(1));
    expect(await tenant.sync([aPage(some(3, 3), { checkpoint: DAY(2) })])).toMatchObject({ state: 'ok', read: 1 });
    expect(new Set((await tenant.records()).map(({ rawKey }) => rawKey))).toEqual(new Set(['1', '2', '3']));
  });

  test('asks the source for none of its other streams', async () => {
    const asked: string[] = [];
    const other = givingPages([async () => (asked.push('goals'), aPage([]))], { name: 'goals' });
    const first = givingPages([async () => (await tenant.endSessions(), aPage(some(1, 1)))]);

    const reports = await tenant.syncStreams([first, other]);

    expect(reports).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
    expect(asked).toEqual([]);
  });

  test('leaves the stream to another at once, and cannot store beside it', async () => {
    const first = await cutOff(() => tenant.sync([aPage(some(3, 4), { checkpoint: DAY(3) })]));

    expect(first).toMatchObject({ state: 'failed', notes: [expect.stringMatching(/later run took over/)] });
    expect(keysOf(await tenant.raw())).toEqual(['1', '2', '3', '4']);
    expect(await tenant.checkpoint()).toEqual(DAY(3));
  });
});

test('a stream that a run has read is free while the run reads its others', async () => {
  const goals = givingPages(
    [
      async () => {
        expect(await tenant.sync([aPage(some(1, 2))])).toMatchObject({ state: 'ok' });
        return aPage([]);
      },
    ],
    { name: 'goals' },
  );

  await tenant.syncStreams([givingPages([aPage(some(1, 1))]), goals]);

  expect(keysOf(await tenant.raw())).toEqual(['1', '2']);
});

test('a run whose process is gone is called failed in the very millisecond in which it began', async () => {
  await tenant.sync([
    aPage(some(1, 1)),
    async () => {
      await tenant.endSessions();
      await database.owner.query(`update sync_run set started_at = '2026-01-01T00:00:00.000100Z' where tenant_id = $1`, [tenant.tenantId]);

      const { runs } = await new Runs(new TenancyAt('2026-01-01T00:00:00.000900Z')).page(tenant.tenantId, anActor(), { limit: 1 });

      expect(runs).toMatchObject([{ state: 'failed' }]);
      return aPage([]);
    },
  ]);
});

test('a run that was killed with several streams is over once each of them was read again, with what it had landed', async () => {
  const killed = tenant.syncStreams([
    givingPages([
      aPage(some(1, 2), { checkpoint: DAY(1) }),
      async () => {
        await tenant.endSessions();
        await tenant.sync([aPage(some(3, 3))]);
        expect(await states()).toEqual(['employees failed 2', 'goals running 0', 'employees ok 1']);
        await tenant.syncStreams([givingPages([], { name: 'goals' })]);
        expect(await states()).toEqual(['employees failed 2', 'goals failed 0', 'employees ok 1', 'goals ok 0']);
        const open = await database.owner.query('select 1 from sync_run where tenant_id = $1 and ended_at is null', [tenant.tenantId]);
        expect(open.rowCount).toBe(0);
        return aPage([]);
      },
    ]),
    givingPages([], { name: 'goals' }),
  ]);
  await killed;

  const { rows: ends } = await database.owner.query<{ subject: string; details: unknown }>(
    `select subject, details from audit_entry where tenant_id = $1 and event = 'sync.ended' order by seq`,
    [tenant.tenantId],
  );
  expect(ends.map(({ details }) => details)).toEqual([
    { state: 'ok', read: 1 },
    { state: 'failed', read: 2 },
    { state: 'ok', read: 0 },
  ]);
  expect(new Set(ends.map(({ subject }) => subject)).size).toBe(3);
});

const states = async () => {
  const { rows } = await database.owner.query<{ said: string }>(
    `select s.stream || ' ' || s.state || ' ' || s.landed as said from stream_run s join sync_run r on r.id = s.run_id
     where s.tenant_id = $1 order by r.started_at, s.stream`,
    [tenant.tenantId],
  );
  return rows.map(({ said }) => said);
};

/** The database, asked at that instant. */
class TenancyAt extends Tenancy {
  constructor(private readonly instant: string) {
    super(undefined as never); // its own database is never asked
  }

  override inTenant<Result>(tenantId: string, actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return database.tenancy.inTenant(tenantId, actor, (tx) => {
      const query = (sql: string, parameters?: unknown[]) =>
        tx.query(sql.replace('statement_timestamp()', `'${this.instant}'::timestamptz`), parameters);
      return work({ query } as Tx); // of a transaction, no more is used
    });
  }
}
