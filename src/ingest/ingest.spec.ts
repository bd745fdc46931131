import { beforeEach, describe, expect, test } from '@jest/globals';
import { goals } from '../../connectors/bamboohr/streams/tables.js';
import type { AnyStream, Page } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { Runs } from './runs.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const DAY = (day: number) => ({ changedSince: `2026-01-0${day}T00:00:00Z` });
const some = (from: number, to: number, fields: Readonly<Record<string, unknown>> = {}) =>
  Array.from({ length: to - from + 1 }, (_none, index) => anEmployee(String(from + index), fields));
const keysOf = (records: readonly { readonly key: string }[]) => records.map(({ key }) => key);
const misfits = (from: number, to: number) => some(from, to, { hireDate: 'next spring' });

/** Three pages, each with its checkpoint; a read goes on after the page it is told. */
const threePages = [
  aPage(some(1, 2), { checkpoint: DAY(1) }),
  aPage(some(3, 4), { checkpoint: DAY(2) }),
  aPage(some(5, 5), { checkpoint: DAY(3) }),
];
const resumable = (dieBefore?: number): AnyStream<unknown> => ({
  ...givingPages([]),
  async *read({ signal }, from: unknown): AsyncGenerator<Page<unknown>> {
    const start = threePages.findIndex(({ checkpoint }) => JSON.stringify(checkpoint) === JSON.stringify(from)) + 1;
    for (const [index, page] of threePages.entries()) {
      signal.throwIfAborted();
      if (index === dieBefore) throw new Error('killed');
      if (index >= start) yield page;
    }
  },
});

/** A run whose process ends after its first page without another word; `bury` ends what a real kill would have ended. */
function aKilledRun() {
  const { promise: ofStream, resolve: stored } = Promise.withResolvers<void>();
  const { promise: silence, resolve: end } = Promise.withResolvers<void>();
  const stream: AnyStream<unknown> = {
    ...givingPages([]),
    async *read() {
      yield aPage(some(1, 2), { checkpoint: DAY(1) });
      await silence;
    },
  };
  const running = tenant.syncStreams([stream], { progress: () => stored() });
  return { ofStream, bury: () => (end(), running) };
}

