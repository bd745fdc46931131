import { z } from 'zod';

/** Deeper than anything people decide on; what is deeper still could be kept by nobody. */
const DEEPEST = 8;

/** What the reviewer changed the proposal to; only with `edit` and `override`. */
const edited = z.record(z.string(), z.unknown()).refine((value) => isShallow(value, DEEPEST), `is nested deeper than ${DEEPEST} levels`);

/** Counts its own steps down, so that it never goes deeper itself than it allows. */
const isShallow = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' || value === null || (levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1)));

/** What a reviewer says. A reason is always given; an edit says what to, an override what instead. */
export const decisionRequest = z.object({
  decision: z.enum(['approve', 'edit', 'reject', 'override', 'return']),
  reasonCode: z.string().regex(/^[a-z][a-z-]*$/, 'is no code of lower-case letters and dashes, such as evidence-missing'),
  reason: z.string().trim().min(1, 'a decision needs a reason in words'),
  edited: edited.optional(),
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
  readonly decidedAt: Date;
}

/** What a decision led to outside the hub. */
export interface Followed {
  /** What is planned for the sources now, by id. */
  readonly messages: readonly string[];
  /** Why nothing is, and what to do; null where that is as it should be. */
  readonly notice: string | null;
}

/** A decision, and what became of it at once. */
export type Made = Decided & Followed;
