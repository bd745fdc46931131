/** One group (a rater, a team) and its values. */
export interface ValueGroup {
  readonly key: string;
  readonly values: readonly number[];
}

/** What one group's mean says once its small number of values is taken into account. */
export interface ShrunkGroup {
  readonly key: string;
  readonly n: number;
  readonly mean: number;
  /** B_j, 0–1: how much of the group's own mean is believed. */
  readonly weight: number;
  readonly estimate: number;
  /** `estimate` minus the overall mean. */
  readonly effect: number;
  readonly posteriorVariance: number;
}

export interface OneWayShrinkage {
  readonly overallMean: number;
  /** MSB: the mean square between groups. */
  readonly meanSquareBetween: number;
  /** MSW: the mean square within groups, the noise of a single value. */
  readonly meanSquareWithin: number;
  /** The group size that unequal groups amount to. */
  readonly n0: number;
  /** τ²: how much true group means differ; 0 when the groups differ no more than noise would make them. */
  readonly betweenVariance: number;
  readonly groups: readonly ShrunkGroup[];
}

/**
 * One-way empirical Bayes: each group's mean is drawn towards the overall mean, the more so the fewer values it has.
 *
 * @returns undefined when there is nothing to estimate from: fewer than two groups with values, or no group with two values.
 */
export function shrinkGroupMeans(groups: readonly ValueGroup[]): OneWayShrinkage | undefined {
  const filled = groups.filter(({ values }) => values.length > 0);
  const total = filled.reduce((sum, { values }) => sum + values.length, 0);
  if (filled.length < 2 || total <= filled.length) return undefined;

  const overallMean = filled.reduce((sum, { values }) => sum + sumOf(values), 0) / total;
  const means = filled.map(({ key, values }) => ({ key, n: values.length, mean: sumOf(values) / values.length, values }));
  const between = means.reduce((sum, { n, mean }) => sum + n * (mean - overallMean) ** 2, 0);
  const within = means.reduce((sum, { mean, values }) => sum + values.reduce((squares, value) => squares + (value - mean) ** 2, 0), 0);
  const meanSquareBetween = between / (filled.length - 1);
  const meanSquareWithin = within / (total - filled.length);
  const n0 = (total - means.reduce((sum, { n }) => sum + n * n, 0) / total) / (filled.length - 1);
  const betweenVariance = Math.max(0, (meanSquareBetween - meanSquareWithin) / n0);

  return {
    overallMean,
    meanSquareBetween,
    meanSquareWithin,
    n0,
    betweenVariance,
    groups: means.map(({ key, n, mean }) => {
      const weight = shrinkageWeight(betweenVariance, meanSquareWithin, n);
      const effect = weight * (mean - overallMean);
      return { key, n, mean, weight, estimate: overallMean + effect, effect, posteriorVariance: betweenVariance * (1 - weight) };
    }),
  };
}

/** B = τ² / (τ² + σ²/n); 0 when groups do not differ, even if there is no noise either. */
export function shrinkageWeight(betweenVariance: number, withinVariance: number, n: number): number {
  return betweenVariance === 0 ? 0 : betweenVariance / (betweenVariance + withinVariance / n);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
