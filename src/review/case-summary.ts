import { z } from 'zod';
import { instantOf, microsOf } from '../database/instants.js';
import { bytes, count, rows, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { findingBody, sentence } from '../findings/finding.js';
import { decisionRequest } from './decision.js';
import { type CaseState, caseStates } from './states.js';

/** What a case says by itself. */
export const caseRow = z.object({
  id: z.uuid(),
  kind: z.string(),
  subject: z.string(),
  findingId: z.uuid().nullable(),
  role: z.string(),
  state: z.enum(caseStates),
  dueAt: z.date(),
  openedAt: z.date(),
});
export const caseColumns = `c.id, c.kind, c.subject, c.finding_id as "findingId", c.role, c.state, c.due_at as "dueAt", c.opened_at as "openedAt"`;

const decidedBefore = z.object({
  caseId: z.uuid(),
  decision: decisionRequest.shape.decision,
  reasonCode: z.string(),
  /** What it was changed to then. */
  edited: z.record(z.string(), z.unknown()).nullable(),
  decidedAt: z.date(),
});

export const caseSummary = caseRow.extend({
  /** What it asks, in words. */
  title: z.string(),
  /** Whom it is about; where it is about nobody, what was found. */
  about: z.string().nullable(),
  cycle: z.string().nullable(),
  /** The first sentence of what was found, and what the evidence says of it. */
  saying: sentence.pick({ text: true, verdict: true }).nullable(),
  /** The last decision on the same matter, on an earlier finding of it: it stands, and is not this case's. */
  decidedBefore: decidedBefore.nullable(),
});
/** A case beside what would come of it. */
export const caseView = caseSummary.extend({
  /** The connection an approval plans a write for, as the policy stands; null where nothing would be written to a source. */
  writesTo: z.string().nullable(),
});
export type CaseView = z.infer<typeof caseView>;
export type CaseSummary = z.infer<typeof caseSummary>;

const listed = caseRow.extend({
  before: decidedBefore.omit({ edited: true }).extend({ decidedAt: z.coerce.date() }).nullable(),
  content: bytes.nullable(),
  finding: bytes.nullable(),
  person: z.string().nullable(),
  cycle: z.string().nullable(),
  micros: count,
});
const content = z.object({ edited: decisionRequest.shape.edited });

interface Wanted {
  readonly id?: string | undefined;
  readonly state?: CaseState | undefined;
  readonly kind?: string | undefined;
  /** The case after which it goes on: when it is due, in microseconds, and its id. */
  readonly after?: readonly [micros: number, id: string] | undefined;
  readonly most?: number;
}

/** Cases by when they are due, each with what was decided before on the same matter, and the instant by which it stands in line. */
export async function listCases(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  { id, state, kind, after, most }: Wanted,
): Promise<{ micros: number; summary: CaseSummary }[]> {
  const [micros, lastId] = after ?? [null, null];
  const found = await rows(
    tx,
    listed,
    `select ${caseColumns}, ${microsOf('c.due_at')} as micros, before.decided as before, before.content, f.body as finding, p.display_name as person, y.label as cycle
     from (
       select * from review_case
       where ($1::uuid is null or id = $1) and ($2::text is null or state = $2) and ($3::text is null or kind = $3)
         and ($4::bigint is null or (due_at, id) > (${instantOf('$4')}, $5::uuid))
       order by due_at, id limit $6) c
       left join finding f on f.id = c.finding_id
       left join person p on p.id = f.subject_person_id left join cycle y on y.id = f.cycle_id
       left join lateral (
         select json_build_object('caseId', d.case_id, 'decision', d.decision, 'reasonCode', d.reason_code, 'decidedAt', d.decided_at) as decided, d.content
         from finding earlier join review_case old on old.tenant_id = earlier.tenant_id and old.finding_id = earlier.id
           join decision d on d.tenant_id = old.tenant_id and d.case_id = old.id
         where earlier.tenant_id = f.tenant_id and earlier.pipeline = f.pipeline and earlier.cycle_id = f.cycle_id and earlier.kind = f.kind and earlier.about = f.about
           and earlier.created_at < f.created_at
         order by d.decided_at desc, d.version desc limit 1) before on true
     order by c.due_at, c.id`,
    [id ?? null, state ?? null, kind ?? null, micros, lastId, most ?? null],
  );
  return found.map(({ before, content: sealed, finding, person, micros: at, ...one }) => {
    const body = finding === null ? undefined : findingBody.parse(envelope.open(tenantId, finding));
    const [first] = body?.sentences ?? [];
    const said = {
      title: body?.title ?? WITHOUT_FINDING,
      about: person ?? first?.text ?? null,
      saying: first === undefined ? null : { text: first.text, verdict: first.verdict },
    };
    if (before === null || sealed === null) return { micros: at, summary: { ...one, ...said, decidedBefore: null } };
    const { edited } = content.parse(envelope.open(tenantId, sealed));
    return { micros: at, summary: { ...one, ...said, decidedBefore: { ...before, edited: edited ?? null } } };
  });
}

/** So far only the question of who somebody is makes a case that no pipeline found. */
const WITHOUT_FINDING = 'Who is who: only a person can say';
