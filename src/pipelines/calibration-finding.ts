import { z } from 'zod';
import { evidenceReference } from '../language/claims/evidence.js';
import { claimVerdict, verdicts } from '../language/claims/verdict.js';

/** A sentence for a reader, with what bears it out or, for a claim of a review, with what the evidence says of it. */
const findingSentence = z.object({
  text: z.string().min(1),
  verdict: z.enum(verdicts),
  evidence: z.array(evidenceReference).min(1),
});

const everyFinding = {
  /** The person it is about: the manager who rated, or the person reviewed. */
  subjectPersonId: z.string(),
  reviewerPersonId: z.string(),
  cycleId: z.string(),
  severity: z.enum(['low', 'medium', 'high']),
  confidence: z.number().min(0).max(1),
  reason: z.string().min(1),
  evidence: z.array(evidenceReference).min(1),
  sentences: z.array(findingSentence).min(1),
  engine: z.object({ name: z.string(), version: z.string() }),
};

const interval = z.object({ low: z.number(), high: z.number() });

/** A manager's ratings differ from those of comparable people. It proposes a conversation, never another rating. */
export const ratingVariance = z.object({
  kind: z.literal('rating-variance'),
  ...everyFinding,
  ratings: z.int(),
  mean: z.number(),
  pool: z.string(),
  poolSize: z.int(),
  poolMean: z.number(),
  /** Scale points, after allowing for the number of ratings. */
  effect: z.number(),
  interval,
  plainDifference: interval.extend({ difference: z.number() }).optional(),
  divergence: z.number(),
  p: z.number(),
  /** Benjamini–Hochberg over all managers assessed in the cycle. */
  q: z.number(),
});

const reviewedClaims = {
  ...everyFinding,
  review: evidenceReference,
  /** The claims flagged, each with its checks. */
  claims: z.array(claimVerdict).min(1),
  /** How the claims of the review came out that could be checked. */
  tally: z.record(z.enum(verdicts), z.int()),
  /** How many more nothing that is known could bear out. */
  unchecked: z.int().nonnegative(),
};

/** A review says what the person's own records refute. */
export const claimContradicted = z.object({ kind: z.literal('claim-contradicted'), ...reviewedClaims });
/** A review says what no record of the person in the cycle bears out, though there are records that could. That is no proof of the contrary. */
export const claimUnsupported = z.object({ kind: z.literal('claim-unsupported'), ...reviewedClaims });

export const calibrationFinding = z.discriminatedUnion('kind', [ratingVariance, claimContradicted, claimUnsupported]);
export type CalibrationFinding = z.infer<typeof calibrationFinding>;
