import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module, type OnModuleDestroy } from '@nestjs/common';
import type { Queue as Bull } from 'bull';
import type { Tenancy } from '../database/tenancy.js';
import type { Log } from '../log/log.js';
import { BullQueue } from './bull-queue.js';
import { PostgresQueue } from './postgres-queue.js';
import { type Nudge, Queue, topic, type Topic } from './queue.js';
import { redisOptions } from './redis-options.js';

/** Before a worker whose Redis failed it asks again. */
const WORKER_PAUSE_MS = 500;

export interface QueueOptions {
  /** With it, nudges travel over Redis; without it, by `notify` of the database at `listenUrl`. */
  readonly redisUrl: string | undefined;
  readonly listenUrl: string;
  readonly tenancy: Tenancy;
  readonly log: Log;
}

/** Provides `Queue` to every feature. */
@Module({})
export class QueueModule implements OnModuleDestroy {
  constructor(private readonly queue: Queue) {}

  static forRoot({ redisUrl, listenUrl, tenancy, log }: QueueOptions): DynamicModule {
    if (redisUrl === undefined) {
      return { ...global, providers: [{ provide: Queue, useFactory: () => PostgresQueue.open({ tenancy, listenUrl, log }) }] };
    }
    const redis = redisOptions(redisUrl);
    const queues = BullModule.registerQueue(
      ...topic.options.map((name) => ({ name, prefix: 'plumbline', redis, settings: { retryProcessDelay: WORKER_PAUSE_MS } })),
    );
    const overRedis = (...opened: Bull<Nudge>[]) => new BullQueue(byTopic(opened), log);
    return {
      ...global,
      imports: [queues],
      providers: [{ provide: Queue, useFactory: overRedis, inject: topic.options.map((name) => getQueueToken(name)) }],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.queue.close();
  }
}

const global = { module: QueueModule, global: true, exports: [Queue] };

/** In the order of `topic.options`, in which they were asked for. */
function byTopic([outbox, sync, reconcile]: readonly Bull<Nudge>[]): Record<Topic, Bull<Nudge>> {
  if (!outbox || !sync || !reconcile) throw new Error('a topic has no Bull queue');
  return { outbox, sync, reconcile };
}
