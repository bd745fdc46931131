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
  const overall = mean(samples.flatMap(({ sample }) => sample));
  const { spread, within } = spreadOf(samples.map(({ sample }) => sample));
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

/** The same level and department are compared where enough others share both, else the level alone. */
const ALIKE: readonly ((person: Person) => string)[] = [({ level, department }) => `${level} in ${department}`, ({ level }) => level];
const ENOUGH_ALIKE = 10;

/**
 * How far each manager rates from what others gave to people alike, shrunken as above, with half the width of its interval.
 * Of whom too few are alike, nothing is said.
 */
export function severitiesAmongAlike(
  subjects: readonly Person[],
  ratings: ReadonlyMap<string, number>,
  groups: ReadonlyMap<string, readonly string[]>,
) {
  const { spread, within } = variances(subjects, ratings, groups);
  const ratingsOf = (some: readonly Person[]) => some.map(({ id }) => ratings.get(id) ?? 0);
  return [...groups.keys()].flatMap((managerId) => {
    const { own = [], others = [] } = Object.groupBy(subjects, (one) => (one.managerId === managerId ? 'own' : 'others'));
    const peers = ALIKE.map((groupOf) => {
      const byGroup = Map.groupBy(others, groupOf);
      return own.map((one) => ratingsOf(byGroup.get(groupOf(one)) ?? []));
    }).find((alike) => alike.every(({ length }) => length >= ENOUGH_ALIKE));
    if (peers === undefined) return [];
    const weight = spread / (spread + within / own.length);
    const effect = weight * (mean(ratingsOf(own)) - mean(peers.map(mean)));
    return [{ managerId, reviews: own.length, effect, margin: WIDTH * Math.sqrt(spread * (1 - weight)) }];
  });
}

/** How much managers differ and how much ratings scatter, with what is usual at a level taken out. */
function variances(subjects: readonly Person[], ratings: ReadonlyMap<string, number>, groups: ReadonlyMap<string, readonly string[]>) {
  const usual = new Map<string, number>(
    [...Map.groupBy(subjects, ({ level }) => level)].map(([level, some]) => [level, mean(some.map(({ id }) => ratings.get(id) ?? 0))]),
  );
  const levels = new Map<string, string>(subjects.map(({ id, level }) => [id, level]));
  return spreadOf([...groups.values()].map((ids) => ids.map((id) => (ratings.get(id) ?? 0) - (usual.get(levels.get(id) ?? '') ?? 0))));
}

function spreadOf(samples: readonly (readonly number[])[]): { spread: number; within: number } {
  const all = samples.flat();
  const overall = mean(all);
  const between = sum(samples.map((sample) => sample.length * (mean(sample) - overall) ** 2)) / (samples.length - 1);
  const within = sum(samples.map((sample) => sum(sample.map((value) => (value - mean(sample)) ** 2)))) / (all.length - samples.length);
  const typicalSize = (all.length - sum(samples.map((sample) => sample.length ** 2)) / all.length) / (samples.length - 1);
  return { spread: Math.max(0, (between - within) / typicalSize), within };
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
