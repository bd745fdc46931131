import { type CalibrationQuestion, periodOf } from './calibration-question.js';
import type { Inputs } from './finding.js';

/** What the ratings of one manager were compared with, and by what: all that were given in the cycle. */
export const varianceInputs = ({ cycle, ratings, input }: CalibrationQuestion): Inputs => ({
  ratings: input.ratings.map(({ recordId, version, subjectPersonId, reviewerPersonId, level, department }) =>
    JSON.stringify([recordId, version, subjectPersonId, reviewerPersonId, level, department]),
  ),
  'the scale and days of the cycle': [JSON.stringify([ratings[0]?.record.scale, periodOf(cycle)])],
});

/** Tells what the claims about a person were held against, and the ratings that go with them. */
export function claimInputs({ cycle, ratings, input }: CalibrationQuestion): (personId: string) => Inputs {
  const reviewsOf = Map.groupBy(input.reviews, ({ subjectPersonId }) => subjectPersonId);
  const ratingsOf = Map.groupBy(ratings, ({ personId }) => personId);
  const evidenceOf = Map.groupBy(input.evidence, ({ subjectPersonId }) => subjectPersonId);
  return (personId) => {
    const reviews = reviewsOf.get(personId) ?? [];
    const items = (kind: 'work-item' | 'goal') =>
      (evidenceOf.get(personId) ?? []).filter((item) => item.kind === kind).map(({ id, version }) => `${id} ${version}`);
    return {
      reviews: reviews.map(({ recordId, version, reviewerPersonId }) => `${recordId} ${version} ${reviewerPersonId}`),
      ratings: (ratingsOf.get(personId) ?? []).map(({ id, version }) => `${id} ${version}`),
      'pieces of work': items('work-item'),
      goals: items('goal'),
      'the name of the person and the days of the cycle': [
        JSON.stringify([reviews[0]?.subjectNames, reviews[0]?.subjectFamilyName, periodOf(cycle)]),
      ],
    };
  };
}
