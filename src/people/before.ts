import { z } from 'zod';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { rows, type Tx } from '../database/rows.js';
import { before, type Before, questionState, type RecordQuestion } from './questions.js';
import { interval, type Interval } from './settled.js';
import { HELD, writeHeld } from './settle-identifiers.js';

/**
 * Keeps, with the answer that said whom these records are about, what each identifier was before they claimed it because of that.
 * What was kept once stays as it is, however often the record comes again.
 */
export async function rememberBefore(tx: Tx, claims: readonly (PersonReference & { readonly recordId: string })[]): Promise<void> {
  await tx.query(
    `update identity_question q set before = q.before || added.before from (
       select a.id, jsonb_agg(jsonb_build_object('kind', t.kind, 'value', t.value, 'round', coalesce(last.round, 0),
           'held', case last.state when 'open' then last.held else ${HELD} end)) as before
       from unnest($1::uuid[], $2::text[], $3::text[]) as t(record_id, kind, value)
         join identity_question a on a.about = 'record' and a.record_id = t.record_id and a.state = 'answered'
         left join lateral (select i.round, i.state, i.held from identity_question i
           where i.about = 'identifier' and i.kind = t.kind and i.value = t.value order by i.round desc limit 1) last on true
       where not exists (select from identity_question later where later.about = 'record' and later.record_id = a.record_id and later.round > a.round and later.state <> 'withdrawn')
         and not exists (select from jsonb_to_recordset(a.before) as b(kind text, value text) where b.kind = t.kind and b.value = t.value)
       group by a.id) added
     where q.id = added.id`,
    [claims.map(({ recordId }) => recordId), claims.map(({ kind }) => kind), claims.map(({ value }) => value)],
  );
}

/**
 * Makes the identifiers what they would be had the answer never been given: the mistaken people have what they had before it, and so have
 * those who lost something to them. What was asked or answered since is no different. Whoever is named by another record too keeps what is theirs.
 * @returns the identifiers concerned.
 */
export async function restoreBefore(
  tx: Tx,
  tenantId: string,
  question: RecordQuestion,
  mistaken: readonly string[],
): Promise<PersonReference[]> {
  for (const was of question.before) {
    if (await isNamed(tx, was, mistaken)) continue;
    const since = await questionsSince(tx, was, mistaken);
    // Where somebody's last word weighed the mistaken people, nothing it says holds, of whomever it was.
    const isVoid = since.findLast(({ state }) => state === 'answered')?.weighsMistaken === true;
    const restore = (held: readonly Interval[]) => (isVoid ? was.held : takenBack(held, mistaken, was.held));
    const { kind, value } = was;
    await writeHeld(tx, tenantId, [{ kind, value, held: restore(await heldNow(tx, was)) }]);
    await restoreQuestions(tx, since, restore);
    await restoreLaterAnswers(tx, question, was, restore);
  }
  return question.before.map(({ kind, value }) => ({ kind, value }));
}

/** What was held without the intervals of these people, and what was held before on the days that are nobody's then. */
export function takenBack(held: readonly Interval[], mistaken: readonly string[], was: readonly Interval[]): Interval[] {
  const kept = held.filter(({ personId }) => !mistaken.includes(personId));
  const free = kept.reduce((left: readonly Interval[], one) => left.flatMap((other) => without(other, one)), was);
  const joined: Interval[] = [];
  for (const one of [...kept, ...free].toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (last?.to === one.from && last.personId === one.personId && last.source === one.source)
      joined.splice(-1, 1, { ...last, to: one.to });
    else joined.push(one);
  }
  return joined;
}

/** Days are compared as text: -infinity comes before them and infinity after. */
const without = (one: Interval, taken: Interval): Interval[] =>
  taken.to <= one.from || taken.from >= one.to
    ? [one]
    : [...(one.from < taken.from ? [{ ...one, to: taken.from }] : []), ...(one.to > taken.to ? [{ ...one, from: taken.to }] : [])];

async function isNamed(tx: Tx, { kind, value }: PersonReference, people: readonly string[]): Promise<boolean> {
  const sql = 'select 1 as named from identifier_claim where kind = $1 and value = $2 and person_id = any ($3::uuid[]) limit 1';
  return (await rows(tx, z.object({ named: z.literal(1) }), sql, [kind, value, people])).length > 0;
}

async function heldNow(tx: Tx, { kind, value }: PersonReference): Promise<Interval[]> {
  const sql = `select ${HELD} as held from (values ($1::text, $2::text)) as t(kind, value)`;
  return (await rows(tx, z.object({ held: z.array(interval) }), sql, [kind, value])).flatMap(({ held }) => held);
}

const sinceRow = z.object({ id: z.uuid(), state: questionState, held: z.array(interval), weighsMistaken: z.boolean() });
type Since = z.infer<typeof sinceRow>;

/** What was asked about it since, and not taken back; the last one last. */
const questionsSince = (tx: Tx, { kind, value, round }: Before, mistaken: readonly string[]): Promise<Since[]> =>
  rows(
    tx,
    sinceRow,
    `select id, state, held, claimants && $4::uuid[] as "weighsMistaken" from identity_question
     where about = 'identifier' and kind = $1 and value = $2 and round > $3 and state <> 'withdrawn' order by round`,
    [kind, value, round, mistaken],
  );

type Restore = (held: readonly Interval[]) => readonly Interval[];

/** An answer that weighed the mistaken people rests on a mistake: who goes by it as then is asked about again. */
async function restoreQuestions(tx: Tx, since: readonly Since[], restore: Restore): Promise<void> {
  for (const { id, state, held, weighsMistaken } of since)
    await tx.query('update identity_question set held = $2, state = $3 where id = $1', [
      id,
      JSON.stringify(restore(held)),
      state === 'answered' && weighsMistaken ? 'withdrawn' : state,
    ]);
}

/** What was kept of it with answers about other records since: to take one of those back brings back nothing that was a mistake. */
async function restoreLaterAnswers(tx: Tx, { id }: RecordQuestion, was: Before, restore: Restore): Promise<void> {
  const later = await rows(
    tx,
    z.object({ id: z.uuid(), before: z.array(before) }),
    `select later.id, later.before from identity_question this join identity_question later on later.about = 'record' and later.closed_at > this.closed_at
     where this.id = $1 and later.state = 'answered' and later.before @> $2::jsonb`,
    [id, JSON.stringify([{ kind: was.kind, value: was.value }])],
  );
  for (const other of later) {
    const restored = other.before.map((one) =>
      one.kind === was.kind && one.value === was.value ? { ...one, held: restore(one.held) } : one,
    );
    await tx.query('update identity_question set before = $2 where id = $1', [other.id, JSON.stringify(restored)]);
  }
}
