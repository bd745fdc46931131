import { expect, test } from '@jest/globals';
import type { Survey } from '../../mappings/canonical/survey.js';
import { countDiffering, renewed, roughly } from './since-release.js';

test.each([
  ['nothing', 0, 5, 'none'],
  ['one', 1, 5, 'some'],
  ['fewer than ten', 9, 5, 'some'],
  ['ten', 10, 5, 10],
  ['fewer than the smallest group', 19, 20, 'some'],
  ['more than the smallest group, and rounded below it', 45, 30, 'some'],
  ['many', 4999, 5, 2000],
])('%s is said as roughly as it may be', (_reason, number, smallest, said) => {
  expect(roughly(number, smallest)).toBe(said);
});

test('what is new, changed and gone is counted, each once', () => {
  const then = ['a', 'b', 'c'].map((id) => ({ id, version: 1 }));
  const now = [
    { id: 'a', version: 1 },
    { id: 'b', version: 2 },
    { id: 'd', version: 1 },
  ];

  expect(countDiffering(then, now)).toBe(3);
});

const aSurvey = (favourable: number[], changed: Partial<Survey> = {}): Survey => ({
  key: 's',
  label: 'S',
  opensOn: null,
  closesOn: null,
  items: [{ id: 'q', text: 'Fine?', scale: { min: 1, max: 5 }, favourable }],
  openQuestions: [],
  fields: ['team'],
  smallestGroup: null,
  anonymous: true,
  ...changed,
});
const favourable = (survey: Survey) => survey.items[0]?.favourable;

test.each([
  ['another end of the scale is renewed', [4, 5], [5], [5]],
  ['the other end is renewed', [4, 5], [1, 2], [1, 2]],
  ['the middle is not: nothing holds it against the end', [4, 5], [3], [4, 5]],
  ['from the middle nothing is renewed', [3], [4, 5], [3]],
  ['the whole scale is no end of it', [4, 5], [1, 2, 3, 4, 5], [4, 5]],
])('%s', (_reason, then, now, shown) => {
  expect(favourable(renewed(aSurvey(then), aSurvey(now)))).toEqual(shown);
});

test('fields and questions stay, and the stricter smallest group holds', () => {
  const now = aSurvey([5], { fields: ['site'], label: 'Spring', smallestGroup: 8, items: [] });

  expect(renewed(aSurvey([4, 5], { smallestGroup: 6 }), now)).toEqual(aSurvey([4, 5], { label: 'Spring', smallestGroup: 8 }));
  expect(renewed(aSurvey([4, 5], { smallestGroup: 9 }), now).smallestGroup).toBe(9);
});
