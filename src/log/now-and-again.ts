import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.js';

interface Doing {
  readonly everyMs: number;
  readonly log: Pick<Log, 'warn'>;
  /** What the log calls it when it went wrong; it is done again all the same, as the database may only have been away. */
  readonly failed: string;
}

/** Does something at once and again after each pause, one time after the other, until it is closed; what is under way then is waited for. */
export function nowAndAgain({ everyMs, log, failed }: Doing, work: () => Promise<void>): { close(): Promise<void> } {
  const closing = new AbortController();
  const keepDoing = async () => {
    while (!closing.signal.aborted) {
      try {
        await work();
      } catch (error) {
        log.warn({ error }, failed);
      }
      await pause(everyMs, undefined, { ref: false, signal: closing.signal }).catch(closed);
    }
  };
  const doing = keepDoing();
  return {
    close: async () => {
      closing.abort();
      await doing;
    },
  };
}

/** A pause ends early by being closed, and only so. */
const closed = (): void => undefined;
