/** What is known of a question before anybody answered it. */
export interface Question {
  readonly favourable: readonly number[];
  readonly scale: { readonly min: number; readonly max: number };
  /** Whether everybody in the survey answered in whole numbers. */
  readonly isWhole: boolean;
}

/** Names of what is counted or summed in a group: those who answered below a value, those who answered favourably, how far all are below the highest answer together. */
export const below = (threshold: number): string => `below ${threshold}`;
export const FAVOURABLE = 'favourable';
export const SUM = 'sum';

/** Longer scales have no distribution that anybody could read. */
const MOST_POINTS = 11;

/** Every answer of a scale in whole steps but the lowest: a distribution is how many answered below each. None where there is no such scale. */
export function cuts({ scale: { min, max }, isWhole }: Question): number[] {
  const points = max - min + 1;
  if (!isWhole || !Number.isInteger(min) || !Number.isInteger(max) || points > MOST_POINTS) return [];
  return Array.from({ length: points - 1 }, (_nothing, at) => min + 1 + at);
}

/** One end of a scale: those below a value, or all the others. */
export interface Side {
  readonly threshold: number;
  readonly isAbove: boolean;
}

/** Which end of the scale is the favourable one; undefined where it is not an end, or no scale in whole steps. */
export function favourableSide({ favourable, scale: { min, max }, isWhole }: Question): Side | undefined {
  if (!isWhole || ![min, max, ...favourable].every(Number.isInteger)) return undefined;
  const [lowest, highest] = [Math.min(...favourable), Math.max(...favourable)];
  const isAll = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_nothing, at) => from + at).every((value) => favourable.includes(value));
  if (lowest > min && isAll(lowest, max)) return { threshold: lowest, isAbove: true };
  if (highest < max && isAll(min, highest)) return { threshold: highest + 1, isAbove: false };
  return undefined;
}

/** The answers on the other side of the middle than the favourable ones: a question may be asked the other way round. */
export function unfavourableSide(question: Question): Side | undefined {
  const side = favourableSide(question);
  if (side === undefined) return undefined;
  const middle = (question.scale.min + question.scale.max) / 2;
  return side.isAbove
    ? { threshold: Math.min(Math.ceil(middle), side.threshold), isAbove: false }
    : { threshold: Math.max(Math.floor(middle) + 1, side.threshold), isAbove: true };
}
