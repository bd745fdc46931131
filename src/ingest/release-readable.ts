import type { Tx } from '../database/rows.js';

/**
 * A record that could not be read is known only by where it stood. Once everything was read again and nothing was refused there, it waits no more:
 * what stands there now landed, or there is nothing.
 */
export async function releaseReadable(
  tx: Tx,
  run: { readonly id: string; readonly opened: { readonly id: string } },
  stream: { readonly name: string },
): Promise<void> {
  await tx.query(
    `update quarantined_record q set released_at = now()
     where q.connection_id = $1 and q.stream = $2 and q.reason_code = 'unreadable' and q.released_at is null
       and not exists (select from run_record seen where seen.run_id = $3 and seen.stream = q.stream and seen.key = q.key and seen.outcome = 'quarantined')`,
    [run.opened.id, stream.name, run.id],
  );
}
