import { afterEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { testDatabase } from '../../test/database.js';
import { until } from '../../test/until.js';
import { PostgresQueue } from './postgres-queue.js';

const db = testDatabase();
const opened: PostgresQueue[] = [];

/** As one process of the hub opens it. Its log lines are events. */
async function aProcess() {
  const lines = new EventEmitter();
  const say = (...line: unknown[]) => void lines.emit(String(line.at(-1)), line);
  const queue = await PostgresQueue.open({ tenancy: db.tenancy, listenUrl: db.hubUrl, log: { warn: say, error: say } });
  opened.push(queue);
  return { queue, lines };
}

/** The tenants of its rounds, and the coming of the next. */
function rounds() {
  const worked = new EventEmitter();
  return { round: async (tenantId: string) => void worked.emit('round', tenantId), next: () => once(worked, 'round') };
}

afterEach(async () => {
  for (const queue of opened.splice(0)) await queue.close();
});

test('a nudge reaches the process that works the topic', async () => {
  const [web, worker] = [await aProcess(), await aProcess()];
  const tenant = randomUUID();
  const { round, next } = rounds();
  worker.queue.work('outbox', round);

  const worked = next();
  await web.queue.nudge(tenant, 'outbox');

  expect(await worked).toEqual([tenant]);
});

test('a process that works the topic bothers no other', async () => {
  const [one, other, web] = [await aProcess(), await aProcess(), await aProcess()];
  const tenant = randomUUID();
  const fence = randomUUID();
  const [mine, theirs] = [rounds(), rounds()];
  const seen: string[] = [];
  one.queue.work('sync', mine.round);
  other.queue.work('sync', async (tenantId) => {
    seen.push(tenantId);
    await theirs.round(tenantId);
  });

  const [workedHere, fenceSeen] = [mine.next(), theirs.next()];
  await one.queue.nudge(tenant, 'sync');
  await workedHere;
  await web.queue.nudge(fence, 'sync'); // arrives after whatever was sent before it
  await fenceSeen;

  expect(seen).toEqual([fence]);
});

test('connects again after its connection was lost', async () => {
  const [web, worker] = [await aProcess(), await aProcess()];
  const tenant = randomUUID();
  const { round, next } = rounds();
  worker.queue.work('outbox', round);

  const lost = once(worker.lines, 'listener.lost');
  await db.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen plumbline%' and datname = current_database()`,
  );
  await lost;
  const worked = next();
  const nudging = setInterval(() => void web.queue.nudge(tenant, 'outbox'), 20); // what is sent before it listens again is not heard

  const heard = await worked.finally(() => clearInterval(nudging));

  expect(heard).toEqual([tenant]);
});

test('refuses what is not a nudge, says so, and goes on', async () => {
  const [web, worker] = [await aProcess(), await aProcess()];
  const tenant = randomUUID();
  const { round, next } = rounds();
  worker.queue.work('outbox', round);

  const [refused, worked] = [once(worker.lines, 'nudge.refused'), next()];
  await db.tenancy.notify('drop everything');
  await refused;
  await web.queue.nudge(tenant, 'outbox');

  expect(await worked).toEqual([tenant]);
});

test('a nudge that cannot be sent is told and does not fail its caller, whose rows are committed', async () => {
  const { queue, lines } = await aProcess();

  const lost = once(lines, 'nudge.lost');
  await queue.nudge('not a tenant', 'outbox');

  expect(await lost).toEqual([[expect.objectContaining({ topic: 'outbox' }), 'nudge.lost']]);
});

test('closes while its server is away', async () => {
  const { queue, lines } = await aProcess();
  const lost = once(lines, 'listener.lost');

  await db.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen plumbline%' and datname = current_database()`,
  );
  await lost;
  await queue.close();

  await until(async () => {
    const { rows: left } = await db.owner.query(
      `select 1 from pg_stat_activity where query like 'listen plumbline%' and datname = current_database() and state = 'idle'`,
    );
    return left.length === 0; // the server may end a session after its client has left
  });
});
