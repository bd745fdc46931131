import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { countNameless } from './nameless.js';

const accounted = z.object({
  /** Rows of this import that are there now, from this file or an earlier one. */
  held: count,
  /** Of these, the ones canonical records are made of. */
  mapped: count,
  /** The ones that wait for a better mapping while what was made of them before stays in use. */
  kept: count,
  /** The ones that wait and make nothing. */
  setAside: count,
  /** Of those held, the ones the last file no longer had. */
  missing: count,
});

export const importAccount = accounted.extend({
  /** Rows of the last file that could not be read, or have no key: each may be one of those that are missing. */
  nameless: z.number().int(),
  records: z.record(z.string(), z.number().int()),
});
export type ImportAccount = z.infer<typeof importAccount>;

/** What became of the rows of a file, counted in the tables themselves and not while they were written. */
export async function accountFor(tx: Tx, connectionId: string): Promise<ImportAccount> {
  const account = await firstRow(
    tx,
    accounted,
    `select count(*) filter (where held) as held, count(*) filter (where held and made and not waits) as mapped,
       count(*) filter (where held and made and waits) as kept, count(*) filter (where held and waits and not made) as "setAside",
       count(*) filter (where held and not seen) as missing
     from (${byKey}) as known`,
    [connectionId],
  );
  const made = await rows(
    tx,
    z.object({ kind: z.string(), count }),
    'select kind, count(*) from record where connection_id = $1 and superseded_at is null group by kind order by kind',
    [connectionId],
  );
  if (account === undefined) throw new Error('counting gives a row');
  return {
    ...account,
    nameless: await namelessIn(tx, connectionId),
    records: Object.fromEntries(made.map(({ kind, count: number }) => [kind, number])),
  };
}

// Grouped and not joined: however little Postgres knows of tables that were just filled, grouping takes it no longer.
const byKey = `
  select key, bool_or(what = 'held') as held, bool_or(what = 'made') as made, bool_or(what = 'waits') as waits, bool_or(what = 'seen') as seen
  from (select 'held' as what, key from raw_record where connection_id = $1 and stream = 'rows' and deleted_at is null
        union all select 'made', raw_key from record where connection_id = $1 and stream = 'rows' and superseded_at is null
        union all select 'waits', key from quarantined_record where connection_id = $1 and stream = 'rows' and reason_code = 'mapping' and released_at is null
        union all select 'seen', key from run_record
          where stream = 'rows' and run_id = (select run_id from stream_state where connection_id = $1 and stream = 'rows')) as told
  group by key`;

async function namelessIn(tx: Tx, connectionId: string): Promise<number> {
  const last = await firstRow(
    tx,
    z.object({ runId: z.uuid() }),
    `select run_id as "runId" from stream_state where connection_id = $1 and stream = 'rows' and run_id is not null`,
    [connectionId],
  );
  return last === undefined ? 0 : countNameless(tx, { connectionId, stream: 'rows', runId: last.runId });
}

/**
 * Somebody says that the last file is all there is: rows that only an earlier one had are gone.
 * None are while rows of this file do not say which they are: they may be the ones. @returns how many.
 */
export async function dropMissing(tx: Tx, connectionId: string): Promise<number> {
  if ((await namelessIn(tx, connectionId)) > 0) return 0;
  const dropped = await rows(
    tx,
    z.object({ key: z.string() }),
    `update raw_record r set deleted_at = now(), mapped_hash = null from (${byKey}) as known
     where known.held and not known.seen and r.connection_id = $1 and r.stream = 'rows' and r.key = known.key returning r.key`,
    [connectionId],
  );
  if (dropped.length > 0)
    await recordAudit(tx, {
      event: 'records.deleted',
      subject: `connection:${connectionId}`,
      details: { stream: 'rows', missing: dropped.length },
    });
  return dropped.length;
}
