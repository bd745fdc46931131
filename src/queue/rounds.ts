import type { Log } from '../log/log.js';
import type { Round, Topic } from './queue.js';

interface Turn {
  /** The round that runs. */
  now: PromiseWithResolvers<void> | undefined;
  /** The round that was asked for since `now` began, or that waits for room. */
  next: PromiseWithResolvers<void> | undefined;
}

/** Tenants that work at once, per topic and process. Few, since all topics and requests of a process share its database pool. */
export const AT_ONCE = 4;

/**
 * The rounds of one topic in this process: one at a time for each tenant, several tenants at once.
 * Asking while a round waits changes nothing; asking while it runs makes one more follow, since the one that runs may have looked already.
 */
export class Rounds {
  readonly #turns = new Map<string, Turn>();
  readonly #waiting: string[] = [];
  #running = 0;
  #closed = false;

  constructor(
    private readonly topic: Topic,
    private readonly round: Round,
    private readonly log: Pick<Log, 'error'>,
  ) {}

  /** @returns when a round that began after the asking has ended, well or not. */
  ask(tenantId: string): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const turn = this.#turnOf(tenantId);
    if (turn.next) return turn.next.promise;
    const asked = Promise.withResolvers<void>();
    turn.next = asked;
    if (!turn.now) this.#waiting.push(tenantId);
    this.#fill();
    return asked.promise;
  }

  get isIdle(): boolean {
    return this.#turns.size === 0;
  }

  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all([...this.#turns.values()].map(({ now, next }) => next?.promise ?? now?.promise));
  }

  /** Gives up what waits (the rows keep it) and waits for what runs. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.length = 0;
    for (const [tenantId, turn] of this.#turns) {
      turn.next?.resolve();
      turn.next = undefined;
      if (!turn.now) this.#turns.delete(tenantId);
    }
    await this.idle();
  }

  #turnOf(tenantId: string): Turn {
    const turn = this.#turns.get(tenantId) ?? { now: undefined, next: undefined };
    this.#turns.set(tenantId, turn);
    return turn;
  }

  #fill(): void {
    while (this.#running < AT_ONCE) {
      const tenantId = this.#waiting.shift();
      if (tenantId === undefined) return;
      void this.#run(tenantId, this.#turnOf(tenantId)); // never rejects: what a round throws is logged
    }
  }

  async #run(tenantId: string, turn: Turn): Promise<void> {
    const asked = turn.next;
    turn.now = asked;
    turn.next = undefined;
    this.#running += 1;
    try {
      await this.round(tenantId);
    } catch (error) {
      this.log.error({ tenantId, topic: this.topic, error }, 'round.failed'); // its rows are still due, and the next round takes them
    }
    this.#running -= 1;
    turn.now = undefined;
    if (turn.next) this.#waiting.push(tenantId);
    else this.#turns.delete(tenantId);
    asked?.resolve();
    this.#fill();
  }
}
