import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { recordAudit } from '../audit/audit.js';
import { firstRow, type Tx } from '../database/rows.js';
import type { Run } from './run.js';

/** Begins a run: from here on an earlier one of the same streams that is still at it can store nothing more. */
export async function beginRun(tx: Tx, run: Run, streams: readonly AnyStream<unknown>[], full: boolean): Promise<void> {
  const { tenantId, actor, id, opened } = run;
  await tx.query('insert into sync_run (tenant_id, id, connection_id, trace_id) values ($1, $2, $3, $4)', [
    tenantId,
    id,
    opened.id,
    actor.traceId,
  ]);
  for (const { name } of streams) {
    // First of all, as whoever lands or maps does it: two who took them the other way round would wait for each other.
    const goesOnFrom = await takeOver(tx, run, name);
    await tx.query(
      `update stream_run s set state = 'failed', ended_at = clock_timestamp(), notes = '["it ended before its last page was stored; a later run went on"]'
       from sync_run r where r.id = s.run_id and r.connection_id = $1 and s.stream = $2 and s.state = 'running'`,
      [opened.id, name],
    );
    await tx.query('insert into stream_run (tenant_id, run_id, stream) values ($1, $2, $3)', [tenantId, id, name]);
    if (!full && goesOnFrom !== undefined) await answerForPagesOf(tx, run, name, goesOnFrom);
  }
  await recordAudit(tx, { event: 'sync.started', subject: `run:${id}`, details: { connection: opened.name, streams: streams.length } });
}

/** @returns the run from whose checkpoint this one goes on, if it left one. */
async function takeOver(tx: Tx, { tenantId, id, opened }: Run, stream: string): Promise<string | undefined> {
  const parameters = [tenantId, opened.id, stream];
  await tx.query('insert into stream_state (tenant_id, connection_id, stream) values ($1, $2, $3) on conflict do nothing', parameters);
  const before = await firstRow(
    tx,
    z.object({ run_id: z.uuid().nullable(), reached: z.boolean() }),
    `select run_id, checkpoint is not null and settings = $4 as reached from stream_state where tenant_id = $1 and connection_id = $2 and stream = $3 for update`,
    [...parameters, opened.settings],
  );
  // Where one run may go on says nothing under other settings: a project that was added has years of issues before it.
  await tx.query(
    `update stream_state set run_id = $4, settings = $5, checkpoint = case when settings = $5 then checkpoint end,
       is_anew = is_anew or coalesce(settings <> $5, false) where tenant_id = $1 and connection_id = $2 and stream = $3`,
    [...parameters, id, opened.settings],
  );
  return before?.reached === true ? (before.run_id ?? undefined) : undefined;
}

/** A run that goes on where one that died or failed left off does not read its pages again: it answers for them. */
async function answerForPagesOf(tx: Tx, { id, opened }: Run, stream: string, earlier: string): Promise<void> {
  await tx.query(
    `update raw_record set run_id = $4 where connection_id = $1 and stream = $2 and run_id = $3
       and exists (select from stream_run s where s.run_id = $3 and s.stream = $2 and not s.believed)`,
    [opened.id, stream, earlier, id],
  );
}
