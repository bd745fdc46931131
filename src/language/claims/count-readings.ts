import type { DateMention, EntityMention, NumberMention } from './claim.js';
import type { ReadClaim } from './extract.js';

/** Where and when a number of a clause may count. */
export interface Told {
  readonly dates: readonly DateMention[];
  readonly places: readonly EntityMention[];
}

/**
 * In how many ways a number of a clause may be meant. "5 issues in Atlas and 3 in Borealis in March": the 3 are of March, the 5 may be
 * of March or of the whole cycle. Of numbers that do not stand apart by a place or a time of their own, nobody can tell.
 */
export function readingsOf(
  { claim }: ReadClaim,
  counted: NumberMention,
): { readonly readings: readonly Told[]; readonly isApart: boolean } {
  const all: Told = { dates: claim.dates, places: claim.entities.filter(isPlace) };
  const segments = segmentsOf(claim);
  const own = segments.find(({ start }) => start === counted.start);
  if (claim.numbers.length < 2 || own === undefined || !standApart(segments)) return { readings: [all], isApart: claim.numbers.length < 2 };
  const first = segments[0]?.start ?? 0;
  const ways = <Mention extends { readonly start: number }>(mine: readonly Mention[], any: readonly Mention[]): (readonly Mention[])[] => {
    if (mine.length > 0) return [mine];
    const before = any.filter(({ start }) => start < first); // what stands before all of them is said of all of them
    if (before.length > 0) return [before];
    return any.length === 0 ? [[]] : [[], ...any.map((one) => [one])];
  };
  const readings = ways(own.dates, all.dates).flatMap((dates) => ways(own.places, all.places).map((places) => ({ dates, places })));
  return { readings, isApart: true };
}

interface Segment extends Told {
  readonly start: number;
}

/** Each number with what stands between it and the next one. */
const segmentsOf = ({ numbers, dates, entities }: ReadClaim['claim']): Segment[] =>
  numbers.map(({ start }, at) => {
    const end = numbers[at + 1]?.start ?? Infinity;
    const within = (mention: { readonly start: number }) => start <= mention.start && mention.start < end;
    return { start, dates: dates.filter(within), places: entities.filter(isPlace).filter(within) };
  });

/** Whether each has one place or one time of its own, and no two the same. */
const standApart = (segments: readonly Segment[]): boolean =>
  [segments.map(({ places }) => places), segments.map(({ dates }) => dates)].some(
    (own) => own.every((some) => some.length === 1) && new Set(own.map(([one]) => one?.text.toLowerCase())).size === own.length,
  );

const isPlace = ({ kind }: EntityMention): boolean => kind === 'project';
