import { FatalError } from './errors.js';
import type { KeysetList } from './keyset.js';

const ATTEMPTS = 5;

/**
 * Reads by page number what bears one instant, until as many different rows came as the source says there are.
 * Rows leave an instant while we read (whoever changes bears a later one) and the others move up: then it is read anew.
 * Only the keys of the instant are held, not its rows.
 *
 * @throws FatalError when the source gives other rows, or another number of different ones than it says there are.
 */
export async function* crowdPages<Row>(list: KeysetList<Row>, at: string): AsyncGenerator<readonly Row[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const seen = new Set<string>();
    let promised: number | undefined;
    for (let page = 1; ; page += 1) {
      const { rows, total } = await list.fetch({ kind: 'at', at, page });
      if (rows.some((row) => list.position(row) !== at))
        throw new FatalError('records come that changed in another instant than was asked for');
      promised ??= total;
      const known = seen.size;
      for (const row of rows) seen.add(list.key(row));
      if (rows.length > 0) yield rows;
      const movedUp = total !== promised; // over the end of a page that was read before
      if (movedUp || seen.size === known || rows.length < list.size) break;
    }
    if (seen.size === promised) return;
  }
  throw new FatalError(`asked ${ATTEMPTS} times, the source gave another number of records than it says changed in one instant`);
}
