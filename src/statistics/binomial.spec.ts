import { expect, test } from '@jest/globals';
import { atLeastByChance } from './binomial.js';

test.each([
  ['none', 0, 10, 0.3, 1],
  ['one of one', 1, 1, 0.3, 0.3],
  ['one of two', 1, 2, 0.5, 0.75],
  ['eight of ten tosses', 8, 10, 0.5, 56 / 1024],
  ['all of many', 60, 60, 0.9, 0.9 ** 60],
  ['one or more of many', 1, 60, 0.1, 1 - 0.9 ** 60],
  ['more than there are', 3, 2, 0.5, 0],
])('%s', (_what, least, all, probability, expected) => {
  expect(atLeastByChance(least, all, probability)).toBeCloseTo(expected, 10);
});

test('is told of thousands, too', () => {
  expect(atLeastByChance(1000, 2000, 0.5)).toBeCloseTo(0.5089, 4);
  expect(atLeastByChance(1400, 2000, 0.5)).toBeLessThan(1e-50);
});
