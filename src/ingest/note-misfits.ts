import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { typed } from '../config/typed.js';
import { count, firstRow, type Tx } from '../database/rows.js';
import { currentPolicy } from '../policy/policy.js';
import type { MappedCount } from '../records/records.js';
import type { Run } from './run.js';

/** A stream that was read without fault and of which hardly anything can be used is not well: then somebody has to look at the mapping. */
export async function noteMisfits(tx: Tx, run: Run, stream: AnyStream<unknown>, { judged, misfits }: MappedCount): Promise<void> {
  const { ingest } = await currentPolicy(tx);
  await tx.query(
    `update stream_run set notes = notes || $3::jsonb, state = case when $4 > greatest($5::int, $6::numeric * greatest(read, $7::int)) then 'suspect' else state end where run_id = $1 and stream = $2`,
    [
      run.id,
      stream.name,
      JSON.stringify([inWords(misfits, Math.min(misfits, await stillInUse(tx, run, stream)))]),
      misfits,
      ingest.rejectedRecords,
      ingest.rejectedShare,
      judged,
    ],
  );
}

/** Of what the mapping set aside since this run began, how much is in use as it was before. */
async function stillInUse(tx: Tx, { id, opened }: Run, stream: AnyStream<unknown>): Promise<number> {
  const kept = await firstRow(
    tx,
    z.object({ kept: count }),
    `select count(*) as kept from quarantined_record q join sync_run this on this.id = $3
     where q.connection_id = $1 and q.stream = $2 and q.reason_code = 'mapping' and q.released_at is null and q.quarantined_at >= this.started_at
       and exists (select from record made where made.connection_id = $1 and made.stream = $2 and made.raw_key = q.key and made.superseded_at is null)`,
    [opened.id, stream.name, id],
  );
  return kept?.kept ?? 0;
}

function inWords(misfits: number, kept: number): string {
  const nothing = misfits - kept;
  const ends = [
    ...(nothing > 0 ? [`${nothing} made nothing that can be used`] : []),
    ...(kept > 0 ? [`${kept} ${kept === 1 ? 'stays' : 'stay'} in use as before`] : []),
  ];
  return `of ${misfits} ${misfits === 1 ? 'record' : 'records'} that landed, the mapping could not use what came: ${ends.join(', ')}; see them with: ${typed('quarantine list')}`;
}
