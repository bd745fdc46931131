import { benjaminiHochberg } from './benjamini-hochberg.js';
import { compareProportions, type Proportion, type ProportionComparison } from './two-proportion.js';

export const CHANGE_Q_MAX = 0.05;
export const CHANGE_SHARE_MIN = 0.05;

export interface JudgedChange extends ProportionComparison {
  /** The p-value after Benjamini–Hochberg over the whole family. */
  readonly q: number;
  /** True only when the change survives the family and is at least five points; everything else is "no clear change". */
  readonly isClear: boolean;
}

/** Judges every comparison shown on one page together: the family is what a reader sees at once. */
export function judgeChanges(pairs: readonly { readonly now: Proportion; readonly before: Proportion }[]): readonly JudgedChange[] {
  const comparisons = pairs.map(({ now, before }) => compareProportions(now, before));
  const adjusted = benjaminiHochberg(comparisons.map(({ p }) => p));
  return comparisons.map((comparison, index) => {
    const q = adjusted[index] ?? 1;
    // Shares are quotients: without the tolerance 0.45 − 0.40 would fall short of five points.
    const isLarge = Math.abs(comparison.difference) >= CHANGE_SHARE_MIN - 1e-9;
    return { ...comparison, q, isClear: q <= CHANGE_Q_MAX && isLarge };
  });
}
