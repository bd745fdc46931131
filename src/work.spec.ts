import { expect, test } from '@jest/globals';
import { testDatabase } from '../test/database.js';
import { createLog } from './log/log.js';
import { Delivery } from './outbox/deliver.js';
import { InProcessQueue } from './queue/in-process-queue.js';
import { startWork } from './work.js';

const database = testDatabase();

test('work that is closed is told to stop before its backlog is waited for', async () => {
  const log = createLog('silent');
  const queue = new InProcessQueue(log);
  const begun = Promise.withResolvers<void>();
  // Works until it is asked to stop, as a backlog without an end would have it do.
  const delivery: Pick<Delivery, 'deliverDue'> = {
    deliverDue: (_tenantId, _actor, signal) => {
      begun.resolve();
      return new Promise((stopped) => signal?.addEventListener('abort', () => stopped(0)));
    },
  };
  const app = { get: (token: unknown) => (token === Delivery ? delivery : queue) } as never;
  const work = startWork({ app, ground: { tenancy: database.tenancy, log } as never });
  await queue.nudge('00000000-0000-4000-8000-000000000000', 'outbox');
  await begun.promise;

  await expect(work.close()).resolves.toBeUndefined();
});