describe('a run that dies between two pages', () => {
  test('keeps the pages it stored, and the next run goes on from there and loses nothing', async () => {
    await expect(tenant.syncStreams([resumable(1)])).rejects.toThrow('killed');
    expect(keysOf(await tenant.raw())).toEqual(['1', '2']);
    expect(await tenant.records()).toEqual([]);

    const [report] = await tenant.syncStreams([resumable()]);

    expect(report).toMatchObject({ state: 'ok', read: 3, landed: 3 });
    expect(keysOf(await tenant.raw())).toEqual(['1', '2', '3', '4', '5']);
    expect(new Set((await tenant.records()).map(({ rawKey }) => rawKey)).size).toBe(5);
  });

  test('because it was cancelled, says so, and the next goes on the same way', async () => {
    const cancelling = new AbortController();

    const cancelled = await tenant.syncStreams([resumable(), { ...resumable(), name: 'goals' }], {
      signal: cancelling.signal,
      progress: () => cancelling.abort(),
    });
    const [report] = await tenant.syncStreams([resumable()]);

    expect(cancelled).toMatchObject([
      { stream: 'employees', state: 'failed', read: 2, landed: 2, notes: [expect.stringMatching(/^cancelled/)] },
      { stream: 'goals', state: 'failed', read: 0, notes: [expect.stringMatching(/^cancelled/)] },
    ]);
    expect(report).toMatchObject({ state: 'ok', read: 3 });
    expect(await tenant.raw()).toHaveLength(5);
  });

  test('because it was cancelled while its records are made, says so, uses nothing twice, and the next makes what is left', async () => {
    const cancelling = new AbortController();
    const page = aPage(Array.from({ length: 700 }, (_nothing, at) => anEmployee(String(at)))); // more than a batch
    const ofPeople = async () => new Set((await tenant.records()).map(({ rawKey }) => rawKey)).size;

    const cancelled = await tenant.sync([page], { signal: cancelling.signal, mapped: () => cancelling.abort() });
    const made = await ofPeople();
    await tenant.sync([page]);

    expect(cancelled).toMatchObject({ state: 'failed', read: 700, landed: 700, notes: [expect.stringMatching(/^cancelled/)] });
    expect(made).toBeLessThan(700);
    expect(await ofPeople()).toBe(700);
    expect(Math.max(...(await tenant.records()).map(({ version }) => version))).toBe(1);
  });

  test('by a defect is called failed, with every stream after it, and none of its words are kept', async () => {
    await expect(tenant.syncStreams([resumable(1), { ...resumable(), name: 'goals' }])).rejects.toThrow('killed');

    expect(await tenant.runs()).toEqual([
      { state: 'failed', read: 2, notes: [expect.stringMatching(/^it broke off \(Error\)/)] },
      { state: 'failed', read: 0, notes: [expect.stringMatching(/^not read to its end/)] },
    ]);
  });

  test('without a word is called failed once a later run has taken over', async () => {
    const killed = aKilledRun();
    await killed.ofStream;
    await tenant.endSessions();
    await tenant.syncStreams([resumable()]);

    expect(await tenant.runs()).toMatchObject([
      { state: 'failed', read: 2, notes: [expect.stringMatching(/process ended/)] },
      { state: 'ok' },
    ]);
    await killed.bury();
  });

  test('without a word is shown as failed at once, with what became of its records, and the row says nothing it does not know', async () => {
    const killed = aKilledRun();
    await killed.ofStream;
    const list = async () => (await new Runs(database.tenancy).page(tenant.tenantId, anActor(), { limit: 100 })).runs;
    expect(await list()).toMatchObject([{ state: 'running', notes: [] }]);

    await tenant.endSessions();

    expect(await list()).toMatchObject([{ state: 'failed', read: 2, landed: 2, notes: [expect.stringMatching(/process ended/)] }]);
    expect(await tenant.runs()).toMatchObject([{ state: 'running' }]);
    await killed.bury();
  });
});

test('a page that cannot be stored leaves neither its records nor its checkpoint', async () => {
  const broken = aPage(some(3, 4), { checkpoint: { changedSince: 'yesterday' } });

  await expect(tenant.sync([aPage(some(1, 2), { checkpoint: DAY(1) }), broken])).rejects.toThrow();

  expect(await tenant.checkpoint()).toEqual(DAY(1));
  expect(keysOf(await tenant.raw())).toEqual(['1', '2']);
});

describe('once a later run has taken over a stream, the earlier', () => {
  test('can store nothing more and says why', async () => {
    const earlier = await tenant.sync([
      aPage(some(1, 1), { checkpoint: DAY(1) }),
      async () => {
        await tenant.endSessions();
        await tenant.sync([aPage(some(1, 2), { checkpoint: DAY(3) })]);
        return aPage(some(7, 8), { checkpoint: DAY(2) });
      },
    ]);

    expect(earlier).toMatchObject({ state: 'failed', notes: [expect.stringMatching(/later run took over/)] });
    expect(keysOf(await tenant.raw())).toEqual(['1', '2']);
    expect(await tenant.checkpoint()).toEqual(DAY(3));
  });

  test('deletes nothing of what the later one brought, even if it had read its last page', async () => {
    const everything: AnyStream<unknown> = {
      ...givingPages([]),
      async *read() {
        yield aPage(some(1, 2));
        await tenant.endSessions();
        await tenant.sync([aPage(some(1, 3))]);
      },
    };

    const [earlier] = await tenant.syncStreams([everything]);

    expect(earlier).toMatchObject({ state: 'failed' });
    expect(await tenant.raw()).toMatchObject([{ isGone: false }, { isGone: false }, { key: '3', isGone: false }]);
  });
});

