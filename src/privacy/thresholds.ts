import { z } from 'zod';

/** Smallest groups of whom something may be shown. Defaults and floors: survey privacy §7. */
export const thresholds = z.object({
  /** Respondents behind a published score, and behind any difference between two published groups. */
  kScores: z.int().min(3),
  /** Respondents in a group before anything textual of it shows. */
  kComments: z.int().min(5),
});
export type Thresholds = z.infer<typeof thresholds>;

/**
 * What holds for a survey: the strictest of the policy, the source's own setting, and what held when it was launched.
 * Raising takes effect at once; lowering waits for the next survey.
 */
export function effectiveThresholds(policy: Thresholds, sourceSetting: number | null, launched: Thresholds | null): Thresholds {
  return {
    kScores: Math.max(policy.kScores, sourceSetting ?? 0, launched?.kScores ?? 0),
    kComments: Math.max(policy.kComments, sourceSetting ?? 0, launched?.kComments ?? 0),
  };
}
