import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { lostWhileReading, readNow } from './being-read.js';
import { LOST } from './fail-stream.js';
import { streamReport } from './ingest.js';
import { tallied } from './tally.js';

export const streamRunView = streamReport.extend({ runId: z.uuid(), startedAt: z.date(), endedAt: z.date().nullable(), traceId: z.uuid() });
export type StreamRunView = z.infer<typeof streamRunView>;

export const quarantinedView = z.object({
  id: z.uuid(),
  connection: z.string(),
  stream: z.string(),
  key: z.string(),
  reasonCode: z.string(),
  path: z.string(),
  reason: z.string(),
  quarantinedAt: z.date(),
});
export type QuarantinedView = z.infer<typeof quarantinedView>;

/** A run whose process died says so, and what became of what it read: nobody was left to write it down. $1 is what it says, $2 and $3 what is read now. */
const STREAM_RUNS = `select s.run_id as "runId", c.name as connection, s.stream, case when lost then 'failed' else s.state end as state, s.read,
    coalesce(t.landed, s.landed) as landed, coalesce(t.unchanged, s.unchanged) as unchanged,
    coalesce(t.quarantined, s.quarantined) as quarantined, coalesce(t.duplicate, s.duplicate) as duplicate,
    case when lost then s.notes || to_jsonb($1::text) else s.notes end as notes,
    r.started_at as "runStartedAt", s.started_at as "startedAt", s.ended_at as "endedAt", r.trace_id as "traceId"
  from stream_run s join sync_run r on r.id = s.run_id join connection c on c.id = r.connection_id
    cross join lateral (select ${lostWhileReading('$2', '$3')} as lost) as process
    left join lateral (${tallied('s.run_id', 's.stream')}) as t on lost`;

/** What syncs did, for people to look at. */
@Injectable()
export class Runs {
  constructor(private readonly tenancy: Tenancy) {}

  /** The last stream runs, newest first. */
  list(tenantId: string, actor: Actor, most = 100): Promise<StreamRunView[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      streamRuns(tx, `${STREAM_RUNS} order by r.started_at desc, s.started_at, s.stream limit $4`, [most]),
    );
  }

  /** The newest run of every stream, however long ago: one that is seldom read and failed is not outrun by others. */
  newest(tenantId: string, actor: Actor): Promise<StreamRunView[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      streamRuns(
        tx,
        `select distinct on (connection, stream) * from (${STREAM_RUNS}) as every
         order by connection, stream, "runStartedAt" desc, "startedAt" desc`,
      ),
    );
  }

  /** What waits in quarantine: where it came from and why, never the record itself. */
  quarantine(tenantId: string, actor: Actor): Promise<QuarantinedView[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(
        tx,
        quarantinedView,
        `select q.id, c.name as connection, q.stream, q.key, q.reason_code as "reasonCode", q.path, q.reason, q.quarantined_at as "quarantinedAt"
         from quarantined_record q join connection c on c.id = q.connection_id where q.released_at is null order by q.quarantined_at desc, q.key`,
      ),
    );
  }
}

async function streamRuns(tx: Tx, sql: string, parameters: readonly unknown[] = []): Promise<StreamRunView[]> {
  const { at, held } = await readNow(tx);
  return rows(tx, streamRunView, sql, [LOST, at, held, ...parameters]);
}
