import { expect, test } from '@jest/globals';
import { scaleOf, unfit } from './rating-scale.js';

const rated = (...scores: readonly number[]) => scores.map((score) => ({ record: { ...aRating, score } }));
const someone = { kind: 'employee-number', value: '1' };
const aRating = {
  cycleKey: '2026-H1',
  subject: someone,
  reviewer: someone,
  ratedOn: '2026-06-20',
  score: 3,
  scale: { min: 1, max: 5 },
};

test.each([
  ['whole numbers', [1, 3, 5], 1],
  ['halves', [1, 3.5], 0.5],
  ['tenths', [1, 3.3], 0.1],
])('a scale used in %s has such steps', (_what, scores, step) => {
  expect(scaleOf(rated(...scores))).toEqual({ min: 1, max: 5, step });
});

test('of two scales neither is chosen, and of no rating none', () => {
  expect(scaleOf([...rated(3), { record: { ...aRating, scale: { min: 1, max: 4 } } }])).toBeUndefined();
  expect(scaleOf([])).toBeUndefined();
});

test.each([
  ['below it', -99, 1, /from 1 to 5/],
  ['above it', 6, 1, /from 1 to 5/],
  ['between its steps', 3.5, 1, /whole numbers from 1 to 5/],
  ['between half steps', 3.3, 0.5, /steps of 0\.5/],
])('a score %s does not fit', (_where, score, step, message) => {
  expect(unfit(score, { min: 1, max: 5, step })).toMatch(message);
});

test.each([
  [1, 1],
  [5, 1],
  [3.5, 0.5],
  [3.3, 0.1],
])('%d fits a scale in steps of %d', (score, step) => {
  expect(unfit(score, { min: 1, max: 5, step })).toBeUndefined();
});
