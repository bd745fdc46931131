import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { testDatabase } from '../../test/database.js';
import { redisIsInstalled, startRedis, type TestRedis } from '../../test/redis-server.js';
import { createLog } from '../log/log.js';
import { BullQueue } from './bull-queue.js';
import { QueueModule } from './queue.module.js';
import { Queue } from './queue.js';
import { startSweeper } from './sweeper.js';

test('a Redis server is installed, wherever one has to be', () => {
  if (!redisIsInstalled) process.stderr.write('\n  NOT TESTED: the queue over Redis. Install redis-server and run the tests again.\n\n');

  expect(redisIsInstalled || process.env['CI'] !== 'true').toBe(true);
});

test('Redis is found again when the queue of every topic has it, not the first of them', () => {
  const log = { error: jest.fn(), warn: jest.fn(), info: jest.fn(), debug: jest.fn() };
  const queues = { outbox: aBrokenQueue(), sync: aBrokenQueue(), reconcile: aBrokenQueue() };
  new BullQueue(queues as unknown as ConstructorParameters<typeof BullQueue>[0], log);
  for (const queue of Object.values(queues)) queue.emit('error', new Error('refused'));

  queues.sync.becomeReady();
  queues.reconcile.becomeReady();
  const early = log.info.mock.calls.length;
  queues.outbox.becomeReady();

  expect([log.warn.mock.calls.length, early]).toEqual([1, 0]);
  expect(log.info.mock.calls).toEqual([['redis.found']]);
});

/** Of Bull's queue, what the watch over the connection looks at. */
function aBrokenQueue() {
  const client = Object.assign(new EventEmitter(), { status: 'reconnecting' });
  const becomeReady = () => {
    client.status = 'ready';
    client.emit('ready');
  };
  return Object.assign(new EventEmitter(), { client, becomeReady });
}

if (redisIsInstalled) {
  const db = testDatabase();
  const closing: (() => Promise<void>)[] = [];
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  afterAll(() => redis.stop());

  /** As one process of the hub opens it. Its log lines are events. */
  async function aProcess() {
    const lines = new EventEmitter();
    const log = createLog('info', { write: (line: string) => void lines.emit(String(JSON.parse(line).msg), JSON.parse(line)) });
    const lost = once(lines, 'redis.lost');
    const module = QueueModule.forRoot({ redisUrl: redis.url, listenUrl: db.hubUrl, tenancy: db.tenancy, log });
    const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
    closing.push(() => app.close());
    return { queue: app.get(Queue), lines, lost };
  }

  /** Rows that wait, and a worker of them: what must never be lost, whatever becomes of the nudges. */
  function someRows() {
    const due = new Set<string>();
    const changed = new EventEmitter();
    return {
      add: (row: string) => due.add(row),
      round: async () => {
        for (const row of [...due]) {
          await new Promise((resolve) => setImmediate(resolve));
          due.delete(row);
        }
        changed.emit('worked');
        await new Promise((resolve) => setImmediate(resolve)); // looked, and not over yet: here a nudge is easily lost
      },
      allWorked: async () => {
        while (due.size > 0) await once(changed, 'worked');
      },
    };
  }

  test('a nudge reaches the process that works the topic', async () => {
    const [web, worker] = [await aProcess(), await aProcess()];
    const { add, round, allWorked } = someRows();
    worker.queue.work('outbox', round);

    add('a row');
    await web.queue.nudge(randomUUID(), 'outbox');

    await allWorked();
  });

  test('no nudge is lost while a job of the same tenant is active', async () => {
    const [web, worker] = [await aProcess(), await aProcess()];
    const tenant = randomUUID();
    const { add, round, allWorked } = someRows();
    worker.queue.work('outbox', round);

    for (let row = 0; row < 300; row++) {
      add(`row ${row}`);
      await web.queue.nudge(tenant, 'outbox');
      if (row % 10 === 0) await allWorked();
    }

    await allWorked();
  });

  test('nudges that come while a round runs are few jobs, not one each', async () => {
    const [web, worker] = [await aProcess(), await aProcess()];
    const tenant = randomUUID();
    const [began, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let rounds = 0;
    worker.queue.work('reconcile', async () => {
      rounds += 1;
      began.resolve();
      await end.promise;
    });

    await web.queue.nudge(tenant, 'reconcile');
    await began.promise;
    for (let nudges = 0; nudges < 50; nudges++) await web.queue.nudge(tenant, 'reconcile');
    end.resolve();
    const over = rounds;
    const { add, round, allWorked } = someRows();
    worker.queue.work('sync', round);
    add('a row of another topic');
    await web.queue.nudge(tenant, 'sync');
    await allWorked();
    await worker.queue.idle();

    expect(over).toBe(1);
    expect(rounds).toBe(2);
  });

  test('two workers share the tenants', async () => {
    const [web, one, other] = [await aProcess(), await aProcess(), await aProcess()];
    const seen = { one: 0, other: 0 };
    const changed = new EventEmitter();
    const end = Promise.withResolvers<void>();
    const held = (who: 'one' | 'other') => async () => {
      seen[who] += 1;
      changed.emit('began');
      await end.promise;
    };
    one.queue.work('sync', held('one'));
    other.queue.work('sync', held('other'));

    for (let tenants = 0; tenants < 8; tenants++) await web.queue.nudge(randomUUID(), 'sync');
    while (seen.one + seen.other < 8) await once(changed, 'began');
    end.resolve();

    expect(seen).toEqual({ one: 4, other: 4 }); // each takes as many as it may at once
  });

  test('a process that works goes on by its own nudges while Redis is away, and over Redis when it is back', async () => {
    const [web, worker] = [await aProcess(), await aProcess()];
    const tenant = randomUUID();
    const { add, round, allWorked } = someRows();
    worker.queue.work('outbox', round);
    add('before');
    await web.queue.nudge(tenant, 'outbox');
    await allWorked();

    await redis.kill();
    await Promise.all([worker.lost, web.lost]);
    add('while away');
    await worker.queue.nudge(tenant, 'outbox');
    await allWorked();

    const found = Promise.all([once(worker.lines, 'redis.found'), once(web.lines, 'redis.found')]);
    await redis.start();
    await found;
    add('when back');
    await web.queue.nudge(tenant, 'outbox');
    await allWorked();
  });

  test('what another process nudged while Redis is away is found by the sweep of the worker', async () => {
    const [web, worker] = [await aProcess(), await aProcess()];
    const tenant = randomUUID();
    const { add, round, allWorked } = someRows();
    worker.queue.work('outbox', round);

    await redis.kill();
    add('nobody was told');
    await web.queue.nudge(tenant, 'outbox');
    const tenancy = { allTenants: async () => [{ tenantId: tenant, slug: 'a-tenant' }] };
    const sweeper = startSweeper({ tenancy, queue: worker.queue, log: { warn: () => undefined }, everyMs: 20 });

    await allWorked();
    await sweeper.close();
    await redis.start();
  });

  test('starts, and closes, while Redis is away, and works over Redis when it comes', async () => {
    await redis.kill();
    const [web, worker] = [await aProcess(), await aProcess()];
    const { add, round, allWorked } = someRows();
    worker.queue.work('outbox', round);
    const neverServed = await aProcess();
    neverServed.queue.work('outbox', round);
    await neverServed.queue.close();
    await Promise.all([worker.lost, web.lost]);

    const found = Promise.all([once(worker.lines, 'redis.found'), once(web.lines, 'redis.found')]);
    await redis.start();
    await found;
    add('a row');
    await web.queue.nudge(randomUUID(), 'outbox');

    await allWorked();
  });
}
