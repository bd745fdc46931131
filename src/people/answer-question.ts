import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { firstRow, rows, type Tx } from '../database/rows.js';
import type { Held } from '../records/records.js';
import { restoreBefore } from './before.js';
import { claim, dropClaims } from './claims.js';
import { askAboutIdentifiers, askAboutRecords, type Question, questionNamed, type RecordQuestion, withdraw } from './questions.js';
import { newPersonId } from './recognise.js';
import { ALWAYS, type Interval } from './settled.js';
import { settleIdentifiers, writeHeld } from './settle-identifiers.js';

/**
 * `as-proposed`: a record is about somebody new; an identifier is and always was whose the sources say now.
 * `person`: it is that person. With `from`, an identifier was handed over: theirs from that day on, and before it whose it was.
 */
export type IdentityAnswer =
  { readonly kind: 'as-proposed' } | { readonly kind: 'person'; readonly personId: string; readonly from?: string };

/** What an answer changes beyond itself. */
export interface Concerned {
  /** Identifiers that are not whose they were: what is linked through them is linked anew. */
  readonly moved: readonly PersonReference[];
  /** Whom other records are about than before: they may be called otherwise now. */
  readonly people: readonly string[];
}

type IdentifierQuestion = Extract<Question, { about: 'identifier' }>;

/**
 * Writes what a person said about an open question. @returns what is concerned by it.
 * @throws AskedWronglyError when the question is not open any more, or that is no answer to it.
 */
export async function answerQuestion(
  tx: Tx,
  tenantId: string,
  unclaimed: readonly Held<'person'>[],
  id: string,
  answer: IdentityAnswer,
): Promise<Concerned> {
  const question = await questionNamed(tx, id);
  if (question?.state !== 'open')
    throw new AskedWronglyError(
      `the question ${id} is not open any more: the sources say something else now. See what is: ${typed('people unclear')}`,
    );
  if (answer.kind === 'person') await refuseStranger(tx, answer.personId);
  await tx.query(`update identity_question set state = 'answered', closed_at = clock_timestamp() where id = $1`, [id]);
  const { personId, ...concerned } =
    question.about === 'record'
      ? await answerAboutRecord(tx, tenantId, unclaimed, question, answer)
      : await answerAboutIdentifier(tx, tenantId, question, answer);
  await recordAudit(tx, { event: 'identity.answered', subject: `identity:${id}`, details: { about: question.about, personId } });
  return concerned;
}

async function answerAboutRecord(
  tx: Tx,
  tenantId: string,
  unclaimed: readonly Held<'person'>[],
  { recordId, recordVersion }: RecordQuestion,
  answer: IdentityAnswer,
) {
  if (answer.kind === 'person' && answer.from !== undefined)
    throw new AskedWronglyError('a record is about one person, whatever the day: leave `from` out');
  const held = unclaimed.find(({ id, version }) => id === recordId && version === recordVersion);
  if (held === undefined)
    throw new AskedWronglyError('the record has changed at its source since this was asked; sync again, and decide on what it says then');
  const personId = answer.kind === 'person' ? answer.personId : newPersonId(tenantId, held);
  const claimed = await claim(tx, tenantId, [{ personId, held }]);
  const { moved } = await settleIdentifiers(tx, tenantId, claimed);
  return { personId, moved, people: claimed.map((one) => one.personId) };
}

async function answerAboutIdentifier(
  tx: Tx,
  tenantId: string,
  { kind, value, people, claimants, held }: IdentifierQuestion,
  answer: IdentityAnswer,
) {
  const personId = answer.kind === 'person' ? answer.personId : claimants.length === 1 ? claimants[0] : undefined;
  if (personId === undefined)
    throw new AskedWronglyError('the sources name more than one person for it; say who it is: edit, with personId');
  if (!people.includes(personId))
    throw new AskedWronglyError(`no source ever named that person for it; it may be one of ${people.join(', ')}`);
  const from = answer.kind === 'person' ? answer.from : undefined;
  const source = 'decision';
  await writeHeld(tx, tenantId, [
    {
      kind,
      value,
      held: from === undefined ? [{ personId, source, ...ALWAYS }] : handedOver(held, { personId, source, from, to: ALWAYS.to }),
    },
  ]);
  return { personId, moved: [{ kind, value }], people: [] };
}

/** The calendar of the database has no year 0. */
const FIRST_DAY = '0001-01-01';

