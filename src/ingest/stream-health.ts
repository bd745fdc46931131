import { z } from 'zod';

const counts = z.record(z.string(), z.number().int());

/** What a stream is known to look like, from all that was believed of it. */
export const usual = z.object({
  seen: z.number().int(),
  /** Per requested field, in how many of the records seen it carried a value. */
  fill: counts,
  /** Per requested field, how many changed records came one after the other without it, and none with it. */
  without: counts,
});
export type Usual = z.infer<typeof usual>;

/** What came, in a run and in those it goes on from. */
export interface Reading {
  /** Whether it is everything the source has, rather than what changed since the last time. */
  readonly whole: boolean;
  readonly seen: number;
  readonly fill: Usual['fill'];
  /** How many of these were not known just so; an old record that is read once more is no news of how the source answers. */
  readonly news: number;
  readonly newsFill: Usual['fill'];
  readonly requested: readonly string[];
}

export interface StreamReading extends Reading {
  /** How many records this run read, and how many different ones: the same one at the end of a page and the beginning of the next is one. */
  readonly read: number;
  readonly different: number;
  /** How many records of the stream are there from earlier reads, whatever became of those; asked only where nothing came. */
  readonly held: number;
  /** What the source said it would give. */
  readonly sourceTotal: number | undefined;
}

/** Why a stream is not to be believed. */
export interface Doubt {
  readonly said: string;
  /** What a person accepts who says that it is meant; absent where nobody can say so. */
  readonly accepts?: string;
}

/** What a person accepts who says that a source has nothing any more, or that a field is meant to be as it came. */
export const NO_RECORDS = 'no records';
export const onField = (field: string): string => `field ${field}`;

/** How unlikely it has to be that a field is empty in all records of a read by chance, going by how often it was filled before. */
const CHANCE = 0.001;
/** A share of fewer filled records than this may halve by chance. */
const ENOUGH = 20;

/**
 * Says why a stream that was read without an error is still not to be believed: nothing came where something was,
 * less came than the source promised, or a field came in no record, or in less than half as many, where that can hardly be chance.
 * @param consequences what is made from a field, in words; so that a person sees what waits.
 */
export function suspicions(reading: StreamReading, known: Usual | undefined, consequences: (field: string) => readonly string[]): Doubt[] {
  const found: Doubt[] = [];
  if (reading.whole && reading.seen === 0 && reading.held > 0 && known?.seen !== 0)
    found.push({ said: `no records came; earlier reads gave ${reading.held}`, accepts: NO_RECORDS });
  if (reading.sourceTotal !== undefined && reading.different < reading.sourceTotal)
    found.push({ said: `the source promised ${reading.sourceTotal} records and gave ${reading.different}` });
  if (known === undefined) return found;
  const share = (field: string) => Math.round((100 * (known.fill[field] ?? 0)) / known.seen);
  const used = (field: string) => {
    const made = consequences(field);
    return made.length === 0 ? 'nothing is made from it' : `what is made from it waits: ${made.join(', ')}`;
  };
  for (const field of stoppedFields(reading, known))
    found.push({
      said: `the field ${field} stopped coming: in none of ${reading.whole ? `${reading.seen}` : `${reading.news} changed`} records, where ${share(field)} % had it before. The key's user may have lost sight of it; ${used(field)}`,
      accepts: onField(field),
    });
  for (const field of thinnedFields(reading, known))
    found.push({
      said: `the field ${field} came in ${reading.fill[field] ?? 0} of ${reading.seen} records, where ${share(field)} % had it before. The key's user may see fewer records whole; ${used(field)}`,
      accepts: onField(field),
    });
  return found;
}

/** The fields that came in no record at all, where that can hardly be chance. */
export function stoppedFields({ whole, seen, fill, news, requested }: Reading, known: Usual): string[] {
  return requested.filter((field) => {
    if ((fill[field] ?? 0) > 0) return false;
    const without = whole ? seen : news === 0 ? 0 : news + (known.without[field] ?? 0);
    return without > 0 && chanceOfNone(field, without, known) < CHANCE;
  });
}

/** The fields that came in less than half as many records as was to be expected of everything. */
function thinnedFields({ whole, seen, fill, requested }: Reading, known: Usual): string[] {
  if (!whole || known.seen === 0) return [];
  return requested.filter((field) => {
    const came = fill[field] ?? 0;
    const expected = ((known.fill[field] ?? 0) / known.seen) * seen;
    return came > 0 && expected >= ENOUGH && came < expected / 2;
  });
}

/** What a stream is known to look like once a reading of it is believed. */
export function learned(known: Usual | undefined, { whole, seen, fill, news, newsFill, requested }: Reading): Usual {
  if (known !== undefined && seen === 0) return known; // nothing came: that tells of no field
  if (whole || known === undefined) return { seen, fill, without: {} };
  return {
    seen: known.seen + news,
    fill: Object.fromEntries(requested.map((field) => [field, (known.fill[field] ?? 0) + (newsFill[field] ?? 0)])),
    without: Object.fromEntries(requested.map((field) => [field, (fill[field] ?? 0) > 0 ? 0 : (known.without[field] ?? 0) + news])),
  };
}

/**
 * How likely it is that none of `drawn` records carries the field, going by how often it was filled before (Jeffreys' prior):
 * one record that had it says next to nothing, a thousand say a lot.
 */
function chanceOfNone(field: string, drawn: number, known: Usual): number {
  const empty = known.seen - (known.fill[field] ?? 0) + 0.5;
  let chance = 1;
  for (let nth = 0; nth < drawn && chance >= CHANCE; nth += 1) chance *= (empty + nth) / (known.seen + 1 + nth);
  return chance;
}
