import { z } from 'zod';

/** What a reviewer says. A reason is always given; an edit says what to, an override what instead. */
export const decisionRequest = z.object({
  decision: z.enum(['approve', 'edit', 'reject', 'override', 'return']),
  reasonCode: z.string().regex(/^[a-z][a-z-]*$/),
  reason: z.string().trim().min(1, 'a decision needs a reason in words'),
  /** What the reviewer changed the proposal to; only with `edit` and `override`. */
  edited: z.record(z.string(), z.unknown()).optional(),
});
export type DecisionRequest = z.infer<typeof decisionRequest>;

/** A decision as it was written, for whoever acts on it. */
export interface Decided {
  readonly decisionId: string;
  readonly version: number;
  readonly caseId: string;
  readonly caseKind: string;
  readonly subject: string;
  readonly findingId: string | null;
  readonly decision: DecisionRequest['decision'];
  readonly edited: Readonly<Record<string, unknown>> | undefined;
}
