import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { rows } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { SILENCE } from './heartbeat.js';
import { streamReport } from './ingest.js';

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

const LOST = 'its process has not been heard of for minutes; what was stored stays, and the next sync goes on from there';

/** A run whose process died says so: nobody was left to write it down. $1 is what it says. */
const STREAM_RUNS = `select s.run_id as "runId", c.name as connection, s.stream, case when lost then 'failed' else s.state end as state,
    s.read, s.landed, s.unchanged, s.quarantined, s.duplicate, case when lost then s.notes || to_jsonb($1::text) else s.notes end as notes,
    r.started_at as "runStartedAt", s.started_at as "startedAt", s.ended_at as "endedAt", r.trace_id as "traceId"
  from stream_run s join sync_run r on r.id = s.run_id join connection c on c.id = r.connection_id
    cross join lateral (select s.state = 'running' and r.heard_at < clock_timestamp() - ${SILENCE} as lost) as silent`;

/** What syncs did, for people to look at. */
@Injectable()
export class Runs {
  constructor(private readonly tenancy: Tenancy) {}

  /** The last stream runs, newest first. */
  list(tenantId: string, actor: Actor, most = 100): Promise<StreamRunView[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(tx, streamRunView, `${STREAM_RUNS} order by r.started_at desc, s.started_at, s.stream limit $2`, [LOST, most]),
    );
  }

  /** The newest run of every stream, however long ago: one that is seldom read and failed is not outrun by others. */
  newest(tenantId: string, actor: Actor): Promise<StreamRunView[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(
        tx,
        streamRunView,
        `select distinct on (connection, stream) * from (${STREAM_RUNS}) as every
         order by connection, stream, "runStartedAt" desc, "startedAt" desc`,
        [LOST],
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
