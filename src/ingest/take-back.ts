import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { bytes, rows, type Tx } from '../database/rows.js';

interface ReadRun {
  readonly id: string;
  readonly opened: { readonly id: string };
}

const unconfirmedRow = z.object({ key: z.string(), usedHash: bytes.nullable() });

/**
 * After a full read that is believed: a version that a run nobody believed landed, and that this one did not find, was never true as far as anybody knows.
 * It goes back to the version that was last used, or is gone where none ever was.
 */
export async function takeBack(tx: Tx, run: ReadRun, stream: { readonly name: string }): Promise<void> {
  const unconfirmed = await rows(
    tx,
    unconfirmedRow,
    `select r.key, r.mapped_hash as "usedHash" from raw_record r
     where r.connection_id = $1 and r.stream = $2 and r.run_id <> $3 and r.deleted_at is null
       and not exists (select from stream_run s where s.run_id = r.run_id and s.stream = r.stream and s.believed)`,
    [run.opened.id, stream.name, run.id],
  );
  if (unconfirmed.length === 0) return;
  const restored = await restore(tx, run, stream, unconfirmed);
  const gone = unconfirmed.map(({ key }) => key).filter((key) => !restored.has(key));
  await tx.query('update raw_record set deleted_at = now() where connection_id = $1 and stream = $2 and key = any ($3::text[])', [
    run.opened.id,
    stream.name,
    gone,
  ]);
  const details = { stream: stream.name, restored: restored.size, gone: gone.length };
  await recordAudit(tx, { event: 'records.taken-back', subject: `run:${run.id}`, details });
}

async function restore(
  tx: Tx,
  run: ReadRun,
  stream: { readonly name: string },
  unconfirmed: readonly z.output<typeof unconfirmedRow>[],
): Promise<Set<string>> {
  const known = unconfirmed.filter(({ usedHash }) => usedHash !== null);
  if (known.length === 0) return new Set();
  // As arrays and not in one statement with the search: their length tells Postgres how much there is to join.
  const restored = await rows(
    tx,
    z.object({ key: z.string() }),
    `update raw_record r set hash = used.hash, payload = used.payload, run_id = $5, changed_at = now()
     from (select distinct on (h.key) h.key, h.hash, h.payload
           from unnest($3::text[], $4::bytea[]) as wanted(key, hash) join raw_history h on h.key = wanted.key and h.hash = wanted.hash
           where h.connection_id = $1 and h.stream = $2 order by h.key, h.seq desc) used
     where r.connection_id = $1 and r.stream = $2 and r.key = used.key returning r.key`,
    [run.opened.id, stream.name, known.map(({ key }) => key), known.map(({ usedHash }) => usedHash), run.id],
  );
  return new Set(restored.map(({ key }) => key));
}
