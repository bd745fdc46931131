import { z } from 'zod';
import { period } from './claim.js';

/** What a record says in fields rather than in words. All optional: each source knows some of them. */
export const evidenceFacts = z.object({
  issueKey: z.string().optional(),
  title: z.string().optional(),
  project: z.string().optional(),
  issueType: z.string().optional(),
  status: z.string().optional(),
  /** The person's id or name; another person's work item is nobody's proof here. */
  assignee: z.string().optional(),
  storyPoints: z.number().optional(),
  resolvedOn: z.iso.date().optional(),
  percentComplete: z.number().optional(),
  dueOn: z.iso.date().optional(),
  completedOn: z.iso.date().optional(),
});
export type EvidenceFacts = z.infer<typeof evidenceFacts>;

/** One record that may speak for or against a claim: of one person, in one cycle, in one version. */
export const evidenceItem = z.object({
  id: z.string().min(1),
  version: z.int().nonnegative(),
  subjectPersonId: z.string().min(1),
  cycleId: z.string().min(1),
  kind: z.enum(['work-item', 'goal', 'review', 'feedback']),
  text: z.string(),
  occurredOn: z.iso.date().optional(),
  period: period.optional(),
  facts: evidenceFacts.optional(),
});
export type EvidenceItem = z.infer<typeof evidenceItem>;

export const evidenceReference = z.object({ id: z.string().min(1), version: z.int().nonnegative() });
export type EvidenceReference = z.infer<typeof evidenceReference>;

export const referenceTo = ({ id, version }: EvidenceItem): EvidenceReference => ({ id, version });

export interface EvidenceScope {
  readonly subjectPersonId: string;
  readonly cycleId: string;
}

/** Somebody else's record, or another cycle's, was about to be used on a claim. A defect of the caller, never to be tolerated. */
export class EvidenceOutOfScopeError extends Error {
  readonly code = 'EVIDENCE_OUT_OF_SCOPE';

  constructor(readonly reference: EvidenceReference) {
    super(`evidence ${reference.id} belongs to another person or cycle than the claim`);
    this.name = 'EvidenceOutOfScopeError';
  }
}

/** @throws EvidenceOutOfScopeError at the first item of another person or cycle. */
export function requireScope(evidence: readonly EvidenceItem[], scope: EvidenceScope): void {
  const stranger = evidence.find((item) => item.subjectPersonId !== scope.subjectPersonId || item.cycleId !== scope.cycleId);
  if (stranger) throw new EvidenceOutOfScopeError(referenceTo(stranger));
}

/** Whether the record says it is finished; undefined when it says nothing about it. */
export function isDone({ kind, facts }: EvidenceItem): boolean | undefined {
  if (facts === undefined) return undefined;
  const { status, percentComplete } = facts;
  // A goal may be closed without having been reached; a closed issue is a finished one.
  if (kind === 'goal' && /^closed$/i.test(status ?? '')) return finishedOn(facts) !== undefined || percentComplete === 100;
  if (status !== undefined && UNFINISHED.test(status)) return false;
  if (status !== undefined && FINISHED.test(status)) return true;
  if (finishedOn(facts) !== undefined) return true;
  return percentComplete === undefined ? undefined : percentComplete >= 100;
}

const UNFINISHED =
  /\b(?:not.(?:done|met|achieved|started)|missed|re-?opened|in.?(?:progress|review)|to.?do|open|backlog|new|blocked|cancel+ed|abandoned|(?:on|at|off).?(?:track|risk)|behind)\b/i;
const FINISHED = /\b(?:done|closed|resolved|completed?|finished|achieved|met|delivered|released)\b/i;

/** The day the record's work was finished, as far as its fields say. */
export const finishedOn = (facts: EvidenceFacts | undefined): string | undefined => facts?.resolvedOn ?? facts?.completedOn;

/** The record in words: its text, and what its fields add to it. */
export function inWords({ text, facts }: EvidenceItem): string {
  if (facts === undefined) return text;
  const added = [facts.title, facts.project, facts.issueKey].filter((value) => value !== undefined && !text.includes(value));
  return [text, ...added].join('. ');
}
