import { z } from 'zod';
import { count, firstRow, type Tx } from '../database/rows.js';
import { WITHOUT_KEY } from './judge.js';

/**
 * How many records of a run wait in quarantine and do not say which they are: a row that cannot be read, a record without a key.
 * Any of them may be one that seems not to have come, so that what is missing beside them is not proved to be gone.
 * What stands where a record that is held stood is that record; what a person let go without looking is none.
 */
export async function countNameless(
  tx: Tx,
  { connectionId, stream, runId }: { readonly connectionId: string; readonly stream: string; readonly runId: string },
): Promise<number> {
  const counted = await firstRow(
    tx,
    z.object({ nameless: count }),
    `select count(*) as nameless from quarantined_record q
     where q.connection_id = $1 and q.stream = $2 and q.released_at is null and (q.reason_code = 'unreadable' or starts_with(q.key, $4))
       and exists (select from run_record seen where seen.run_id = $3 and seen.stream = q.stream and seen.key = q.key and seen.waits)
       and not exists (select from raw_record r where r.connection_id = $1 and r.stream = q.stream and r.key = q.key and r.deleted_at is null)`,
    [connectionId, stream, runId, WITHOUT_KEY],
  );
  return counted?.nameless ?? 0;
}
