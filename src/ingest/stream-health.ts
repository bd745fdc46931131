/** What the last complete read of a stream looked like. */
export interface StreamHistory {
  readonly read: number;
  readonly fill: Readonly<Record<string, number>>;
}

export interface StreamReading extends StreamHistory {
  /** How many different records came: the same one at the end of a page and the beginning of the next is one. */
  readonly different: number;
  /** Whether everything was read, rather than what changed since the last time. */
  readonly full: boolean;
  /** How many records of the stream are there from earlier reads, whatever became of those; asked only where nothing came. */
  readonly held: number;
  readonly requested: readonly string[];
  /** What the source said it would give. */
  readonly sourceTotal: number | undefined;
}

/** How unlikely it has to be that a field is empty in all records of a read by chance, going by how often it was filled before. */
const CHANCE = 0.001;

/**
 * Says why a stream that was read without an error is still not to be believed: nothing came where something was,
 * less came than the source promised, or a field came in no record at all where that can hardly be chance.
 * @param consequences what is made from a field, in words; so that a person sees what waits.
 */
export function suspicions(
  reading: StreamReading,
  before: StreamHistory | undefined,
  consequences: (field: string) => readonly string[],
): string[] {
  const found: string[] = [];
  if (reading.full && reading.read === 0 && reading.held > 0) found.push(`no records came; earlier reads gave ${reading.held}`);
  if (reading.sourceTotal !== undefined && reading.different < reading.sourceTotal)
    found.push(`the source promised ${reading.sourceTotal} records and gave ${reading.different}`);
  if (reading.read > 0) {
    for (const field of reading.requested) {
      if ((reading.fill[field] ?? 0) > 0) continue;
      if (before === undefined || chanceOfNone(field, reading.read, before) >= CHANCE) continue;
      found.push(fieldStopped(field, reading.read, (before.fill[field] ?? 0) / before.read, consequences(field)));
    }
  }
  return found;
}

/**
 * How likely it is that none of `read` records carries the field, going by how often it was filled before (Jeffreys' prior):
 * one record that had it says next to nothing, a thousand say a lot.
 */
function chanceOfNone(field: string, read: number, before: StreamHistory): number {
  const empty = before.read - (before.fill[field] ?? 0) + 0.5;
  let chance = 1;
  for (let drawn = 0; drawn < read && chance >= CHANCE; drawn += 1) chance *= (empty + drawn) / (before.read + 1 + drawn);
  return chance;
}

function fieldStopped(field: string, read: number, usual: number, consequences: readonly string[]): string {
  const used = consequences.length === 0 ? 'nothing is made from it' : `what is made from it waits: ${consequences.join(', ')}`;
  return `the field ${field} stopped coming: in none of ${read} records, where ${Math.round(usual * 100)} % had it before. The key's user may have lost sight of it; ${used}`;
}
