import { setTimeout as pause } from 'node:timers/promises';
import type { TimeLeft } from './deadline.js';
import { TransientError } from './errors.js';

/** A longer wait is for whoever asks again later: a sync that sleeps for an hour holds its stream and tells nobody. */
const LONGEST_WAIT_MS = 300_000;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * What a source asked for with `Retry-After`: it is asked nothing before that instant, over whichever client of the same connection.
 * In one process; another one hears it from the source itself.
 */
export class Patience {
  #until = 0;

  /** @param ms from now on. What was asked for before and ends later stays. */
  until(ms: number): void {
    this.#until = Math.max(this.#until, performance.now() + ms);
  }

  /** Whether it may be waited for: a wait that is too long, or ends when there is no time left, is for whoever tries again later. */
  mayBeKept(left: Pick<TimeLeft, 'ms'>): boolean {
    const ms = this.#leftMs();
    return ms <= 0 || (ms <= LONGEST_WAIT_MS && ms < left.ms());
  }

  /**
   * Waits as long as the source asked.
   * @throws TransientError naming the instant, where it may not be waited for: then nothing was asked.
   */
  async keep(source: string, left: TimeLeft): Promise<void> {
    for (let ms = this.#leftMs(); ms > 0; ms = this.#leftMs()) {
      if (!this.mayBeKept(left)) throw new TransientError(`${source} was asked nothing: ${asksToWait(ms)}`, ms);
      await wait(ms, left.signal);
    }
  }

  #leftMs(): number {
    return Math.ceil(this.#until - performance.now());
  }
}

/** In words, for whoever may try again then. */
export const asksToWait = (ms: number): string => `it asks to wait until ${new Date(Date.now() + ms).toISOString()}; try again then`;

/** How long to wait for a source that asked for nothing, longer each time. */
export const backoffMs = (attempt: number): number => Math.min(LONGEST_BACKOFF_MS, 250 * 2 ** (attempt - 1) * (0.7 + Math.random() * 0.6));

/** Takes its listener back with it: a run may wait thousands of times on the one signal. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (cause) {
    signal.throwIfAborted(); // with the reason the run was cancelled for
    throw cause;
  }
}

const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** `Retry-After` as whole milliseconds, a day at most: RFC 9110 §10.2.3 allows seconds or an HTTP date. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = !Number.isNaN(seconds) ? seconds * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, Math.ceil(ms)));
}
