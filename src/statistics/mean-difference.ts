import { studentTCritical, twoSidedTail } from './student-t.js';

export interface MeanDifference {
  /** Mean of the left minus mean of the right. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * The difference of two means with Welch's interval, which does not assume equal spread.
 *
 * @param confidence 0–1; 0.95 by default.
 * @returns undefined when a side has fewer than two values, or when neither side varies at all (no interval exists then).
 */
export function meanDifference(left: readonly number[], right: readonly number[], confidence = 0.95): MeanDifference | undefined {
  if (left.length < 2 || right.length < 2) return undefined;
  const leftError = sampleVariance(left) / left.length;
  const rightError = sampleVariance(right) / right.length;
  const error = leftError + rightError;
  if (error === 0) return undefined;

  const degreesOfFreedom = error ** 2 / (leftError ** 2 / (left.length - 1) + rightError ** 2 / (right.length - 1));
  const difference = mean(left) - mean(right);
  const reach = studentTCritical(confidence, degreesOfFreedom) * Math.sqrt(error);
  return {
    difference,
    low: difference - reach,
    high: difference + reach,
    degreesOfFreedom,
    p: twoSidedTail(Math.abs(difference) / Math.sqrt(error), degreesOfFreedom),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function sampleVariance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
