import type { Tenancy } from '../database/tenancy.js';
import type { Log } from '../log/log.js';
import { nowAndAgain } from '../log/now-and-again.js';
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
  return nowAndAgain({ everyMs, log, failed: 'sweep.failed' }, () => sweep(tenancy, queue));
}

async function sweep(tenancy: Sweeping['tenancy'], queue: Sweeping['queue']): Promise<void> {
  for (const { tenantId } of await tenancy.allTenants()) {
    for (const name of topic.options) await queue.nudge(tenantId, name);
  }
}
