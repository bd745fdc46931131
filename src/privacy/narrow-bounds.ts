import type { Bounds } from './bands.js';

/** The sum of some unknowns, each times a factor, lies between two limits. */
export interface Constraint {
  readonly terms: readonly (readonly [unknown: number, factor: number])[];
  readonly min: number;
  readonly max: number;
}

/** Limits that narrow each other for ever so little are as narrow as they will usefully get. */
const MOST_ROUNDS = 200;
const TOLERANCE = 1e-9;

/**
 * Narrows what is known of each unknown by what every constraint leaves of it, until nothing changes: exact for one whole and its
 * parts, and for tables that share nothing but their whole.
 * @param isCount whether an unknown is a number of people, which has no fractions.
 * @returns undefined where it does not come to an end: nobody may take that for safe.
 */
export function narrowBounds(
  known: readonly Bounds[],
  constraints: readonly Constraint[],
  isCount: (unknown: number) => boolean,
): Bounds[] | undefined {
  const held: Held = {
    low: Float64Array.from(known, ({ low }) => low),
    high: Float64Array.from(known, ({ high }) => high),
    isCount: Uint8Array.from(known, (_bounds, unknown) => Number(isCount(unknown))),
  };
  const constraintsOf = Array.from({ length: known.length }, (): number[] => []);
  constraints.forEach(({ terms }, number) => {
    for (const [unknown] of terms) constraintsOf[unknown]?.push(number);
  });
  let open = new Set(constraints.keys());
  for (let round = 0; round < MOST_ROUNDS && open.size > 0; round += 1) {
    const next = new Set<number>();
    for (const number of open) {
      const constraint = constraints[number];
      if (constraint === undefined) continue;
      for (const unknown of narrow(held, constraint)) for (const about of constraintsOf[unknown] ?? []) next.add(about);
    }
    open = next;
  }
  return open.size > 0
    ? undefined
    : known.map((_bounds, unknown) => ({ low: held.low[unknown] ?? -Infinity, high: held.high[unknown] ?? Infinity }));
}

/** By unknown. In flat arrays, for most of the time a large table takes is spent on them. */
interface Held {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly isCount: Uint8Array;
}

/** @returns the unknowns of which less is possible than before. */
function narrow({ low, high, isCount }: Held, { terms, min, max }: Constraint): readonly number[] {
  let [least, most] = [0, 0];
  for (const [unknown, factor] of terms) {
    const [ofLow, ofHigh] = [factor * (low[unknown] ?? -Infinity), factor * (high[unknown] ?? Infinity)];
    least += factor > 0 ? ofLow : ofHigh;
    most += factor > 0 ? ofHigh : ofLow;
  }
  const narrowed: number[] = [];
  for (const [unknown, factor] of terms) {
    const [oneLow, oneHigh] = [low[unknown] ?? -Infinity, high[unknown] ?? Infinity];
    const fromMax = (max - (least - factor * (factor > 0 ? oneLow : oneHigh))) / factor;
    const fromMin = (min - (most - factor * (factor > 0 ? oneHigh : oneLow))) / factor;
    let [narrowLow, narrowHigh] = [Math.min(fromMax, fromMin), Math.max(fromMax, fromMin)];
    if (isCount[unknown] === 1) {
      narrowLow = Math.ceil(narrowLow - TOLERANCE);
      narrowHigh = Math.floor(narrowHigh + TOLERANCE);
    }
    const [isHigher, isLower] = [narrowLow > oneLow + TOLERANCE, narrowHigh < oneHigh - TOLERANCE];
    if (!isHigher && !isLower) continue;
    const [risen, fallen] = [isHigher ? factor * (narrowLow - oneLow) : 0, isLower ? factor * (narrowHigh - oneHigh) : 0];
    least += factor > 0 ? risen : fallen;
    most += factor > 0 ? fallen : risen;
    if (isHigher) low[unknown] = narrowLow;
    if (isLower) high[unknown] = narrowHigh;
    narrowed.push(unknown);
  }
  return narrowed;
}
