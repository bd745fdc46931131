import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { rows, type Tx } from '../database/rows.js';
import { stableId } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';

export interface NewCase {
  readonly kind: string;
  /** What it is about, in ids: one case per kind and subject, however often it is found. */
  readonly subject: string;
  readonly findingId?: string;
}

/** Opens a case for the role its kind is routed to, unless it is open or decided already. @returns its id, and whether it is new. */
export async function openCase(tx: Tx, tenantId: string, { kind, subject, findingId }: NewCase): Promise<{ id: string; isNew: boolean }> {
  const { version, review } = await currentPolicy(tx);
  const { role, days } = review.routes[kind] ?? review.fallback;
  const id = stableId('case', tenantId, kind, subject);
  const made = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `insert into review_case (tenant_id, id, kind, finding_id, subject, role, due_at, policy_version, trace_id)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7), $8,
       coalesce((select trace_id from finding where id = $4), current_setting('app.trace_id')::uuid)) on conflict do nothing returning id`,
    [tenantId, id, kind, findingId ?? null, subject, role, days, version],
  );
  if (made.length > 0) await recordAudit(tx, { event: 'case.opened', subject: `case:${id}`, details: { kind, role } });
  return { id, isNew: made.length > 0 };
}
