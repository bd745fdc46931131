import { z } from 'zod';
import { claim, type Period } from './claim.js';
import { type EvidenceItem, evidenceReference } from './evidence.js';
import type { EvidenceIndex } from './retrieve.js';

export const verdicts = ['supported', 'partly', 'contradicted', 'unsupported', 'opinion'] as const;
export type Verdict = (typeof verdicts)[number];

/** One thing a claim states and what the evidence holds for it. `missing`: the evidence says nothing about it. */
export const claimCheck = z.object({
  about: z.enum(['number', 'date', 'actor', 'entity', 'polarity', 'status', 'sources']),
  outcome: z.enum(['match', 'mismatch', 'missing']),
  stated: z.string(),
  found: z.string().optional(),
});
export type ClaimCheck = z.infer<typeof claimCheck>;

export const claimVerdict = z.object({
  claim,
  verdict: z.enum(verdicts),
  /** A clause for a reader: "the review says 23 issues; the evidence shows 14 between 1 Feb and 30 Apr 2026". */
  reason: z.string(),
  evidence: z.array(evidenceReference),
  checks: z.array(claimCheck),
  /** How sure the engine is of the verdict itself, 0–1. Set by the kind of check made, not measured on labelled data. */
  confidence: z.number().min(0).max(1),
});
export type ClaimVerdict = z.infer<typeof claimVerdict>;

/** What a checker finds; it becomes a `ClaimVerdict` with its claim. */
export interface Assessment {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly evidence: readonly EvidenceItem[];
  readonly checks: readonly ClaimCheck[];
  readonly confidence: number;
}

/** What was read completely: with it, not finding a record means that there is none. */
export interface Coverage {
  readonly kind: 'work-item' | 'goal';
  /** All projects, when absent. */
  readonly project?: string | undefined;
  readonly period: Period;
}

/** What every checker may look at: one person's evidence of one cycle. */
export interface CheckingContext {
  readonly subjectPersonId: string;
  readonly subjectNames: readonly string[];
  readonly index: EvidenceIndex;
  readonly cyclePeriod?: Period | undefined;
  /** The day the text was written: what happened later refutes nothing of it. */
  readonly writtenOn?: string | undefined;
  readonly coverage: readonly Coverage[];
  /** Whether every name in a text could be told from the subject's. */
  readonly areNamesKnown: boolean;
}
