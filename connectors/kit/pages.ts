import { FatalError } from './errors.js';

/**
 * Reads a list sorted by `position`, asking for each page from where the last one ended.
 * Page numbers lose rows that move while we read; this loses none, and gives the rows at a boundary twice.
 */
export async function* keysetPages<Row>(list: {
  from: string | undefined;
  size: number;
  fetch: (from: string | undefined) => Promise<readonly Row[]>;
  position: (row: Row) => string;
}): AsyncGenerator<{ rows: readonly Row[]; end: string }> {
  for (let from = list.from; ;) {
    const rows = await list.fetch(from);
    const last = rows.at(-1);
    if (last === undefined) return;

    const end = list.position(last);
    yield { rows, end };
    if (rows.length < list.size) return;
    if (end === from) throw new FatalError('more rows share one position than fit a page', { size: list.size });
    from = end;
  }
}
