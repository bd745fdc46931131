import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { rows, type Tx } from '../database/rows.js';

/**
 * After a full read that is believed, releases from quarantine what is not at the source any more.
 * What could not be read is known only by where it stood: where nothing was refused this time, something else stands, or nothing.
 * Any other is gone where a full read proves a deletion, nothing that landed is held under its key, and the connection reads what it read before:
 * what is not asked for any more is not gone for that.
 */
export async function releaseGone(
  tx: Tx,
  run: { readonly id: string; readonly opened: { readonly id: string } },
  stream: { readonly name: string; readonly deletes: string },
): Promise<void> {
  const released = await rows(
    tx,
    z.object({ key: z.string() }),
    `update quarantined_record q set released_at = now()
     where q.connection_id = $1 and q.stream = $2 and q.released_at is null
       and case when q.reason_code = 'unreadable'
         then not exists (select from run_record seen where seen.run_id = $3 and seen.stream = q.stream and seen.key = q.key and seen.waits)
         else $4 and not exists (select from run_record seen where seen.run_id = $3 and seen.stream = q.stream and seen.key = q.key)
           and not exists (select from raw_record r where r.connection_id = $1 and r.stream = q.stream and r.key = q.key and r.deleted_at is null)
           and not exists (select from stream_state s where s.connection_id = $1 and s.stream = q.stream and s.is_anew) end
     returning q.key`,
    [run.opened.id, stream.name, run.id, stream.deletes === 'full-read'],
  );
  if (released.length === 0) return;
  await recordAudit(tx, {
    event: 'quarantine.released',
    subject: `run:${run.id}`,
    details: { stream: stream.name, gone: released.length },
  });
}