/** Whose it was until that day, and from then on whose it is. */
function handedOver(held: readonly Interval[], next: Interval): Interval[] {
  const isDay = z.iso.date().safeParse(next.from).success && next.from >= FIRST_DAY;
  if (!isDay || next.from > new Date().toISOString().slice(0, 10))
    throw new AskedWronglyError('`from` is the day of the hand-over, as 2026-07-01, and not one to come');
  const before = held.filter(({ from }) => from === ALWAYS.from || from < next.from);
  return [...before.map((one) => (one.to > next.from ? { ...one, to: next.from } : one)), next];
}

interface AskedAgain extends Concerned {
  readonly asked: string;
}

/**
 * Opens an answered question once more: what was written by the answer is taken back, and it is nobody's until somebody decides again.
 * @returns the new question, and what is concerned by it.
 * @throws AskedWronglyError when there is nothing to decide again.
 */
export async function askAgain(tx: Tx, tenantId: string, id: string): Promise<AskedAgain> {
  const question = await questionNamed(tx, id);
  if (question === undefined || question.state === 'withdrawn' || !(await isLast(tx, question)))
    throw new AskedWronglyError(
      `the question ${id} was asked anew since, or answered by the sources. See what is open: ${typed('people unclear')}`,
    );
  await recordAudit(tx, { event: 'identity.reopened', subject: `identity:${id}`, details: { about: question.about } });
  await withdraw(tx, question.state === 'open' ? [id] : []);
  await tx.query(`update identity_question set state = 'withdrawn' where id = $1 and state = 'answered'`, [id]);
  return question.about === 'record' ? askAgainAboutRecord(tx, tenantId, question) : askAgainAboutIdentifier(tx, tenantId, question);
}

async function askAgainAboutRecord(tx: Tx, tenantId: string, question: RecordQuestion): Promise<AskedAgain> {
  const { recordId, people } = question;
  const record = await firstRow(
    tx,
    z.object({ version: z.number().int(), personId: z.uuid().nullable() }),
    'select version, person_id as "personId" from record where id = $1 and superseded_at is null for update',
    [recordId],
  );
  if (record === undefined) throw new AskedWronglyError('the source does not have this record any more');
  const { version, personId } = record;
  const named = await dropClaims(tx, [recordId]);
  const mistaken = [...new Set([...named.map((one) => one.personId), ...(personId === null ? [] : [personId])])];
  const restored = await restoreBefore(tx, tenantId, question, mistaken);
  await tx.query('update record set person_id = null where id = $1 and person_id = any ($2::uuid[])', [recordId, mistaken]);
  const concerned = [...restored, ...named];
  await settleIdentifiers(tx, tenantId, concerned);
  const maybe = [...new Set([...people, ...mistaken])].toSorted();
  const { asked } = await askAboutRecords(tx, tenantId, [{ recordId, version, people: maybe, onRequest: true }]);
  return { asked: only(asked), moved: concerned, people: mistaken };
}

async function askAgainAboutIdentifier(tx: Tx, tenantId: string, { kind, value, people, held }: IdentifierQuestion): Promise<AskedAgain> {
  const claims = await rows(
    tx,
    z.object({ personId: z.uuid() }),
    'select distinct person_id as "personId" from identifier_claim where kind = $1 and value = $2 order by person_id',
    [kind, value],
  );
  const claimants = claims.map(({ personId }) => personId);
  await writeHeld(tx, tenantId, [{ kind, value, held: [] }]);
  const maybe = [...new Set([...people, ...claimants])].toSorted();
  const asked = await askAboutIdentifiers(tx, tenantId, [{ kind, value, people: maybe, claimants, held }]);
  return { asked: only(asked), moved: [{ kind, value }], people: [] };
}

function only(asked: readonly string[]): string {
  const [id] = asked;
  if (id === undefined) throw new Error('what was withdrawn or answered is asked anew');
  return id;
}

async function isLast(tx: Tx, question: Question): Promise<boolean> {
  const later = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `select later.id from identity_question this join identity_question later on later.about = this.about and later.round > this.round and later.state <> 'withdrawn'
       and (later.record_id = this.record_id or (later.kind = this.kind and later.value = this.value)) where this.id = $1 limit 1`,
    [question.id],
  );
  return later.length === 0;
}

async function refuseStranger(tx: Tx, personId: string): Promise<void> {
  const known =
    z.uuid().safeParse(personId).success &&
    (await firstRow(tx, z.object({ id: z.uuid() }), 'select id from person where id = $1', [personId]));
  if (!known) throw new AskedWronglyError(`nobody is known by the id ${personId}; see who it may be: ${typed('people unclear')}`);
}
