import { z } from 'zod';
import { instantOf, microsOf } from '../database/instants.js';
import { bytes, count, rows, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { type Listing, nextPage, pageOf, pageQuery, positionIn } from '../http/paging.js';
import { findingBody, type FindingView, findingView } from './finding.js';

export const findingsQuery = pageQuery.extend({
  kind: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'a kind, such as review-claims')
    .optional(),
  holds: z.enum(['yes', 'no']).optional().describe('no: what was found anew on other evidence since, or is found no longer'),
});
export type FindingsQuery = z.output<typeof findingsQuery>;

const kindCount = z.object({ kind: z.string(), holds: findingsQuery.shape.holds.unwrap(), count });
export const findingPage = z.object({
  findings: z.array(findingView.meta({ id: 'Finding' })),
  /** How many there are of each kind, on this page or not. */
  counts: z.array(kindCount.extend({ count: z.number().int() })),
  next: nextPage,
});
export type FindingPage = z.infer<typeof findingPage>;

const position = z.tuple([z.int(), z.uuid()]);
type Position = z.output<typeof position>;

const storedView = findingView.omit({ body: true }).extend({ body: bytes, micros: count });

interface Wanted extends Partial<Pick<FindingsQuery, 'kind' | 'holds'>> {
  readonly id?: string | undefined;
  readonly after?: Position | undefined;
  readonly most?: number;
}

/** Findings, newest first; each with the instant by which it stands in line. */
export async function listFindings(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  { id, kind, holds, after, most }: Wanted,
): Promise<{ micros: number; finding: FindingView }[]> {
  const [micros, lastId] = after ?? [null, null];
  const stored = await rows(
    tx,
    storedView,
    `select f.id, f.pipeline, f.kind, c.label as cycle, p.display_name as subject, f.confidence, f.engine, f.policy_version as "policyVersion", f.trace_id as "traceId",
       f.created_at as "createdAt", f.superseded_at as "supersededAt", f.superseded_by as "supersededBy", f.body, ${microsOf('f.created_at')} as micros
     from (
       select * from finding
       where ($1::uuid is null or id = $1) and ($2::text is null or kind = $2) and ($3::text is null or (superseded_at is null) = ($3 = 'yes'))
         and ($4::bigint is null or (created_at, id) < (${instantOf('$4')}, $5::uuid))
       order by created_at desc, id desc limit $6) f
       join cycle c on c.id = f.cycle_id left join person p on p.id = f.subject_person_id
     order by f.created_at desc, f.id desc`,
    [id ?? null, kind ?? null, holds ?? null, micros, lastId, most ?? null],
  );
  return stored.map(({ body, micros: at, ...finding }) => ({
    micros: at,
    finding: { ...finding, body: findingBody.parse(envelope.open(tenantId, body)) },
  }));
}

export async function findingPageOf(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  { kind, holds, limit, cursor }: FindingsQuery,
): Promise<FindingPage> {
  const listing: Listing = ['findings', tenantId, kind, holds];
  const after = positionIn(cursor, listing, position);
  const found = await listFindings(tx, tenantId, envelope, { kind, holds, after, most: limit + 1 });
  const { shown, next } = pageOf(found, limit, listing, ({ micros, finding }): Position => [micros, finding.id]);
  const counts = await rows(
    tx,
    kindCount,
    `select kind, case when superseded_at is null then 'yes' else 'no' end as holds, count(*) as count from finding group by 1, 2 order by 1, 2`,
  );
  return { findings: shown.map(({ finding }) => finding), counts, next };
}
