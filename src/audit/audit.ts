import { randomUUID } from 'node:crypto';
import type { Tx } from '../database/rows.js';

export interface AuditEvent {
  /** `noun.past-participle`: `case.decided`, `message.approved`. */
  readonly event: string;
  /** What it happened to: `case:<id>`. */
  readonly subject: string;
  /** Ids, counts and states only. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Writes what happened in the transaction in which it happened: the row exists exactly if the change does.
 * Tenant, actor and trace are the transaction's own, so that no caller can name another.
 */
export async function recordAudit(tx: Tx, { event, subject, details = {} }: AuditEvent): Promise<void> {
  await tx.query(
    `insert into audit_entry (tenant_id, id, actor_kind, actor_id, trace_id, event, subject, details)
     values (app_tenant(), $1, current_setting('app.actor_kind'), current_setting('app.actor_id'), current_setting('app.trace_id')::uuid, $2, $3, $4)`,
    [randomUUID(), event, subject, JSON.stringify(details)],
  );
}
