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
  const bounds = known.map(({ low, high }) => ({ low, high }));
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
      for (const unknown of narrow(bounds, constraint, isCount)) for (const about of constraintsOf[unknown] ?? []) next.add(about);
    }
    open = next;
  }
  return open.size > 0 ? undefined : bounds;
}

/** @returns the unknowns of which less is possible than before. */
function narrow(
  bounds: { low: number; high: number }[],
  { terms, min, max }: Constraint,
  isCount: (unknown: number) => boolean,
): readonly number[] {
  let [least, most] = [0, 0];
  for (const [unknown, factor] of terms) {
    const { low, high } = bounds[unknown] ?? ANYTHING;
    least += factor * (factor > 0 ? low : high);
    most += factor * (factor > 0 ? high : low);
  }
  const narrowed: number[] = [];
  for (const [unknown, factor] of terms) {
    const one = bounds[unknown];
    if (one === undefined) continue;
    const others = { least: least - factor * (factor > 0 ? one.low : one.high), most: most - factor * (factor > 0 ? one.high : one.low) };
    const ends = [(max - others.least) / factor, (min - others.most) / factor] as const;
    const narrower = { low: Math.min(...ends), high: Math.max(...ends) };
    if (isCount(unknown)) {
      narrower.low = Math.ceil(narrower.low - TOLERANCE);
      narrower.high = Math.floor(narrower.high + TOLERANCE);
    }
    const [isHigher, isLower] = [narrower.low > one.low + TOLERANCE, narrower.high < one.high - TOLERANCE];
    if (!isHigher && !isLower) continue;
    least += factor > 0 && isHigher ? factor * (narrower.low - one.low) : factor < 0 && isLower ? factor * (narrower.high - one.high) : 0;
    most += factor > 0 && isLower ? factor * (narrower.high - one.high) : factor < 0 && isHigher ? factor * (narrower.low - one.low) : 0;
    if (isHigher) one.low = narrower.low;
    if (isLower) one.high = narrower.high;
    narrowed.push(unknown);
  }
  return narrowed;
}

const ANYTHING: Bounds = { low: -Infinity, high: Infinity };
