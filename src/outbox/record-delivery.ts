import { randomUUID } from 'node:crypto';
import type { Tx } from '../database/rows.js';
import type { OutboxState } from './states.js';

export type Step = 'preview' | 'send' | 'find' | 'read-back' | 'settle';

interface Attempt {
  readonly messageId: string;
  readonly attempt: number;
  /** `settle` is a person's; the others are the worker's. */
  readonly step: Step;
  readonly outcome: OutboxState;
  readonly tookMs: number;
  /** Sealed. */
  readonly reason: Buffer | null;
}

/** Keeps what was tried and what came of it, in the transaction of the move: a message itself only knows the last. */
export async function recordDelivery(tx: Tx, { messageId, attempt, step, outcome, tookMs, reason }: Attempt): Promise<void> {
  await tx.query(
    `insert into delivery (tenant_id, id, message_id, attempt, step, outcome, took_ms, reason, trace_id)
     values (app_tenant(), $1, $2, $3, $4, $5, $6, $7, (select trace_id from outbox_message where id = $2))`,
    [randomUUID(), messageId, attempt, step, outcome, Math.round(tookMs), reason],
  );
}
