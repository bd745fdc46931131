import { setTimeout as pause } from 'node:timers/promises';
import type { Tenancy } from '../database/tenancy.js';
import type { Log } from '../log/log.js';
import { type Queue, topic } from './queue.js';

const SWEEP_MS = 30_000;

interface Sweeping {
  readonly tenancy: Pick<Tenancy, 'allTenants'>;
  readonly queue: Pick<Queue, 'nudge'>;
  readonly log: Pick<Log, 'warn'>;
  readonly everyMs?: number;
}

/** Nudges every tenant on every topic, now and again and again, for the nudges that were lost. A worker starts one; commands do not. */
export function startSweeper({ tenancy, queue, log, everyMs = SWEEP_MS }: Sweeping): { close(): Promise<void> } {
  const closing = new AbortController();
  const keepSweeping = async () => {
    while (!closing.signal.aborted) {
      try {
        await sweep(tenancy, queue);
      } catch (error) {
        log.warn({ error }, 'sweep.failed'); // the database is away; the next sweep makes up for it
      }
      await pause(everyMs, undefined, { ref: false, signal: closing.signal }).catch(closed);
    }
  };
  const sweeping = keepSweeping();
  return {
    close: async () => {
      closing.abort();
      await sweeping;
    },
  };
}

async function sweep(tenancy: Sweeping['tenancy'], queue: Sweeping['queue']): Promise<void> {
  for (const { tenantId } of await tenancy.allTenants()) {
    for (const name of topic.options) await queue.nudge(tenantId, name);
  }
}

/** A pause ends early by being closed, and only so. */
const closed = (): void => undefined;
