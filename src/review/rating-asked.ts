import { z } from 'zod';
import type { Tx } from '../database/rows.js';
import type { ReviewedRatings } from '../findings/reviewed-rating.js';
import type { CaseView } from './case-summary.js';

/** A rating as it was when something was found of its review, and as it is now; null where nobody can say which it is, or that there is one. */
export const ratingThenAndNow = z.object({ found: z.number().nullable(), now: z.number().nullable() });
export type RatingAsked = z.infer<typeof ratingThenAndNow>;

/** The rating that an approval would let stand. @returns null for a case that is not about one, or does not wait for a decision any more. */
export async function ratingAsked(
  tx: Tx,
  tenantId: string,
  ratings: ReviewedRatings,
  { kind, state, findingId }: CaseView,
): Promise<RatingAsked | null> {
  if (kind !== 'review-claims' || state !== 'open' || findingId === null) return null;
  const { found, now } = await ratings.thenAndNow(tx, tenantId, findingId);
  return { found: found ?? null, now: now ?? null };
}
