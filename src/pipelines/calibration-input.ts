import { z } from 'zod';
import { period } from '../language/claims/claim.js';
import { evidenceItem } from '../language/claims/evidence.js';
import { rating, ratingRules } from './rating-comparison.js';

export const writtenReview = z.object({
  recordId: z.string().min(1),
  version: z.int().nonnegative(),
  subjectPersonId: z.string().min(1),
  reviewerPersonId: z.string().min(1),
  text: z.string(),
  /** What happened later refutes nothing of it. */
  writtenOn: z.iso.date().optional(),
  /** What the subject is called in the text. Without names any person named as doer is taken to be the subject. */
  subjectNames: z.array(z.string()).default([]),
  /** Left out where somebody else who is known has it as well: alone in a text, it may be either of them. */
  subjectFamilyName: z.string().optional(),
});
export type WrittenReview = z.infer<typeof writtenReview>;

/** One review cycle, and everything of it that the pipeline may look at. */
export const calibrationInput = z.object({
  cycle: z.object({
    id: z.string().min(1),
    label: z.string(),
    /** Left out where nobody was rated: then there is nothing to compare. */
    scale: z
      .object({ min: z.number(), max: z.number() })
      .refine(({ min, max }) => min < max, 'a scale ends above where it begins')
      .optional(),
    period: period.optional(),
  }),
  ratings: z.array(rating),
  reviews: z.array(writtenReview),
  evidence: z.array(evidenceItem),
  /** What was read completely, of whom: there, finding nothing means that there is nothing. */
  coverage: z.array(z.object({ kind: z.enum(['work-item', 'goal']), project: z.string().optional(), period })).default([]),
  rules: ratingRules.prefault({}),
});
export type CalibrationInput = z.infer<typeof calibrationInput>;
