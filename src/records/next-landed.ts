import { z } from 'zod';
import { bytes, rows, type Tx } from '../database/rows.js';

const AT_ONCE = 500;
/** So many are few where each is a long text: what goes to the database in one statement has to fit into one string, and into memory. */
const BYTES_AT_ONCE = 16 * 1024 * 1024;

const landedRow = z.object({ key: z.string(), runId: z.uuid(), hash: bytes, payload: bytes, gone: z.boolean() });

interface Wanted {
  readonly connectionId: string;
  readonly stream: string;
  /** How it is mapped now. */
  readonly mappedAs: string;
  readonly after: string;
  /** Only what was never mapped as it is now. */
  readonly onlyLeftOver: boolean;
}

/** The next raw records, by key, that were not mapped as they are now and that a believed run answers for; locked. At least one, where there is one. */
export function nextLanded(tx: Tx, { connectionId, stream, mappedAs, after, onlyLeftOver }: Wanted): Promise<z.output<typeof landedRow>[]> {
  return rows(
    tx,
    landedRow,
    `with next as materialized (
       select key, octet_length(payload) as size from raw_record r
       where connection_id = $1 and stream = $2 and key > $4 and (mapped_hash is distinct from hash or (not $5 and mapped_as is distinct from $3))
         and (deleted_at is not null or exists (select from stream_run s where s.run_id = r.run_id and s.stream = r.stream and s.believed))
       order by key limit ${AT_ONCE}),
     batch as (select key from (select key, sum(size) over (order by key) - size as before from next) sized where before < ${BYTES_AT_ONCE})
     select key, run_id as "runId", hash, payload, deleted_at is not null as gone from raw_record r
     where connection_id = $1 and stream = $2 and key in (select key from batch) order by key for update of r`,
    [connectionId, stream, mappedAs, after, onlyLeftOver],
  );
}
