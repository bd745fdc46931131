/**
 * Figures are given in bands, and how many depends on the number of people alone: at most so many that every band, those at the
 * ends as well, leaves open what one person answered. A count to the last person would be undone by subtraction, and would say of
 * a unanimous group what each of them answered. Methods 1.1: rounding protects nothing where each band holds one count only.
 */

/** Numbers of bands a share may be given in, finest first: never finer than whole percents. */
const SHARE_BANDS = [100, 50, 25, 20, 10, 5, 4, 3, 2, 1];

/** Steps a mean may be given in, finest first; those that divide the scale. */
const MEAN_STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50];

/** How often figures may be made coarser: until every one of them only says which half. */
export const MOST_COARSER = SHARE_BANDS.length - 1;

/** What is known of a count of people, or of a sum above the scale's lowest answer: at least, and at most. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** So little below an edge that belongs to the next band, that no sum of answers lies between. */
const JUST_BELOW = 1e-6;

/** In how many bands a share of so many people is given: the most with more than two counts each. */
export function shareBands(people: number, coarser: number): number {
  return pick(SHARE_BANDS, people, coarser);
}

/** In how many bands a mean of so many people is given: the most in which a band holds more than two whole scales. */
export function meanBands(people: number, { min, max }: { readonly min: number; readonly max: number }, coarser: number): number {
  const divided = MEAN_STEPS.map((step) => (max - min) / step).filter((bands) => Math.abs(bands - Math.round(bands)) < 1e-9);
  const candidates = new Set([...divided.map(Math.round), 2, 1].filter((bands) => bands >= 1));
  return pick(
    [...candidates].toSorted((left, right) => right - left),
    people,
    coarser,
  );
}

function pick(candidates: readonly number[], people: number, coarser: number): number {
  const safe = candidates.filter((bands) => people > 2 * bands);
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

/** What a band says of a sum above the scale's lowest answer. */
export function sumBounds(band: number, total: number, bands: number): Bounds {
  const [from, to] = edges(band, total, bands);
  return { low: Math.max(0, from), high: band === bands ? total : to - JUST_BELOW };
}

const edges = (band: number, total: number, bands: number) =>
  [((2 * band - 1) * total) / (2 * bands), ((2 * band + 1) * total) / (2 * bands)] as const;
