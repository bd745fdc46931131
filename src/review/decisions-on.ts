import { z } from 'zod';
import { bytes, rows, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { decisionRequest } from './decision.js';

/** A decision as people read it later. */
export const decisionTaken = z.object({
  decision: decisionRequest.shape.decision,
  /** Whose: the kind of actor, and which. */
  by: z.string(),
  reasonCode: z.string(),
  reason: z.string(),
  /** What it was changed to; null where nothing was. */
  edited: z.record(z.string(), z.unknown()).nullable(),
  decidedAt: z.date(),
});
export type DecisionTaken = z.infer<typeof decisionTaken>;

const stored = decisionTaken.omit({ reason: true, edited: true }).extend({ reason: bytes, content: bytes });
const content = z.object({ edited: decisionRequest.shape.edited });

/** What was decided on a case, oldest first: whoever it was returned to reads the question here. */
export async function decisionsOn(tx: Tx, tenantId: string, envelope: Envelope, caseId: string): Promise<DecisionTaken[]> {
  const found = await rows(
    tx,
    stored,
    `select decision, reviewer_kind || ':' || reviewer_id as by, reason_code as "reasonCode", reason, content, decided_at as "decidedAt"
     from decision where case_id = $1 order by version`,
    [caseId],
  );
  return found.map(({ reason, content: sealed, ...one }) => ({
    ...one,
    reason: z.string().parse(envelope.open(tenantId, reason)),
    edited: content.parse(envelope.open(tenantId, sealed)).edited ?? null,
  }));
}
