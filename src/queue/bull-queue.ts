import type { Queue as Bull } from 'bull';
import type { Log } from '../log/log.js';
import { InProcessQueue } from './in-process-queue.js';
import { type Nudge, nudge, Queue, type Round, type Topic } from './queue.js';
import { AT_ONCE } from './rounds.js';

const ANSWER_MS = 1_000;
/** Bull tries a job once and forgets it: whatever it did not finish is still due in the rows. */
const JOB = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** Wakes workers on many machines over Redis. While Redis is away, each process that works a topic takes its own nudges. */
export class BullQueue extends Queue {
  readonly #local: InProcessQueue;
  #isLost = false;
  #isClosing = false;

  constructor(
    private readonly queues: Readonly<Record<Topic, Bull<Nudge>>>,
    private readonly log: Pick<Log, 'error' | 'warn' | 'info' | 'debug'>,
  ) {
    super();
    this.#local = new InProcessQueue(log);
    for (const queue of Object.values(queues)) this.#watch(queue);
  }

  override async nudge(tenantId: string, topic: Topic): Promise<void> {
    try {
      await this.#handOver(nudge.parse({ tenantId, topic }));
    } catch (error) {
      this.log.debug({ tenantId, topic, error }, 'nudge.kept');
      await this.#local.nudge(tenantId, topic);
    }
  }

  override work(topic: Topic, round: Round): void {
    this.#local.work(topic, async (tenantId) => {
      await this.#begin(tenantId, topic);
      await round(tenantId);
    });
    const queue = this.queues[topic];
    startCleanly(queue);
    const working = queue.process(AT_ONCE, ({ data }) => this.#local.worked(nudge.parse(data).tenantId, topic));
    working.catch((error: unknown) => {
      if (!this.#isClosing) this.log.error({ topic, error }, 'worker.stopped');
    });
  }

  override idle(): Promise<void> {
    return this.#local.idle();
  }

  override async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(Object.values(this.queues).map((queue) => queue.close())); // first, so that no job is taken and then not worked
    await this.#local.close();
  }

  /**
   * Adds a job unless one waits. A plain fixed id would drop a nudge while its job is active, when the rows may have been looked at already.
   * So the id carries the number of rounds begun: a worker raises it before it looks, and from then on a nudge is a new job.
   * Where a nudge still reads the old number, its rows were committed before the worker looks.
   */
  async #handOver({ tenantId, topic }: Nudge): Promise<void> {
    await this.#onRedis(topic, async (queue) => {
      const begun = (await queue.client.hget(roundsOf(topic), tenantId)) ?? '0';
      await queue.add({ tenantId, topic }, { ...JOB, jobId: `${tenantId}.${begun}` });
    });
  }

  async #begin(tenantId: string, topic: Topic): Promise<void> {
    try {
      await this.#onRedis(topic, (queue) => queue.client.hincrby(roundsOf(topic), tenantId, 1));
    } catch (error) {
      this.log.debug({ tenantId, topic, error }, 'round.unannounced'); // at worst a nudge is dropped, and a sweep finds its rows
    }
  }

  async #onRedis(topic: Topic, ask: (queue: Bull<Nudge>) => Promise<unknown>): Promise<void> {
    const queue = this.queues[topic];
    if (['reconnecting', 'close', 'end'].includes(queue.client.status)) throw new Error('Redis is away');
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('Redis does not answer')), ANSWER_MS);
    try {
      await Promise.race([ask(queue), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #watch(queue: Bull<Nudge>): void {
    queue.on('error', (error: Error) => {
      if (queue.client.status === 'ready') this.log.error({ error }, 'queue.failed');
      else if (!this.#isLost) this.log.warn({ error }, 'redis.lost'); // once an outage, not once an attempt
      this.#isLost ||= queue.client.status !== 'ready';
    });
    queue.client.on('ready', () => {
      if (!this.#isLost || Object.values(this.queues).some(({ client }) => client.status !== 'ready')) return;
      this.#isLost = false;
      this.log.info('redis.found'); // by every topic: until then a nudge of some topic goes no further than this process
    });
  }
}

const roundsOf = (topic: Topic) => `plumbline:rounds:${topic}`;

/** Of Bull 4, left out of its types: the client its worker waits on (reading it connects), and how it names that client at the server. */
interface Internals {
  readonly bclient: unknown;
  setWorkerName(): Promise<void>;
}

/**
 * Keeps Bull from using its clients after it was closed, when its start was not over yet: it would connect the waiting client late,
 * which nobody closes any more, and name it without awaiting the answer, whose failure would end this process.
 */
function startCleanly(queue: Bull<Nudge>): void {
  const internals = queue as Bull<Nudge> & Internals; // true of the version the lockfile names; the tests on a real Redis rest on it
  internals.setWorkerName = async () => undefined;
  void internals.bclient;
}
