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
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const changed = constraints.map((constraint) => narrow(bounds, constraint, isCount)).includes(true);
    if (!changed) return bounds;
  }
  return undefined;
}

function narrow(bounds: { low: number; high: number }[], { terms, min, max }: Constraint, isCount: (unknown: number) => boolean): boolean {
  const ranges = terms.map(([unknown, factor]) => {
    const { low, high } = bounds[unknown] ?? { low: -Infinity, high: Infinity };
    return factor > 0 ? { least: factor * low, most: factor * high } : { least: factor * high, most: factor * low };
  });
  const least = ranges.reduce((sum, range) => sum + range.least, 0);
  const most = ranges.reduce((sum, range) => sum + range.most, 0);
  let isChanged = false;
  terms.forEach(([unknown, factor], at) => {
    const [one, range] = [bounds[unknown], ranges[at]];
    if (one === undefined || range === undefined) return;
    const ends = [(max - (least - range.least)) / factor, (min - (most - range.most)) / factor];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const narrower = isCount(unknown) ? { low: Math.ceil(low - TOLERANCE), high: Math.floor(high + TOLERANCE) } : { low, high };
    if (narrower.low > one.low + TOLERANCE) [one.low, isChanged] = [narrower.low, true];
    if (narrower.high < one.high - TOLERANCE) [one.high, isChanged] = [narrower.high, true];
  });
  return isChanged;
}
