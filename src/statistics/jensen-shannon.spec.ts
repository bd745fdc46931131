import { describe, expect, test } from '@jest/globals';
import { jensenShannonDivergence } from './jensen-shannon.js';

describe('jensenShannonDivergence', () => {
  test.each([
    ['the same shape in other sizes', [1, 2, 3], [10, 20, 30], 0],
    ['no category in common', [5, 0], [0, 3], 1],
    ['a mirrored distribution (SciPy)', [1, 2, 3, 4, 0], [4, 3, 2, 1, 0], 0.15356065532898452],
  ])('measures %s', (_reason, left, right, expected) => {
    expect(jensenShannonDivergence(left, right)).toBeCloseTo(expected, 12);
    expect(jensenShannonDivergence(right, left)).toBeCloseTo(expected, 12);
  });

  test('has no answer when a side is empty', () => {
    expect(jensenShannonDivergence([0, 0], [1, 2])).toBeUndefined();
  });

  test('refuses different categories and negative counts', () => {
    expect(() => jensenShannonDivergence([1], [1, 2])).toThrow(RangeError);
    expect(() => jensenShannonDivergence([-1, 2], [1, 2])).toThrow(RangeError);
  });
});
