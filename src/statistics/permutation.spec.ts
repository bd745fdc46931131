import { describe, expect, test } from '@jest/globals';
import { permutationTest } from './permutation.js';
import { seededRandom, seedFrom } from './seeded-random.js';

const lenient = { own: [5, 4, 5, 4], others: [3, 3, 2, 4, 3, 4] };

describe('permutationTest', () => {
  // Reference values counted by listing every subset.
  test.each([
    ['two against two', [{ own: [5, 5], others: [3, 3] }], 4, 1 / 3],
    ['four against six', [lenient], 5.833333333333333, 28 / 210],
    [
      'two strata',
      [
        { own: [5, 4, 5], others: [3, 3, 2, 4] },
        { own: [4, 4], others: [3, 3, 2, 5] },
      ],
      6.915035425101213,
      55 / 525,
    ],
  ])('counts every way to deal the ratings out: %s', (_reason, strata, chiSquare, p) => {
    const found = permutationTest(strata, { seed: 1 });

    expect(found.method).toBe('exact');
    expect(found.chiSquare).toBeCloseTo(chiSquare, 9);
    expect(found.p).toBeCloseTo(p, 9);
  });

  test('samples close to the exact share when there are too many ways', () => {
    const sampled = permutationTest([lenient], { seed: 7, mostStates: 0 });

    expect(sampled.method).toBe('sampled');
    expect(Math.abs(sampled.p - 28 / 210)).toBeLessThan(0.012); // 3.5 standard errors of 10 000 draws
  });

  test('gives the same p for the same seed, and never 0', () => {
    const far = [{ own: new Array<number>(30).fill(5), others: new Array<number>(60).fill(1) }];

    const first = permutationTest(far, { seed: 3, mostStates: 0 });
    const second = permutationTest(far, { seed: 3, mostStates: 0 });

    expect(first).toEqual(second);
    expect(first.p).toBe(1 / 10_001);
  });

  test.each([
    ['nobody to compare with', [{ own: [4, 5], others: [] }]],
    ['only one category', [{ own: [3, 3, 3], others: [3, 3] }]],
    ['no rating at all', []],
  ])('finds nothing with %s', (_reason, strata) => {
    expect(permutationTest(strata, { seed: 1 })).toEqual({ p: 1, chiSquare: 0, method: 'exact' });
  });
});

describe('seededRandom', () => {
  test('repeats itself, stays in [0, 1) and fills it evenly', () => {
    const random = seededRandom(42);
    const again = seededRandom(42);
    const drawn = Array.from({ length: 10_000 }, random);

    expect(drawn.slice(0, 5)).toEqual(Array.from({ length: 5 }, again));
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(Math.abs(drawn.reduce((sum, value) => sum + value, 0) / drawn.length - 0.5)).toBeLessThan(0.01);
  });

  test('takes different seeds from different names', () => {
    expect(seedFrom('manager-1')).not.toBe(seedFrom('manager-2'));
  });
});
