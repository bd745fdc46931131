import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { rows, type Tx } from '../database/rows.js';
import { stableId } from '../files/envelope.js';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { POLICY_IN_FORCE } from '../policy/policy.js';
import { interval, type Interval } from './settled.js';

export const questionState = z.enum(['open', 'answered', 'withdrawn']);

/** What an identifier was before a record was said to be about somebody and claimed it for them. */
export const before = z.object({
  kind: z.string(),
  value: z.string(),
  /** Of the last question about it then. */
  round: z.number().int(),
  held: z.array(interval),
});
export type Before = z.infer<typeof before>;

const common = { id: z.uuid(), round: z.number().int(), state: questionState, people: z.array(z.uuid()), onRequest: z.boolean() };
/** What only a person can say: who a record is about, or whose an identifier is. */
export const question = z.discriminatedUnion('about', [
  z.object({ about: z.literal('record'), ...common, recordId: z.uuid(), recordVersion: z.number().int(), before: z.array(before) }),
  z.object({
    about: z.literal('identifier'),
    ...common,
    kind: z.string(),
    value: z.string(),
    claimants: z.array(z.uuid()),
    held: z.array(interval),
  }),
]);
export type Question = z.infer<typeof question>;
export type RecordQuestion = Extract<Question, { about: 'record' }>;

const COLUMNS = `id, about, round, state, people, on_request as "onRequest", record_id as "recordId", record_version as "recordVersion", kind, value, claimants, held, before`;

/** The question of that id, held for the rest of the transaction. */
export async function questionNamed(tx: Tx, id: string): Promise<Question | undefined> {
  return (await rows(tx, question, `select ${COLUMNS} from identity_question where id = $1 for update`, [id]))[0];
}

export const openQuestions = (tx: Tx): Promise<Question[]> =>
  rows(tx, question, `select ${COLUMNS} from identity_question where state = 'open' order by asked_at, id`);

/** The last question about each of these records. */
export async function questionsAbout(tx: Tx, recordIds: readonly string[]): Promise<Map<string, Question>> {
  const last = await rows(
    tx,
    question,
    `select distinct on (record_id) ${COLUMNS} from identity_question where about = 'record' and record_id = any ($1::uuid[]) order by record_id, round desc`,
    [recordIds],
  );
  return new Map(last.flatMap((one) => (one.about === 'record' ? [[one.recordId, one]] : [])));
}

export interface RecordDoubt {
  readonly recordId: string;
  readonly version: number;
  readonly people: readonly string[];
  readonly onRequest: boolean;
}

/** Asks who records are about. What is asked already, in the same words, is not asked again. @returns what was asked, and how many were taken back for it. */
export async function askAboutRecords(
  tx: Tx,
  tenantId: string,
  doubts: readonly RecordDoubt[],
): Promise<{ asked: readonly string[]; withdrawn: number }> {
  const last = await questionsAbout(
    tx,
    doubts.map(({ recordId }) => recordId),
  );
  const isAsked = ({ recordId, version, people }: RecordDoubt) => {
    const known = last.get(recordId);
    return known?.about === 'record' && known.state === 'open' && known.recordVersion === version && known.people.join() === people.join();
  };
  const asking = doubts.filter((doubt) => !isAsked(doubt));
  const stale = asking.flatMap(({ recordId }) => last.get(recordId) ?? []).filter(({ state }) => state === 'open');
  await withdraw(
    tx,
    stale.map(({ id }) => id),
  );
  const asked: string[] = [];
  for (const { recordId, version, people, onRequest } of asking) {
    const round = (last.get(recordId)?.round ?? 0) + 1;
    const id = stableId('identity', tenantId, 'record', recordId, String(round));
    await tx.query(
      `insert into identity_question (tenant_id, id, about, record_id, record_version, round, people, on_request, policy_version, trace_id)
       values ($1, $2, 'record', $3, $4, $5, $6, $7, ${POLICY_IN_FORCE}, current_setting('app.trace_id')::uuid)`,
      [tenantId, id, recordId, version, round, people, onRequest],
    );
    await recordAudit(tx, { event: 'identity.asked', subject: `identity:${id}`, details: { about: 'record', people: people.length } });
    asked.push(id);
  }
  return { asked, withdrawn: stale.length };
}

export interface IdentifierDoubt extends PersonReference {
  readonly people: readonly string[];
  readonly claimants: readonly string[];
  readonly held: readonly Interval[];
}

/** Asks whose identifiers are. @returns what was asked. */
export async function askAboutIdentifiers(tx: Tx, tenantId: string, doubts: readonly IdentifierDoubt[]): Promise<readonly string[]> {
  const asked: string[] = [];
  for (const { kind, value, people, claimants, held } of doubts) {
    const [made] = await rows(
      tx,
      z.object({ round: z.number().int() }),
      `select coalesce(max(round), 0) + 1 as round from identity_question where about = 'identifier' and kind = $1 and value = $2`,
      [kind, value],
    );
    const round = made?.round ?? 1;
    const id = stableId('identity', tenantId, 'identifier', kind, value, String(round));
    await tx.query(
      `insert into identity_question (tenant_id, id, about, kind, value, round, people, claimants, held, policy_version, trace_id)
       values ($1, $2, 'identifier', $3, $4, $5, $6, $7, $8, ${POLICY_IN_FORCE}, current_setting('app.trace_id')::uuid)`,
      [tenantId, id, kind, value, round, people, claimants, JSON.stringify(held)],
    );
    await recordAudit(tx, { event: 'identity.asked', subject: `identity:${id}`, details: { about: 'identifier', people: people.length } });
    asked.push(id);
  }
  return asked;
}

/** Takes questions back that the sources answered themselves, or ask otherwise now. */
export async function withdraw(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(`update identity_question set state = 'withdrawn', closed_at = now() where id = any ($1::uuid[]) and state = 'open'`, [
    ids,
  ]);
  for (const id of ids) await recordAudit(tx, { event: 'identity.withdrawn', subject: `identity:${id}` });
}

/** Takes back what was asked about records that are gone, or whose person is known now. @returns how many. */
export async function withdrawSettled(tx: Tx): Promise<number> {
  const settled = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `select q.id from identity_question q where q.about = 'record' and q.state = 'open'
       and not exists (select from record r where r.id = q.record_id and r.superseded_at is null and r.person_id is null) order by q.id`,
  );
  await withdraw(
    tx,
    settled.map(({ id }) => id),
  );
  return settled.length;
}
