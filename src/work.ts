import type { INestApplicationContext } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Ground } from './ground.module.js';
import { Delivery } from './outbox/deliver.js';
import { Queue } from './queue/queue.js';
import { startSweeper } from './queue/sweeper.js';

/** Lets this process carry approved messages to their sources whenever somebody is nudged, and look by itself now and again. */
export function startWork({ app, ground }: { readonly app: INestApplicationContext; readonly ground: Ground }): { close(): Promise<void> } {
  const { tenancy, log } = ground;
  const stopping = new AbortController();
  const queue = app.get(Queue, { strict: false });
  const delivery = app.get(Delivery, { strict: false });
  queue.work('outbox', async (tenantId) => {
    await delivery.deliverDue(tenantId, { kind: 'system', id: 'worker', traceId: randomUUID() }, stopping.signal);
  });
  const sweeper = startSweeper({ tenancy, queue, log });
  return {
    close: async () => {
      stopping.abort(); // nothing more is claimed
      await sweeper.close();
      await queue.idle(); // a request that has left is waited for: its answer is worth more than a quick end
    },
  };
}
