import { twoSidedNormalP } from './normal.js';
import { type ShareInterval, wilsonInterval } from './wilson.js';

export interface Proportion {
  readonly hits: number;
  readonly trials: number;
}

export interface ProportionComparison {
  /** Share of the first minus share of the second, −1 to 1. */
  readonly difference: number;
  /** Newcombe's 95 % interval of the difference: the two Wilson intervals combined. */
  readonly interval: ShareInterval;
  readonly z: number;
  readonly p: number;
  /** Cohen's h; 0.2 small, 0.5 medium, 0.8 large. */
  readonly effectH: number;
}

/** Compares two shares of different people with the pooled z-test. */
export function compareProportions(first: Proportion, second: Proportion): ProportionComparison {
  const a = first.hits / first.trials;
  const b = second.hits / second.trials;
  const pooled = (first.hits + second.hits) / (first.trials + second.trials);
  const standardError = Math.sqrt(pooled * (1 - pooled) * (1 / first.trials + 1 / second.trials));
  // Both shares at the same edge: no spread, and no difference either.
  const z = standardError === 0 ? 0 : (a - b) / standardError;
  return {
    difference: a - b,
    interval: newcombeInterval(first, second),
    z,
    p: twoSidedNormalP(z),
    effectH: 2 * Math.asin(Math.sqrt(a)) - 2 * Math.asin(Math.sqrt(b)),
  };
}

function newcombeInterval(first: Proportion, second: Proportion): ShareInterval {
  const a = first.hits / first.trials;
  const b = second.hits / second.trials;
  const aroundA = wilsonInterval(first.hits, first.trials);
  const aroundB = wilsonInterval(second.hits, second.trials);
  return {
    low: a - b - Math.hypot(a - aroundA.low, aroundB.high - b),
    high: a - b + Math.hypot(aroundA.high - a, b - aroundB.low),
  };
}