test('the failure of one stream leaves the others', async () => {
  const refusing = givingPages([() => Promise.reject(new FatalError("the key's user may not do this"))]);
  const goal = { id: '1', employeeId: '1', customGoalId: '1', customTitle: 'Ship it', customPercent: 50 };

  const reports = await tenant.syncStreams([
    refusing,
    { ...goals, ...givingPages([aPage([goal])], goals), read: givingPages([aPage([goal])]).read },
  ]);

  expect(reports).toMatchObject([
    { stream: 'employees', state: 'failed', notes: ["the key's user may not do this"] },
    { stream: 'goals', state: 'ok', landed: 1 },
  ]);
});

describe('rejected records', () => {
  test('up to twenty leave the stream going, and the rest is used', async () => {
    const report = await tenant.sync([aPage([...some(1, 80), ...misfits(81, 100)])]);

    expect(report).toMatchObject({ state: 'ok', quarantined: 20, landed: 80 });
    expect(new Set((await tenant.records()).map(({ rawKey }) => rawKey)).size).toBe(80);
  });

  test('beyond twenty and a twentieth stop the stream, and nothing of the run is used', async () => {
    const report = await tenant.sync([aPage([...some(1, 80), ...misfits(81, 101)])]);

    expect(report).toMatchObject({ state: 'failed', quarantined: 21 });
    expect(await tenant.records()).toEqual([]);
  });

  test('beyond twenty are borne where they are no more than a twentieth', async () => {
    expect(await tenant.sync([aPage([...some(1, 400), ...misfits(401, 421)])])).toMatchObject({ state: 'ok', quarantined: 21 });
  });
});

describe('what was read by a run that is not believed', () => {
  test('is not used because the next run is a quiet one: everything is read again first', async () => {
    const asked: unknown[] = [];
    const quiet: AnyStream<unknown> = {
      ...givingPages([]),
      async *read(_connection: unknown, from: unknown): AsyncGenerator<Page<unknown>> {
        asked.push(from);
        if (from === undefined) yield aPage([...some(1, 80), ...misfits(81, 101)], { checkpoint: DAY(2) });
      },
    };
    await tenant.sync([aPage([...some(1, 80), ...misfits(81, 101)], { checkpoint: DAY(1) })]);

    const [report] = await tenant.syncStreams([quiet]);

    expect(asked).toEqual([undefined]);
    expect(report).toMatchObject({ state: 'failed' });
    expect(await tenant.records()).toEqual([]);
  });

  test('is used once a full read is believed', async () => {
    await tenant.sync([aPage([...some(1, 80), ...misfits(81, 101)], { checkpoint: DAY(1) })]);

    const report = await tenant.sync([aPage(some(1, 101), { checkpoint: DAY(2) })]);

    expect(report).toMatchObject({ state: 'ok', unchanged: 80, landed: 21 });
    expect(new Set((await tenant.records()).map(({ rawKey }) => rawKey)).size).toBe(101);
  });

  test('and is not there in the full read after it is not used, even of a stream that never deletes', async () => {
    const neverDeleting = (page: Page<unknown>) => [givingPages([page], { deletes: 'never' })];
    await tenant.syncStreams(neverDeleting(aPage(some(1, 3), { total: 9 })));

    const [report] = await tenant.syncStreams(neverDeleting(aPage(some(1, 2))));

    expect(report).toMatchObject({ state: 'ok' });
    expect(new Set((await tenant.records()).map(({ rawKey }) => rawKey))).toEqual(new Set(['1', '2']));
  });
});

test('after much came in, the planner knows how much there is of what was landed and of what was made of it', async () => {
  await tenant.sync([aPage(some(1, 1_000))]);

  const { rows: known } = await database.owner.query<{ relname: string; reltuples: number }>(
    `select relname, reltuples from pg_class where oid in ('raw_record'::regclass, 'run_record'::regclass, 'record'::regclass)`,
  );
  expect(known).toHaveLength(3);
  for (const { reltuples } of known) expect(reltuples).toBeGreaterThanOrEqual(1_000);
});
