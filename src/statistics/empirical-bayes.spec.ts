import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { shrinkGroupMeans, shrinkageWeight } from './empirical-bayes.js';

const published = z
  .object({
    oneWayShrinkage: z.object({
      groups: z.record(z.string(), z.array(z.number())),
      mu_weighted: z.number(),
      MSB: z.number(),
      MSW: z.number(),
      n0: z.number(),
      tau2: z.number(),
      estimates: z.record(z.string(), z.object({ n: z.number(), raw: z.number(), B: z.number(), shrunk: z.number() })),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('./vectors/calibration-vectors.json', import.meta.url), 'utf8'))).oneWayShrinkage;

const worked = () => shrinkGroupMeans(Object.entries(published.groups).map(([key, values]) => ({ key, values })));

describe('shrinkGroupMeans', () => {
  test('reproduces the worked variance components', () => {
    const fitted = worked();

    expect(fitted?.overallMean).toBeCloseTo(published.mu_weighted, 5);
    expect(fitted?.meanSquareBetween).toBeCloseTo(published.MSB, 5);
    expect(fitted?.meanSquareWithin).toBeCloseTo(published.MSW, 5);
    expect(fitted?.n0).toBeCloseTo(published.n0, 5);
    expect(fitted?.betweenVariance).toBeCloseTo(published.tau2, 5);
  });

  test.each(Object.entries(published.estimates))('reproduces the worked estimate of %s', (key, expected) => {
    const group = worked()?.groups.find((candidate) => candidate.key === key);

    expect(group?.n).toBe(expected.n);
    expect(group?.mean).toBeCloseTo(expected.raw, 5);
    expect(group?.weight).toBeCloseTo(expected.B, 5);
    expect(group?.estimate).toBeCloseTo(expected.shrunk, 5);
    expect(group?.posteriorVariance).toBeCloseTo(published.tau2 * (1 - expected.B), 5);
  });

  test('believes no group when groups differ less than noise would make them', () => {
    const fitted = shrinkGroupMeans([
      { key: 'a', values: [1, 5, 3] },
      { key: 'b', values: [5, 1, 3] },
    ]);

    expect(fitted?.betweenVariance).toBe(0);
    expect(fitted?.groups.map(({ effect }) => effect)).toEqual([0, 0]);
  });

  test.each([
    ['there is one group', [{ key: 'a', values: [1, 2, 3] }]],
    [
      'no group has two values',
      [
        { key: 'a', values: [1] },
        { key: 'b', values: [2] },
      ],
    ],
    [
      'groups are empty',
      [
        { key: 'a', values: [] },
        { key: 'b', values: [] },
      ],
    ],
  ])('has no answer when %s', (_reason, groups) => {
    expect(shrinkGroupMeans(groups)).toBeUndefined();
  });

  test('believes a group wholly when values within groups never differ', () => {
    expect(shrinkageWeight(0.5, 0, 3)).toBe(1);
  });
});
