import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { InProcessQueue } from './in-process-queue.js';
import { AT_ONCE } from './rounds.js';

const silent = { error: () => undefined };

/** Rounds that end when the test says so, in the order they began. */
function heldRounds() {
  const began: string[] = [];
  const ends: (() => void)[] = [];
  return {
    began,
    round: (tenantId: string) => {
      began.push(tenantId);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    endNext: () => ends.shift()?.(),
  };
}

/** Lets everything run that can run without anybody's doing. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('nudges that come before the round begins are one round', async () => {
  const queue = new InProcessQueue(silent);
  const busy = Array.from({ length: AT_ONCE }, () => randomUUID());
  const tenant = randomUUID();
  const held = heldRounds();
  queue.work('outbox', held.round);
  for (const other of busy) await queue.nudge(other, 'outbox');

  for (let nudges = 0; nudges < 5; nudges++) await queue.nudge(tenant, 'outbox');
  for (let rounds = 0; rounds <= AT_ONCE; rounds++) {
    held.endNext();
    await settled();
  }

  await queue.idle();
  expect(held.began).toEqual([...busy, tenant]);
});

test('nudges that come while a round runs make exactly one more follow', async () => {
  const queue = new InProcessQueue(silent);
  const tenant = randomUUID();
  const held = heldRounds();
  queue.work('outbox', held.round);
  await queue.nudge(tenant, 'outbox');

  for (let nudges = 0; nudges < 5; nudges++) await queue.nudge(tenant, 'outbox');
  expect(held.began).toEqual([tenant]);
  held.endNext();
  await settled();
  expect(held.began).toEqual([tenant, tenant]);
  held.endNext();

  await queue.idle();
  expect(held.began).toEqual([tenant, tenant]);
});

test('what is committed before a nudge is seen by a round, whenever the nudge comes', async () => {
  const queue = new InProcessQueue(silent);
  const tenant = randomUUID();
  const due = new Set<number>();
  queue.work('outbox', async () => {
    for (const row of [...due]) {
      await settled();
      due.delete(row);
    }
    await settled(); // looked, and not over yet: here a nudge is easily lost
  });

  for (let row = 0; row < 200; row++) {
    due.add(row);
    await queue.nudge(tenant, 'outbox');
    if (row % 3 === 0) await settled();
  }

  await queue.idle();
  expect([...due]).toEqual([]);
});

test('tenants work at once up to a bound, each of them once', async () => {
  const queue = new InProcessQueue(silent);
  const tenants = Array.from({ length: AT_ONCE + 2 }, () => randomUUID());
  const held = heldRounds();
  queue.work('sync', held.round);

  for (const tenant of tenants) await queue.nudge(tenant, 'sync');
  expect(held.began).toEqual(tenants.slice(0, AT_ONCE));
  held.endNext();
  await settled();

  expect(held.began).toEqual(tenants.slice(0, AT_ONCE + 1));
});

test('a round that throws is logged, and the next one runs', async () => {
  const lines: unknown[] = [];
  const queue = new InProcessQueue({ error: (...line: unknown[]) => void lines.push(line) });
  const tenant = randomUUID();
  const failure = new Error('the database went away');
  const rounds: string[] = [];
  queue.work('outbox', async (tenantId) => {
    rounds.push(tenantId);
    if (rounds.length === 1) throw failure;
  });

  await queue.nudge(tenant, 'outbox');
  await queue.idle();
  await queue.nudge(tenant, 'outbox');
  await queue.idle();

  expect(rounds).toEqual([tenant, tenant]);
  expect(lines).toEqual([[{ tenantId: tenant, topic: 'outbox', error: failure }, 'round.failed']]);
});

test('is idle only when the round that a round nudged is over too', async () => {
  const queue = new InProcessQueue(silent);
  const worked: string[] = [];
  queue.work('sync', async (tenantId) => {
    await settled();
    await queue.nudge(tenantId, 'outbox');
    worked.push('sync');
  });
  queue.work('outbox', async () => {
    await settled();
    worked.push('outbox');
  });

  await queue.nudge(randomUUID(), 'sync');
  await queue.idle();

  expect(worked).toEqual(['sync', 'outbox']);
});

test('closing waits for what runs and begins nothing more', async () => {
  const queue = new InProcessQueue(silent);
  const tenant = randomUUID();
  const held = heldRounds();
  queue.work('outbox', held.round);
  await queue.nudge(tenant, 'outbox');
  await queue.nudge(tenant, 'outbox');

  let isClosed = false;
  const closing = queue.close().then(() => (isClosed = true));
  await settled();
  expect(isClosed).toBe(false);
  held.endNext();
  await closing;
  await queue.nudge(tenant, 'outbox');

  expect(held.began).toEqual([tenant]);
});

test('a topic has one worker in a process', () => {
  const queue = new InProcessQueue(silent);
  queue.work('outbox', async () => undefined);

  expect(() => queue.work('outbox', async () => undefined)).toThrow(/already/);
});
