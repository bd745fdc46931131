import { z } from 'zod';
import { rows, type Tx } from '../database/rows.js';

/** What of the trail is asked for. Without any of it, all. */
export interface TrailQuestion {
  /** What it happened to, as the trail writes it: `case:ID`, `message:ID`, `connection:ID`, `person:ID`. */
  readonly subject?: string | undefined;
  /** Whoever acted, by name. */
  readonly by?: string | undefined;
  /** One command, request or job. */
  readonly traceId?: string | undefined;
  /** Not before this instant, and before that one. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Also whatever else was done in the course of what is found: a decision, and the writes it planned. */
  readonly isWhole?: boolean;
  readonly limit: number;
}

export const trailEntry = z.object({
  id: z.uuid(),
  at: z.date(),
  actorKind: z.string(),
  actorId: z.string(),
  traceId: z.uuid(),
  event: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type TrailEntry = z.output<typeof trailEntry>;

/** What was done, oldest first. One more than the limit says that there is more. */
export function readTrail(tx: Tx, { subject, by, traceId, from, until, isWhole = false, limit }: TrailQuestion): Promise<TrailEntry[]> {
  return rows(
    tx,
    trailEntry,
    `with found as (
       select e.trace_id, e.id from audit_entry e
       where ($1::text is null or e.subject = $1) and ($2::text is null or e.actor_id = $2) and ($3::uuid is null or e.trace_id = $3)
         -- what belongs to something may have been done after it
         and ($6 or (($4::timestamptz is null or e.at >= $4) and ($5::timestamptz is null or e.at < $5))))
     select id, at, actor_kind as "actorKind", actor_id as "actorId", trace_id as "traceId", event, subject, details from audit_entry e
     where (e.id in (select id from found) or ($6 and e.trace_id in (select trace_id from found)))
       and ($4::timestamptz is null or e.at >= $4) and ($5::timestamptz is null or e.at < $5)
     order by e.at, e.seq limit $7`,
    [subject ?? null, by ?? null, traceId ?? null, from ?? null, until ?? null, isWhole, limit + 1],
  );
}
