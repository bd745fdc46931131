import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startSweeper } from './sweeper.js';

const silent = { warn: () => undefined };

/** Resolves at the nth nudge. */
function nudgesUntil(n: number) {
  const nudged: [string, string][] = [];
  const enough = Promise.withResolvers<void>();
  const queue = {
    nudge: async (tenantId: string, topic: string) => {
      nudged.push([tenantId, topic]);
      if (nudged.length === n) enough.resolve();
    },
  };
  return { nudged, queue, enough: enough.promise };
}

test('nudges every tenant on every topic, at once and again', async () => {
  const tenants = [randomUUID(), randomUUID()];
  const { nudged, queue, enough } = nudgesUntil(12);
  const tenancy = { allTenants: async () => tenants.map((tenantId) => ({ tenantId, slug: 'a-tenant' })) };

  const sweeper = startSweeper({ tenancy, queue, log: silent, everyMs: 1 });
  await enough;
  await sweeper.close();

  const oneSweep = tenants.flatMap((tenantId) => ['outbox', 'sync', 'reconcile'].map((topic) => [tenantId, topic]));
  expect(nudged.slice(0, 12)).toEqual([...oneSweep, ...oneSweep]);
});

test('goes on after a sweep that failed, and says so', async () => {
  const tenantId = randomUUID();
  const { nudged, queue, enough } = nudgesUntil(3);
  const failure = new Error('the database is away');
  const answers = [() => Promise.reject(failure), () => Promise.resolve([{ tenantId, slug: 'a-tenant' }])];
  const lines: unknown[] = [];

  const sweeper = startSweeper({
    tenancy: { allTenants: () => (answers.shift() ?? (() => Promise.resolve([])))() },
    queue,
    log: { warn: (...line: unknown[]) => void lines.push(line) },
    everyMs: 1,
  });
  await enough;
  await sweeper.close();

  expect(lines).toEqual([[{ error: failure }, 'sweep.failed']]);
  expect(nudged).toHaveLength(3);
});

test('nudges nothing after it was closed', async () => {
  const { nudged, queue, enough } = nudgesUntil(3);
  const tenancy = { allTenants: async () => [{ tenantId: randomUUID(), slug: 'a-tenant' }] };
  const sweeper = startSweeper({ tenancy, queue, log: silent, everyMs: 60_000 });
  await enough;

  await sweeper.close(); // ends although the next sweep is a minute away

  expect(nudged).toHaveLength(3);
});
