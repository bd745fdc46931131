import { z } from 'zod';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.js';
import { shrinkageWeight, shrinkGroupMeans } from '../statistics/empirical-bayes.js';
import { jensenShannonDivergence } from '../statistics/jensen-shannon.js';
import { meanDifference } from '../statistics/mean-difference.js';
import { type ComparedStratum, permutationTest } from '../statistics/permutation.js';
import { seedFrom } from '../statistics/seeded-random.js';

export const rating = z.object({
  recordId: z.string().min(1),
  version: z.int().nonnegative(),
  subjectPersonId: z.string().min(1),
  reviewerPersonId: z.string().min(1),
  level: z.string(),
  /** Department or function: what kind of work is compared. */
  department: z.string(),
  score: z.number(),
});
export type Rating = z.infer<typeof rating>;

/** When a manager's difference is worth a conversation. Part of the policy, with the house's defaults. */
export const ratingRules = z.object({
  fewestReviews: z.int().min(2).default(5),
  /** On a scale of five points; other scales in proportion. */
  smallestEffect: z.number().positive().default(0.25),
  /** Others' ratings of the same level and function that make a pool; fewer, and the pool is widened. */
  smallestPool: z.int().min(2).default(10),
  permutations: z.int().min(100).default(10_000),
});
export type RatingRules = z.infer<typeof ratingRules>;

const POOLS = ['level and function', 'level', 'everyone'] as const;
type Pool = (typeof POOLS)[number];

/** One manager's ratings beside those that others gave to comparable people. */
export interface RatingComparison {
  readonly reviewerPersonId: string;
  readonly status: 'stands-out' | 'as-expected' | 'too-few-reviews' | 'nobody-to-compare-with';
  readonly ratings: readonly Rating[];
  readonly measures?: RatingMeasures;
}

export interface RatingMeasures {
  /** What "comparable" came to mean: the narrowest pool that is large enough for every rating of this manager. */
  readonly pool: Pool;
  readonly poolSize: number;
  readonly mean: number;
  /** Mean of the others' ratings, weighted as this manager's people are spread over the pools. */
  readonly poolMean: number;
  /** Whether that is another number than their plain average may be: the people are of several levels or functions. */
  readonly isWeighted: boolean;
  /** Shrunken difference in scale points, and its 95 % interval. */
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  /** Welch's interval of the plain difference, where it exists. */
  readonly plainDifference?: { readonly difference: number; readonly low: number; readonly high: number };
  readonly divergence: number;
  readonly p: number;
  readonly q: number;
  readonly pMethod: 'exact' | 'sampled';
}

const WIDTH_95 = 1.959964;
const REVIEWERS_THAT_MAKE_A_LEVEL = 8;

/**
 * Compares every manager's ratings with the pool of the same level and function without that manager's own.
 * Where one manager rates each person, a difference is leniency and true team difference together; which, the numbers cannot tell.
 */
export function compareRaters(
  ratings: readonly Rating[],
  scale: { readonly min: number; readonly max: number },
  rules: RatingRules,
): RatingComparison[] {
  const byReviewer = [...Map.groupBy(ratings, ({ reviewerPersonId }) => reviewerPersonId)].sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const variances = fitVariances(ratings);
  const compared = byReviewer.map(([reviewerPersonId, own]) => {
    if (own.length < rules.fewestReviews) return { reviewerPersonId, ratings: own, status: 'too-few-reviews' as const };
    const measures = variances && measure(reviewerPersonId, own, ratings, variances, rules);
    return measures === undefined
      ? { reviewerPersonId, ratings: own, status: 'nobody-to-compare-with' as const }
      : { reviewerPersonId, ratings: own, status: 'as-expected' as const, measures };
  });

  const measured = compared.flatMap((comparison) => comparison.measures ?? []);
  const adjusted = new Map(benjaminiHochberg(measured.map(({ p }) => p)).map((q, position) => [measured[position], q]));
  const smallestEffect = (rules.smallestEffect * (scale.max - scale.min)) / 4;
  return compared.map((comparison): RatingComparison => {
    if (comparison.measures === undefined) return comparison;
    const measures = { ...comparison.measures, q: adjusted.get(comparison.measures) ?? 1 };
    const standsOut = Math.abs(measures.effect) >= smallestEffect && (measures.low > 0 || measures.high < 0);
    return { ...comparison, measures, status: standsOut ? 'stands-out' : 'as-expected' };
  });
}

