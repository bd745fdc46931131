import type { Log } from '../log/log.js';
import { Queue, type Round, type Topic } from './queue.js';
import { Rounds } from './rounds.js';

/** Wakes the workers of this process only. A nudge on a topic nobody here works is dropped. */
export class InProcessQueue extends Queue {
  readonly #rounds = new Map<Topic, Rounds>();

  constructor(private readonly log: Pick<Log, 'error'>) {
    super();
  }

  override async nudge(tenantId: string, topic: Topic): Promise<void> {
    void this.#rounds.get(topic)?.ask(tenantId); // whoever nudges does not wait for the work
  }

  override work(topic: Topic, round: Round): void {
    if (this.works(topic)) throw new Error(`somebody in this process works ${topic} already`);
    this.#rounds.set(topic, new Rounds(topic, round, this.log));
  }

  works(topic: Topic): boolean {
    return this.#rounds.has(topic);
  }

  /** As `nudge`, for a caller that must know when the round is over. */
  async worked(tenantId: string, topic: Topic): Promise<void> {
    await this.#rounds.get(topic)?.ask(tenantId);
  }

  override async idle(): Promise<void> {
    const all = [...this.#rounds.values()];
    while (!all.every((rounds) => rounds.isIdle)) await Promise.all(all.map((rounds) => rounds.idle())); // one topic's round may nudge another
  }

  override async close(): Promise<void> {
    await Promise.all([...this.#rounds.values()].map((rounds) => rounds.close()));
  }
}
