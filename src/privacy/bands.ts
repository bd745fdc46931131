/**
 * Figures are given in bands, and how many depends on the number of people alone: at most so many that every band, those at the
 * ends as well, leaves open what one person answered. A count to the last person would be undone by subtraction, and would say of
 * a unanimous group what each of them answered. Methods 1.1: rounding protects nothing where each band holds one count only.
 */

/** Numbers of bands, finest first: never finer than whole percents. */
const BANDS = [100, 50, 25, 20, 10, 5, 4, 3, 2, 1];

/** How often figures may be made coarser: until every one of them only says which half. */
export const MOST_COARSER = BANDS.length - 1;

/** What is known of a count of people, or of how far all are below the scale's highest answer together: at least, and at most. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** So little below an edge that belongs to the next band, that no sum of answers lies between. */
const JUST_BELOW = 1e-6;

/**
 * In how many bands the figures of so many people are given: the most with more than two counts each. A mean has as many bands over
 * its scale, so that each holds more than two people's whole scales; where only the two ends can be answered, it is the share.
 * @param coarser how many sizes of band to skip.
 */
export function bandsFor(people: number, coarser: number): number {
  const safe = BANDS.filter((bands) => people > 2 * bands);
  const picked = safe[Math.min(coarser, safe.length - 1)];
  if (picked === undefined) throw new Error('of fewer than three people nothing may be shown, in whatever bands');
  return picked;
}

/** The band a part of a total falls in, counted from 0 to `bands`, those at the ends half as wide. */
export function bandOf(part: number, total: number, bands: number): number {
  return Math.floor((2 * part * bands + total) / (2 * total));
}

/** What a band says of a count of people. */
export function countBounds(band: number, people: number, bands: number): Bounds {
  const [from, to] = edges(band, people, bands);
  return { low: Math.max(0, Math.ceil(from)), high: Math.min(people, Math.ceil(to) - 1) };
}

/** What a band says of how far all are below the scale's highest answer together. */
export function sumBounds(band: number, total: number, bands: number): Bounds {
  const [from, to] = edges(band, total, bands);
  return { low: Math.max(0, from), high: band === bands ? total : to - JUST_BELOW };
}

const edges = (band: number, total: number, bands: number) =>
  [((2 * band - 1) * total) / (2 * bands), ((2 * band + 1) * total) / (2 * bands)] as const;
