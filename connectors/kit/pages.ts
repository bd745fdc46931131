import { crowdPages } from './crowd.js';
import { FatalError } from './errors.js';
import type { KeysetList, Reach } from './keyset.js';

export interface KeysetPage<Row> {
  readonly rows: readonly Row[];
  /** Where the next read may begin once these rows are stored; undefined where that is where it began. */
  readonly end: string | undefined;
  /** How many rows the source says there are of what was asked for with this page. */
  readonly total: number | undefined;
}

/**
 * Reads a list sorted by when its rows last changed, asking for each page from where the last one ended.
 * Page numbers lose rows that move while we read; this loses none, and gives the rows at a boundary twice.
 * Where more rows bear one instant than fit a page (a change in bulk), that instant is read by itself.
 * A row that bears no instant is handed on like any other, and moves nothing.
 *
 * @throws FatalError when the source does not heed what it is asked: the read would lose rows, or never end.
 */
export async function* keysetPages<Row>(list: KeysetList<Row>): AsyncGenerator<KeysetPage<Row>> {
  for (let reach: Exclude<Reach, { kind: 'at' }> = { kind: 'from', at: list.from }; ;) {
    const { rows, total } = await list.fetch(reach);
    const { first, last }: Ends = endsOf(list, rows, reach);
    if (rows.length < list.size) {
      if (rows.length > 0 || (total ?? 0) > 0) yield { rows, end: last, total }; // nothing, where something was promised, is worth telling
      return;
    }
    if (last === undefined) throw new FatalError('a whole page of records says nothing of when they last changed', { size: list.size });

    if (first !== last) {
      yield { rows, end: last, total };
      reach = { kind: 'from', at: last };
      continue;
    }
    yield { rows: rows.filter((row) => list.position(row) === undefined), end: last, total };
    for await (const crowd of crowdPages(list, last)) yield { rows: crowd, end: last, total: undefined };
    reach = { kind: 'after', at: last };
  }
}

interface Ends {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

function endsOf<Row>({ position }: KeysetList<Row>, rows: readonly Row[], { kind, at }: Exclude<Reach, { kind: 'at' }>): Ends {
  const instants = rows.map(position).filter((instant) => instant !== undefined);
  if (instants.some((instant, place) => instant < (instants[place - 1] ?? instant)))
    throw new FatalError('the records do not come in the order they were asked for: going on from the last of them would lose some');
  const first = instants[0];
  if (first !== undefined && at !== undefined && (first < at || (kind === 'after' && first === at)))
    throw new FatalError(
      'records come from before the instant they were asked from: the source does not heed its filter, and the read would never end',
    );
  return { first, last: instants.at(-1) };
}
