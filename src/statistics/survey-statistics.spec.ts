import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { benjaminiHochberg } from './benjamini-hochberg.js';
import { judgeChanges } from './clear-change.js';
import { normalProbability, twoSidedNormalP } from './normal.js';
import { compareProportions } from './two-proportion.js';
import { wilsonInterval } from './wilson.js';

interface Vectors {
  readonly wilson95: readonly { k: number; n: number; ci: [number, number] }[];
  readonly benjamini_hochberg: { p: number[]; q: number[]; 'rejected_at_0.05': number };
  readonly adverse_impact: readonly { group_a: [number, number]; group_b: [number, number]; cohen_h_a_minus_b: number; z_pooled: number }[];
}
// The file is ours and checked in beside this one.
const vectors = JSON.parse(readFileSync(new URL('./vectors/stat-vectors.json', import.meta.url), 'utf8')) as Vectors;

describe('Wilson interval', () => {
  test.each(vectors.wilson95)('$k of $n', ({ k, n, ci }) => {
    const interval = wilsonInterval(k, n);

    expect(interval.low).toBeCloseTo(ci[0], 5);
    expect(interval.high).toBeCloseTo(ci[1], 5);
  });

  test('says nothing about nobody', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('Benjamini–Hochberg', () => {
  test('gives the published q-values, in the order asked', () => {
    const { p, q } = vectors.benjamini_hochberg;
    const shuffled = [...p.keys()].sort((a, b) => ((a * 7) % 15) - ((b * 7) % 15));

    const adjusted = benjaminiHochberg(shuffled.map((index) => p[index] ?? Number.NaN));

    for (const [place, index] of shuffled.entries()) expect(adjusted[place]).toBeCloseTo(q[index] ?? Number.NaN, 4);
  });

  test('rejects four of the fifteen of the 1995 paper', () => {
    const { p, 'rejected_at_0.05': rejected } = vectors.benjamini_hochberg;

    expect(benjaminiHochberg(p).filter((q) => q <= 0.05)).toHaveLength(rejected);
  });
});

describe('normal distribution', () => {
  test.each([
    [0, 0.5],
    [1, 0.8413447461],
    [-1.959963984540054, 0.025],
    [2.999, 0.9986456635],
    [3.001, 0.9986545272],
    [-5, 2.866515719e-7],
  ])('at most %d', (z, probability) => {
    expect(normalProbability(z)).toBeCloseTo(probability, 7);
  });

  test('keeps its precision far out in the tail', () => {
    expect(twoSidedNormalP(9.602358) / 7.813605e-22).toBeCloseTo(1, 2);
  });
});

describe('two proportions', () => {
  test.each(vectors.adverse_impact)('$group_a against $group_b', ({ group_a, group_b, z_pooled, cohen_h_a_minus_b }) => {
    const comparison = compareProportions({ hits: group_a[0], trials: group_a[1] }, { hits: group_b[0], trials: group_b[1] });

    expect(comparison.z).toBeCloseTo(z_pooled, 5);
    expect(comparison.effectH).toBeCloseTo(cohen_h_a_minus_b, 5);
    expect(comparison.interval.low).toBeLessThan(comparison.difference);
    expect(comparison.interval.high).toBeGreaterThan(comparison.difference);
  });

  test('gives the interval of the worked example of Newcombe (1998), method 10', () => {
    const { interval } = compareProportions({ hits: 56, trials: 70 }, { hits: 48, trials: 80 });

    expect(interval.low).toBeCloseTo(0.0524, 4);
    expect(interval.high).toBeCloseTo(0.3339, 4);
  });

  test('finds no difference between two groups that all agree', () => {
    expect(compareProportions({ hits: 9, trials: 9 }, { hits: 5, trials: 5 })).toMatchObject({ difference: 0, z: 0, p: 1 });
  });
});

describe('clear change', () => {
  const of = (hits: number, trials: number) => ({ hits, trials });

  test('calls a change that is large and survives the family', () => {
    const [fall, still] = judgeChanges([
      { now: of(410, 1000), before: of(550, 1000) },
      { now: of(600, 1000), before: of(601, 1000) },
    ]);

    expect(fall?.isClear).toBe(true);
    expect(still?.isClear).toBe(false);
  });

  test('does not call a certain change of less than five points', () => {
    const [change] = judgeChanges([{ now: of(5400, 10000), before: of(5000, 10000) }]);

    expect(change?.q).toBeLessThan(0.001);
    expect(change?.isClear).toBe(false);
  });

  test('does not call a large change of few people', () => {
    expect(judgeChanges([{ now: of(3, 6), before: of(5, 6) }])[0]?.isClear).toBe(false);
  });
});
