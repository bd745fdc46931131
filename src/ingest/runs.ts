import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { instantOf, microsOf } from '../database/instants.js';
import { count, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { type Listing, nextPage, pageOf, pageQuery, positionIn } from '../http/paging.js';
import { lostWhileReading, readNow } from './being-read.js';
import { LOST } from './fail-stream.js';
import { streamReport } from './ingest.js';
import { tallied } from './tally.js';

export const streamRunView = streamReport.extend({ runId: z.uuid(), startedAt: z.date(), endedAt: z.date().nullable(), traceId: z.uuid() });
export type StreamRunView = z.infer<typeof streamRunView>;

export const runsQuery = pageQuery.extend({ state: streamRunView.shape.state.optional() });
export type RunsQuery = z.output<typeof runsQuery>;
export const runPage = z.object({
  runs: z.array(streamRunView.meta({ id: 'StreamRun' })),
  /** How many there are in each state, on this page or not. */
  counts: z.array(z.object({ state: streamRunView.shape.state, count: z.number().int() })),
  next: nextPage,
});
export type RunPage = z.infer<typeof runPage>;
const position = z.tuple([z.int(), z.uuid(), z.string().regex(/^[^\0]*$/)]);

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

  /** Some of the stream runs, the newest run first, and how many there are in each state. */
  page(tenantId: string, actor: Actor, { state, limit, cursor }: RunsQuery): Promise<RunPage> {
    const listing: Listing = ['runs', tenantId, state];
    const [micros, runId, stream] = positionIn(cursor, listing, position) ?? [null, null, null];
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const known = await whatIsKnown(tx);
      const found = await rows(
        tx,
        streamRunView.extend({ micros: count }),
        `select *, ${microsOf('"runStartedAt"')} as micros from (${STREAM_RUNS}) as every
         where ($4::text is null or state = $4) and ($5::bigint is null or ("runStartedAt", "runId") < (${instantOf('$5')}, $6::uuid)
           or ("runStartedAt", "runId") = (${instantOf('$5')}, $6::uuid) and stream > $7::text)
         order by "runStartedAt" desc, "runId" desc, stream limit $8`,
        [...known, state ?? null, micros, runId, stream, limit + 1],
      );
      const { shown, next } = pageOf(found, limit, listing, (last): z.output<typeof position> => [last.micros, last.runId, last.stream]);
      const counts = await rows(
        tx,
        z.object({ state: streamRunView.shape.state, count }),
        `select state, count(*) as count from (${STREAM_RUNS}) as every group by state order by state`,
        known,
      );
      return { runs: shown, counts, next };
    });
  }

  /** The newest run of every stream, however long ago: one that is seldom read and failed is not outrun by others. */
  newest(tenantId: string, actor: Actor): Promise<StreamRunView[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) =>
      rows(
        tx,
        streamRunView,
        `select distinct on (connection, stream) * from (${STREAM_RUNS}) as every
         order by connection, stream, "runStartedAt" desc, "startedAt" desc`,
        await whatIsKnown(tx),
      ),
    );
  }
}

/** The first parameters of `STREAM_RUNS`; asked before its rows are. */
async function whatIsKnown(tx: Tx): Promise<readonly unknown[]> {
  const { micros, held } = await readNow(tx);
  return [LOST, micros, held];
}