interface VarianceFit {
  readonly between: number;
  readonly within: number;
}

/**
 * How much managers differ and how much ratings scatter, over the whole cycle, with what a level is usually given taken out.
 * A level rated by few managers is left as it is: taking its mean out would take out the very difference that is sought.
 */
function fitVariances(ratings: readonly Rating[]): VarianceFit | undefined {
  const usual = new Map(
    [...Map.groupBy(ratings, ({ level }) => level)]
      .filter(([, members]) => new Set(members.map(({ reviewerPersonId }) => reviewerPersonId)).size >= REVIEWERS_THAT_MAKE_A_LEVEL)
      .map(([level, members]) => [level, meanOf(members)]),
  );
  const overall = ratings.length === 0 ? 0 : meanOf(ratings);
  const groups = [...Map.groupBy(ratings, ({ reviewerPersonId }) => reviewerPersonId)].map(([key, own]) => ({
    key,
    values: own.map(({ score, level }) => score - (usual.get(level) ?? overall)),
  }));
  const fitted = shrinkGroupMeans(groups);
  return fitted && { between: fitted.betweenVariance, within: fitted.meanSquareWithin };
}

function measure(
  reviewer: string,
  own: readonly Rating[],
  all: readonly Rating[],
  variances: VarianceFit,
  rules: RatingRules,
): RatingMeasures | undefined {
  const others = all.filter(({ reviewerPersonId }) => reviewerPersonId !== reviewer);
  for (const pool of POOLS) {
    const strata = strataOf(own, others, pool);
    if (strata.some((stratum) => stratum.others.length < rules.smallestPool)) continue;
    return { pool, isWeighted: strata.length > 1, ...estimate(own, strata, variances), ...compareDistributions(reviewer, strata, rules) };
  }
  return undefined;
}

const strataOf = (own: readonly Rating[], others: readonly Rating[], pool: Pool): ComparedStratum[] => {
  const comparable = Map.groupBy(others, (one) => cellOf(one, pool));
  return [...Map.groupBy(own, (one) => cellOf(one, pool))].map(([cell, members]) => ({
    own: members.map(({ score }) => score),
    others: (comparable.get(cell) ?? []).map(({ score }) => score),
  }));
};

/** The shrunken difference; its interval also carries the uncertainty of the pool's own mean. */
function estimate(own: readonly Rating[], strata: readonly ComparedStratum[], { between, within }: VarianceFit) {
  const weight = shrinkageWeight(between, within, own.length);
  const shares = strata.map((stratum) => ({
    share: stratum.own.length / own.length,
    mean: average(stratum.others),
    size: stratum.others.length,
  }));
  const poolMean = shares.reduce((sum, { share, mean }) => sum + share * mean, 0);
  const poolVariance = shares.reduce((sum, { share, size }) => sum + (share ** 2 * within) / size, 0);
  const mean = meanOf(own);
  const effect = weight * (mean - poolMean);
  const reach = WIDTH_95 * Math.sqrt(between * (1 - weight) + weight ** 2 * poolVariance);
  return { poolSize: shares.reduce((sum, { size }) => sum + size, 0), mean, poolMean, effect, low: effect - reach, high: effect + reach };
}

function compareDistributions(reviewer: string, strata: readonly ComparedStratum[], { permutations }: RatingRules) {
  const own = strata.flatMap((stratum) => stratum.own);
  const others = strata.flatMap((stratum) => stratum.others);
  const categories = [...new Set([...own, ...others])];
  const count = (scores: readonly number[]) => categories.map((category) => scores.filter((score) => score === category).length);
  const { p, method } = permutationTest(strata, { seed: seedFrom(reviewer), permutations });
  const plain = meanDifference(own, others);
  return {
    divergence: jensenShannonDivergence(count(own), count(others)) ?? 0,
    p,
    q: p,
    pMethod: method,
    ...(plain === undefined ? {} : { plainDifference: { difference: plain.difference, low: plain.low, high: plain.high } }),
  };
}

function cellOf({ level, department }: Rating, pool: Pool): string {
  switch (pool) {
    case 'level and function':
      return JSON.stringify([level, department]);
    case 'level':
      return level;
    case 'everyone':
      return '';
  }
}

const meanOf = (ratings: readonly Rating[]): number => average(ratings.map(({ score }) => score));

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
