import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { count, firstRow, type Tx } from '../database/rows.js';
import { currentPolicy } from '../policy/policy.js';
import { type MappedCount, Records } from '../records/records.js';
import { releaseReadable } from './release-readable.js';
import { type Run, stillOurs } from './run.js';
import { suspicions } from './stream-health.js';
import { sweepMissing } from './sweep-missing.js';
import { tallyOf } from './tally.js';
import { takeBack } from './take-back.js';

/** Counts what became of each record, and decides whether the stream is to be believed. @returns whether it is. */
export async function settle(
  tx: Tx,
  run: Run,
  stream: AnyStream<unknown>,
  full: boolean,
  sourceTotal: number | undefined,
): Promise<boolean> {
  const { id, opened } = run;
  await stillOurs(tx, run, stream);
  const fillRow = z.object({ read: count, fill: z.record(z.string(), z.number()) });
  const now = await firstRow(tx, fillRow, 'select read, fill from stream_run where run_id = $1 and stream = $2', [id, stream.name]);
  const before = await firstRow(
    tx,
    fillRow,
    `select s.read, s.fill from stream_run s join sync_run r on r.id = s.run_id
     where r.connection_id = $1 and s.stream = $2 and s.state = 'ok' and s.read > 0 and s.run_id <> $3 order by s.ended_at desc limit 1`,
    [opened.id, stream.name, id],
  );
  const tally = await tallyOf(tx, id, stream.name);
  if (now === undefined) throw new Error('a stream that was read has its rows');
  const { ingest, version: policyVersion } = await currentPolicy(tx);
  const rejectedTooMany = tally.quarantined > Math.max(ingest.rejectedRecords, ingest.rejectedShare * now.read);
  const requested = stream.requested(opened.connection.config);
  const held = now.read === 0 ? await heldFrom(tx, opened.id, stream.name) : 0;
  const different = now.read - tally.duplicate;
  const doubts = suspicions({ ...now, different, full, held, requested, sourceTotal }, before, (field) =>
    Records.madeFrom(opened.connector, stream.name, field),
  );
  if (full && !rejectedTooMany && doubts.length === 0 && stream.deletes === 'full-read')
    doubts.push(...(await sweepMissing(tx, run, stream)));
  const state = rejectedTooMany ? 'failed' : doubts.length > 0 ? 'suspect' : 'ok';
  if (full && state === 'ok') {
    await takeBack(tx, run, stream);
    await releaseReadable(tx, run, stream);
    await tx.query('update stream_state set is_anew = false where connection_id = $1 and stream = $2', [opened.id, stream.name]);
  }
  const notes = [
    ...(rejectedTooMany
      ? [
          `${tally.quarantined} of ${now.read} records do not fit; the mapping or the source has changed. Nothing of this run is used until somebody looks`,
        ]
      : []),
    ...(tally.quarantined > 0 && !rejectedTooMany ? [`${tally.quarantined} set aside; see them with: plumbline quarantine list`] : []),
    ...doubts,
  ];
  await tx.query(
    `update stream_run set state = $3, landed = $4, unchanged = $5, quarantined = $6, duplicate = $7, source_total = $8, notes = $9, policy_version = $10, believed = $11, ended_at = clock_timestamp()
     where run_id = $1 and stream = $2`,
    [
      id,
      stream.name,
      state,
      tally.landed,
      tally.unchanged,
      tally.quarantined,
      tally.duplicate,
      sourceTotal ?? null,
      JSON.stringify(notes),
      policyVersion,
      state === 'ok',
    ],
  );
  // What is not believed now is not believed later because a quiet run follows: that one begins at the beginning.
  if (state !== 'ok')
    await tx.query('update stream_state set checkpoint = null where connection_id = $1 and stream = $2', [opened.id, stream.name]);
  return state === 'ok';
}

async function heldFrom(tx: Tx, connectionId: string, stream: string): Promise<number> {
  const known = await firstRow(
    tx,
    z.object({ held: count }),
    'select count(*) as held from raw_record where connection_id = $1 and stream = $2 and deleted_at is null',
    [connectionId, stream],
  );
  return known?.held ?? 0;
}

/** A stream that was read without fault and of which hardly anything can be used is not well: then somebody has to look at the mapping. */
export async function noteMisfits(tx: Tx, { id }: Run, stream: AnyStream<unknown>, { judged, misfits }: MappedCount): Promise<void> {
  const { ingest } = await currentPolicy(tx);
  await tx.query(
    `update stream_run set notes = notes || $3::jsonb, state = case when $4 > greatest($5::int, $6::numeric * greatest(read, $7::int)) then 'suspect' else state end where run_id = $1 and stream = $2`,
    [
      id,
      stream.name,
      JSON.stringify([`${misfits} records landed and made nothing that can be used; see them with: plumbline quarantine list`]),
      misfits,
      ingest.rejectedRecords,
      ingest.rejectedShare,
      judged,
    ],
  );
}
