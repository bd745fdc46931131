import { expect, test } from '@jest/globals';
import { generateCompany } from '../../simulators/company/company.js';
import { compareRaters, ratingRules } from '../pipelines/rating-comparison.js';

/** In each of these, chance alone once made a second manager stand out among people of their level. */
test.each([9, 22, 33, 49, 60])('the planted manager of company %d stands out, and nobody else', (seed) => {
  const { people, reviews, truth } = generateCompany({ seed });
  const byId = new Map(people.map((person) => [person.id, person]));
  const ratings = reviews.map(({ id, subjectId, reviewerId, rating: { score } }) => {
    const { level = '', department = '' } = byId.get(subjectId) ?? {};
    return { recordId: id, version: 1, subjectPersonId: subjectId, reviewerPersonId: reviewerId, level, department, score };
  });

  const compared = compareRaters(ratings, { min: 1, max: 5 }, ratingRules.parse({ permutations: 100 }));

  expect(compared.filter(({ status }) => status === 'stands-out').map(({ reviewerPersonId }) => reviewerPersonId)).toEqual([
    truth.planted.lenientManager.personId,
  ]);
});
