import { listenForNudges, type Listening } from '../database/nudges.js';
import type { Tenancy } from '../database/tenancy.js';
import type { Log } from '../log/log.js';
import { InProcessQueue } from './in-process-queue.js';
import { nudge, Queue, type Round, type Topic } from './queue.js';

interface Opening {
  readonly tenancy: Tenancy;
  readonly listenUrl: string;
  readonly log: Pick<Log, 'error' | 'warn'>;
}

/**
 * Wakes workers of every process on the same database, by `notify`.
 * A process that works the topic does the work itself; the others ask all who do, and leases on the rows share it out.
 */
export class PostgresQueue extends Queue {
  private constructor(
    private readonly local: InProcessQueue,
    private readonly listening: Listening,
    private readonly opening: Opening,
  ) {
    super();
  }

  static async open(opening: Opening): Promise<PostgresQueue> {
    const { listenUrl, log } = opening;
    const local = new InProcessQueue(log);
    const hear = (payload: string): void => {
      const heard = parsed(payload);
      if (heard) void local.nudge(heard.tenantId, heard.topic);
      else log.warn('nudge.refused'); // anybody who may connect to the database may notify
    };
    const listening = await listenForNudges(listenUrl, hear, (error) => log.warn({ error }, 'listener.lost'));
    return new PostgresQueue(local, listening, opening);
  }

  override async nudge(tenantId: string, topic: Topic): Promise<void> {
    if (this.local.works(topic)) return this.local.nudge(tenantId, topic);
    try {
      await this.opening.tenancy.notify(JSON.stringify(nudge.parse({ tenantId, topic })));
    } catch (error) {
      this.opening.log.warn({ tenantId, topic, error }, 'nudge.lost'); // the rows are committed; a sweep finds them
    }
  }

  override work(topic: Topic, round: Round): void {
    this.local.work(topic, round);
  }

  override idle(): Promise<void> {
    return this.local.idle();
  }

  override async close(): Promise<void> {
    await this.listening.close();
    await this.local.close();
  }
}

function parsed(payload: string) {
  try {
    return nudge.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined; // not JSON
  }
}
