import type { CalibrationFinding } from '../pipelines/calibration-finding.js';
import type { Held } from '../records/records.js';
import type { Proposal } from './finding.js';
import { ratingOf } from './reviewed-rating.js';
import type { ReviewCycle } from './review-cycle.js';

/** Tells which rating a finding about a review leaves standing. A finding about a manager's ratings is about no single one. */
export function ratingsUnder(
  reviews: readonly Held<'review'>[],
  ratings: readonly Held<'rating'>[],
): (finding: CalibrationFinding) => Held<'rating'> | undefined {
  const reviewsById = new Map(reviews.map((review) => [review.id, review]));
  const byPerson = Map.groupBy(ratings, ({ personId }) => personId);
  return (finding) => {
    const review = finding.kind === 'rating-variance' ? undefined : reviewsById.get(finding.review.id);
    return review === undefined ? undefined : ratingOf(review, byPerson.get(review.personId) ?? []);
  };
}

/** @param rating what an approval lets stand, and so part of what the finding rests on. */
export function asProposal(finding: CalibrationFinding, cycle: ReviewCycle, rating: Held<'rating'> | undefined): Omit<Proposal, 'inputs'> {
  const { kind, subjectPersonId, sentences, evidence, confidence, engine } = finding;
  const reasons = kind === 'rating-variance' ? [] : finding.claims.map(({ reason }) => reason);
  return {
    kind,
    about: kind === 'rating-variance' ? subjectPersonId : finding.review.id,
    subjectPersonId,
    body: {
      title: TITLES[kind],
      sentences: sentences.map(({ text, verdict, evidence: shown }, position) => ({
        text,
        verdict,
        reason: reasons[position] ?? finding.reason,
        evidence: shown,
      })),
      facts: {
        cycleKey: cycle.key,
        ...(rating === undefined ? {} : ratingFacts(rating)),
      },
    },
    ...(kind === 'rating-variance' ? {} : { origin: { id: finding.review.id, version: finding.review.version } }),
    evidence: [...evidence, ...(rating === undefined ? [] : [{ id: rating.id, version: rating.version }])],
    confidence,
    engine: `${engine.name}@${engine.version}`,
  };
}

const ratingFacts = ({ id, version, record: { score, scale } }: Held<'rating'>) => ({
  score,
  scoreAtLeast: scale.min,
  scoreAtMost: scale.max,
  ratingId: id,
  ratingVersion: version,
});

const TITLES: Readonly<Record<CalibrationFinding['kind'], string>> = {
  'rating-variance': 'Ratings given here differ from those of comparable people',
  'claim-contradicted': 'The evidence says otherwise than the review',
  'claim-unsupported': 'Nothing in the evidence bears this out',
};
