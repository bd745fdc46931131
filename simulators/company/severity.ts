import type { Person } from './people.js';

/** Report ids by manager. */
export function managerGroups(subjects: readonly Person[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, managerId } of subjects) if (managerId !== null) groups.set(managerId, [...(groups.get(managerId) ?? []), id]);
  return groups;
}

/** Mean rating of everybody but these. */
export const poolWithout = (ratings: ReadonlyMap<string, number>, ids: readonly string[]): number => mean(others(ratings, ids));

/** Of a normal distribution, two-sided 95 %. */
const WIDTH = 1.96;

/** Empirical-Bayes estimate of how far each manager rates from the mean of all, with half the width of its interval. */
export function severities(ratings: ReadonlyMap<string, number>, groups: ReadonlyMap<string, readonly string[]>) {
  const samples = [...groups].map(([managerId, reports]) => ({ managerId, sample: reports.map((report) => ratings.get(report) ?? 0) }));
  const all = samples.flatMap(({ sample }) => sample);
  const overall = mean(all);
  const between = sum(samples.map(({ sample }) => sample.length * (mean(sample) - overall) ** 2)) / (samples.length - 1);
  const within =
    sum(samples.map(({ sample }) => sum(sample.map((rating) => (rating - mean(sample)) ** 2)))) / (all.length - samples.length);
  const typicalSize = (all.length - sum(samples.map(({ sample }) => sample.length ** 2)) / all.length) / (samples.length - 1);
  const spread = Math.max(0, (between - within) / typicalSize);
  return samples.map(({ managerId, sample }) => {
    const weight = spread / (spread + within / sample.length);
    return {
      managerId,
      reviews: sample.length,
      effect: weight * (mean(sample) - overall),
      margin: WIDTH * Math.sqrt(spread * (1 - weight)),
    };
  });
}

/** Welch's comparison with everybody else: whether the mean lies above theirs by more than chance explains. */
export function isSignificantlyAbove(ratings: ReadonlyMap<string, number>, reports: readonly string[]): boolean {
  const sample = reports.map((report) => ratings.get(report) ?? 0);
  const pool = others(ratings, reports);
  return mean(sample) - mean(pool) > WIDTH * Math.sqrt(variance(sample) / sample.length + variance(pool) / pool.length);
}

function others(ratings: ReadonlyMap<string, number>, ids: readonly string[]): number[] {
  const left = new Set(ids);
  return [...ratings].filter(([id]) => !left.has(id)).map(([, rating]) => rating);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
}
