import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { recordAudit } from '../audit/audit.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { fail, TAKEN_OVER } from './fail-stream.js';
import type { Run } from './run.js';

/**
 * Begins a run that has its streams in hand. An earlier one of them that is not over has lost its process: it has failed, and stores nothing more.
 *
 * Every raw record is answered for by a believed run, or by the run from whose checkpoint the next one goes on, or is read again
 * because there is no checkpoint. So a run that does not go on from the checkpoint leaves none behind.
 * @param anew the streams that are read from their beginning, whatever is stored of them.
 */
export async function beginRun(tx: Tx, run: Run, streams: readonly AnyStream<unknown>[], anew: ReadonlySet<string>): Promise<void> {
  const { tenantId, actor, id, opened } = run;
  await tx.query('insert into sync_run (tenant_id, id, connection_id, trace_id) values ($1, $2, $3, $4)', [
    tenantId,
    id,
    opened.id,
    actor.traceId,
  ]);
  for (const { name } of streams) {
    // First of all, as whoever lands or maps does it: two who took them the other way round would wait for each other.
    const goesOnFrom = await takeOver(tx, run, name, anew.has(name));
    await failLost(tx, run, name);
    await goOn(tx, run, name, goesOnFrom);
  }
  await recordAudit(tx, { event: 'sync.started', subject: `run:${id}`, details: { connection: opened.name, streams: streams.length } });
}

/** Writes down what became of the runs that lost their process while they read the stream. */
async function failLost(tx: Tx, { opened }: Run, stream: string): Promise<void> {
  const lost = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `select r.id from stream_run s join sync_run r on r.id = s.run_id where r.connection_id = $1 and s.stream = $2 and s.state = 'running'`,
    [opened.id, stream],
  );
  for (const run of lost) {
    await fail(tx, run, { name: stream }, TAKEN_OVER);
    const over = await firstRow(
      tx,
      z.object({ read: count }),
      `update sync_run set ended_at = clock_timestamp()
       where id = $1 and ended_at is null and not exists (select from stream_run where run_id = $1 and state = 'running')
       returning (select coalesce(sum(read), 0) from stream_run where run_id = $1) as read`,
      [run.id],
    );
    if (over !== undefined)
      await recordAudit(tx, { event: 'sync.ended', subject: `run:${run.id}`, details: { state: 'failed', read: over.read } });
  }
}

/** @returns the run from whose checkpoint this one goes on, if it left one that is true for this one. */
async function takeOver(tx: Tx, { tenantId, id, opened }: Run, stream: string, full: boolean): Promise<string | undefined> {
  const parameters = [tenantId, opened.id, stream];
  await tx.query('insert into stream_state (tenant_id, connection_id, stream) values ($1, $2, $3) on conflict do nothing', parameters);
  const before = await firstRow(
    tx,
    z.object({ run_id: z.uuid().nullable(), reached: z.boolean() }),
    `select run_id, checkpoint is not null and settings = $4 and not $5 as reached
     from stream_state where tenant_id = $1 and connection_id = $2 and stream = $3 for update`,
    [...parameters, opened.settings, full],
  );
  // What was read before anybody noted with whose key may have been read with another.
  // Where one run may go on says nothing under other settings: a project that was added has years of issues before it.
  await tx.query(
    `update stream_state set run_id = $4, settings = $5, as_whom = $7, checkpoint = case when settings = $5 and not $6 then checkpoint end,
       is_anew = is_anew or coalesce(settings <> $5, false) or coalesce(as_whom <> $7, settings is not null and $8)
     where tenant_id = $1 and connection_id = $2 and stream = $3`,
    [...parameters, id, opened.settings, full, opened.asWhom, opened.spec.source.asWhom !== undefined],
  );
  return before?.reached === true ? (before.run_id ?? undefined) : undefined;
}

/** A run that goes on where one that died or failed left off does not read its pages again: it answers for them, and is judged by them too. */
async function goOn(tx: Tx, { tenantId, id, opened }: Run, stream: string, earlier: string | undefined): Promise<void> {
  await tx.query(
    `insert into stream_run (tenant_id, run_id, stream, whole, seen, fill, news, news_fill)
     select $1, $2, $3, coalesce(e.whole, $4::uuid is null), coalesce(e.seen, 0), coalesce(e.fill, '{}'), coalesce(e.news, 0), coalesce(e.news_fill, '{}')
     from (select) as one left join stream_run e on e.run_id = $4 and e.stream = $3 and not e.believed`,
    [tenantId, id, stream, earlier ?? null],
  );
  if (earlier === undefined) return;
  await tx.query(
    `update raw_record set run_id = $4 where connection_id = $1 and stream = $2 and run_id = $3
       and exists (select from stream_run s where s.run_id = $3 and s.stream = $2 and not s.believed)`,
    [opened.id, stream, earlier, id],
  );
}
