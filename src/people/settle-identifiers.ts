import { z } from 'zod';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { rows, type Tx } from '../database/rows.js';
import { POLICY_IN_FORCE } from '../policy/policy.js';
import { askAboutIdentifiers, withdraw } from './questions.js';
import { withoutRejected } from './rejected-before.js';
import { interval, type Interval, settled } from './settled.js';

const situationRow = z.object({
  kind: z.string(),
  value: z.string(),
  claimants: z.array(z.uuid()),
  held: z.array(interval),
  asked: z.object({ id: z.uuid(), claimants: z.array(z.uuid()), held: z.array(interval) }).nullable(),
  answered: z.array(z.uuid()).nullable(),
  tomorrow: z.string(),
});

export interface SettledIdentifiers {
  /** Whose these are is not what it was; what was linked through them has to be linked again. */
  readonly moved: readonly PersonReference[];
  readonly asked: number;
  readonly withdrawn: number;
}

/** Says of each of these identifiers whose it is now, and asks where only a person can say. Saying so twice changes nothing. */
export async function settleIdentifiers(tx: Tx, tenantId: string, touched: readonly PersonReference[]): Promise<SettledIdentifiers> {
  if (touched.length === 0) return { moved: [], asked: 0, withdrawn: 0 };
  const situations = await rows(tx, situationRow, SITUATIONS, [touched.map(({ kind }) => kind), touched.map(({ value }) => value)]);
  const outcomes = situations.map((situation) => ({
    kind: situation.kind,
    value: situation.value,
    situation,
    ...settled(situation, situation.tomorrow),
  }));
  const withdrawn = outcomes.flatMap(({ situation, withdraw: over }) => (over && situation.asked !== null ? [situation.asked.id] : []));
  await withdraw(tx, withdrawn);
  const doubts = outcomes.flatMap(({ kind, value, ask }) => (ask === undefined ? [] : [{ kind, value, ...ask }]));
  const asked = await withoutRejected(tx, doubts);
  await askAboutIdentifiers(tx, tenantId, asked);
  const changed = outcomes.filter(({ situation, held }) => JSON.stringify(situation.held) !== JSON.stringify(held));
  await writeHeld(tx, tenantId, changed);
  const moved = changed.filter(({ situation: { held, asked: open, answered } }) => held.length > 0 || open !== null || answered !== null);
  return { moved: moved.map(({ kind, value }) => ({ kind, value })), asked: asked.length, withdrawn: withdrawn.length };
}

/** Writes whose identifiers are and were, in the place of what was written before. */
export async function writeHeld(
  tx: Tx,
  tenantId: string,
  identifiers: readonly (PersonReference & { readonly held: readonly Interval[] })[],
): Promise<void> {
  if (identifiers.length === 0) return;
  await tx.query(
    'delete from person_identifier i using unnest($1::text[], $2::text[]) as r(kind, value) where i.kind = r.kind and i.value = r.value',
    [identifiers.map(({ kind }) => kind), identifiers.map(({ value }) => value)],
  );
  const intervals = identifiers.flatMap(({ kind, value, held }) => held.map((one) => ({ kind, value, ...one })));
  await tx.query(
    `insert into person_identifier (tenant_id, kind, value, person_id, source, valid_from, valid_to, policy_version)
     select $1, i.*, ${POLICY_IN_FORCE} from unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::date[], $7::date[]) as i`,
    [
      tenantId,
      intervals.map(({ kind }) => kind),
      intervals.map(({ value }) => value),
      intervals.map(({ personId }) => personId),
      intervals.map(({ source }) => source),
      intervals.map(({ from }) => from),
      intervals.map(({ to }) => to),
    ],
  );
}

/** Of the identifier `t`, whose it is and was. */
export const HELD = `coalesce((select jsonb_agg(jsonb_build_object('personId', i.person_id, 'source', i.source, 'from', i.valid_from, 'to', i.valid_to) order by i.valid_to)
      from person_identifier i where i.kind = t.kind and i.value = t.value), '[]')`;

const QUESTION = `from identity_question q where q.about = 'identifier' and q.kind = t.kind and q.value = t.value`;

const SITUATIONS = `
  select t.kind, t.value, (current_date + 1)::text as tomorrow,
    coalesce((select array_agg(distinct c.person_id order by c.person_id) from identifier_claim c where c.kind = t.kind and c.value = t.value), '{}') as claimants,
    ${HELD} as held,
    (select jsonb_build_object('id', q.id, 'claimants', q.claimants, 'held', q.held) ${QUESTION} and q.state = 'open') as asked,
    (select q.claimants ${QUESTION} and q.state = 'answered' order by q.round desc limit 1) as answered
  from (select distinct * from unnest($1::text[], $2::text[]) as named(kind, value)) t`;
