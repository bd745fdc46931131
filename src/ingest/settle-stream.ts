import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { typed } from '../config/typed.js';
import { count, firstRow, type Tx } from '../database/rows.js';
import { currentPolicy } from '../policy/policy.js';
import { Records } from '../records/records.js';
import { readingOf } from './reading.js';
import { releaseGone } from './release-gone.js';
import { type Run, stillOurs } from './run.js';
import { type Doubt, learned, suspicions } from './stream-health.js';
import { sweepMissing } from './sweep-missing.js';
import { tallyOf } from './tally.js';
import { takeBack } from './take-back.js';

/**
 * Counts what became of each record, and decides whether the stream is to be believed.
 * @param full whether this very run read everything.
 * @returns whether it is.
 */
export async function settle(
  tx: Tx,
  run: Run,
  stream: AnyStream<unknown>,
  full: boolean,
  sourceTotal: number | undefined,
): Promise<boolean> {
  const { id, opened } = run;
  await stillOurs(tx, run, stream);
  const { reading, known } = await readingOf(tx, run, stream);
  const tally = await tallyOf(tx, id, stream.name);
  const { ingest, version: policyVersion } = await currentPolicy(tx);
  const { different } = tally;
  const rejectedTooMany = tally.quarantined > Math.max(ingest.rejectedRecords, ingest.rejectedShare * different);
  const sweeps = full && stream.deletes === 'full-read';
  const { held, unanswered } = await heldFrom(tx, run, stream, reading.seen === 0);
  // Where a full read tells what is gone, the sweep asks about each record that did not come.
  const doubts = suspicions({ ...reading, different, held: sweeps ? 0 : held, sourceTotal }, known, (field) =>
    Records.madeFrom(opened.connector, stream.name, field),
  );
  if (!reading.whole && unanswered > 0)
    doubts.push({
      said: `${unanswered} records of earlier runs are answered for by no run that was believed; the next sync reads everything`,
    });
  if (sweeps && !rejectedTooMany && doubts.length === 0)
    doubts.push(...(await sweepMissing(tx, run, stream, reading.read > 0)).map((said) => ({ said })));
  const state = rejectedTooMany ? 'failed' : doubts.length > 0 ? 'suspect' : 'ok';
  if (reading.whole && state === 'ok') await takeBack(tx, run, stream);
  if (full && state === 'ok') {
    await releaseGone(tx, run, stream);
    await tx.query('update stream_state set is_anew = false where connection_id = $1 and stream = $2', [opened.id, stream.name]);
  }
  const notes = [
    ...(rejectedTooMany
      ? [
          `${tally.quarantined} of ${different} records do not fit; the mapping or the source has changed. Nothing of this run is used until somebody looks: ${typed('quarantine list')}`,
        ]
      : []),
    ...(tally.quarantined > 0 && !rejectedTooMany ? [`${tally.quarantined} set aside; see them with: ${typed('quarantine list')}`] : []),
    ...doubts.map(({ said }) => said),
    ...howToAccept(run, stream, doubts),
  ];
  await tx.query(
    `update stream_run set state = $3, landed = $4, unchanged = $5, quarantined = $6, duplicate = $7, source_total = $8, notes = notes || $9::jsonb,
       policy_version = $10, believed = $11, doubted = $12, ended_at = clock_timestamp() where run_id = $1 and stream = $2`,
    [
      id,
      stream.name,
      state,
      tally.landed,
      tally.unchanged,
      tally.quarantined,
      tally.duplicate,
      sourceTotal === undefined ? null : Math.min(sourceTotal, MOST_COUNTED),
      JSON.stringify(notes),
      policyVersion,
      state === 'ok',
      doubts.flatMap(({ accepts }) => accepts ?? []),
    ],
  );
  // What is not believed now is not believed later because a quiet run follows: that one begins at the beginning.
  await tx.query(
    `update stream_state set checkpoint = case when $3 then checkpoint end, usual = case when $3 then $4::jsonb else usual end
     where connection_id = $1 and stream = $2`,
    [opened.id, stream.name, state === 'ok', JSON.stringify(learned(known, reading))],
  );
  return state === 'ok';
}

/** A source may promise any number, and what is kept of it is an integer of the database. */
const MOST_COUNTED = 2 ** 31 - 1;

/** How many records are there from earlier reads (asked only where nothing came), and how many of them wait for a run to answer for them that has gone by. */
async function heldFrom(
  tx: Tx,
  { id, opened }: Run,
  stream: AnyStream<unknown>,
  noneCame: boolean,
): Promise<{ held: number; unanswered: number }> {
  const known = await firstRow(
    tx,
    z.object({ held: count, unanswered: count }),
    `select (select count(*) from raw_record where connection_id = $1 and stream = $2 and deleted_at is null and $4) as held,
       (select count(*) from raw_record r where r.connection_id = $1 and r.stream = $2 and r.deleted_at is null and r.run_id <> $3
          and r.mapped_hash is distinct from r.hash -- as with whatever nobody believed; few, and an index tells them
          and not exists (select from stream_run s where s.run_id = r.run_id and s.stream = r.stream and s.believed)) as unanswered`,
    [opened.id, stream.name, id, noneCame],
  );
  return known ?? { held: 0, unanswered: 0 };
}

function howToAccept({ id, opened }: Run, { name }: AnyStream<unknown>, doubts: readonly Doubt[]): string[] {
  if (doubts.every(({ accepts }) => accepts === undefined)) return [];
  return [`nothing of it is used. If it is meant: ${typed(`streams accept ${opened.name} ${name} --run ${id} --reason …`)}`];
}
