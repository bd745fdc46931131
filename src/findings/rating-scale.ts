import type { Held } from '../records/records.js';

/** What ratings of a cycle are given on. */
export interface RatingScale {
  readonly min: number;
  readonly max: number;
  /** As fine as any rating of the cycle is. */
  readonly step: number;
}

const STEPS = [1, 0.5, 0.25, 0.1, 0.01];

/**
 * The one scale of these ratings, in the steps that were used on it: a source says where a scale ends, not how fine it is.
 * @returns undefined where there is none, or more than one.
 */
export function scaleOf(ratings: readonly Pick<Held<'rating'>, 'record'>[]): RatingScale | undefined {
  const [first, ...more] = ratings.map(({ record: { scale } }) => scale);
  if (first === undefined || more.some(({ min, max }) => min !== first.min || max !== first.max)) return undefined;
  const finest = STEPS.at(-1) ?? 1;
  const step = STEPS.find((one) => ratings.every(({ record }) => isOn(record.score, first.min, one))) ?? finest;
  return { ...first, step };
}

/** What is wrong with a score somebody typed; undefined where it is one that could have been given. */
export function unfit(score: number, { min, max, step }: RatingScale): string | undefined {
  if (score < min || score > max) return `ratings of this cycle are given from ${min} to ${max}`;
  if (isOn(score, min, step)) return undefined;
  return step === 1
    ? `ratings of this cycle are whole numbers from ${min} to ${max}`
    : `ratings of this cycle are given in steps of ${step}`;
}

const ROUNDING = 1e-6;

const isOn = (score: number, min: number, step: number): boolean => {
  const steps = (score - min) / step;
  return Math.abs(steps - Math.round(steps)) < ROUNDING;
};
