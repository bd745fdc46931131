import type { PersonReference } from '../../mappings/canonical/reference.js';
import type { Tx } from '../database/rows.js';
import { stableId } from '../files/envelope.js';
import type { Held } from '../records/records.js';
import { claim, type Claimed, dropClaims, dropGoneClaims, type Recognised } from './claims.js';
import { Holders } from './holders.js';
import { askAboutRecords, openQuestions, type RecordDoubt, withdrawSettled } from './questions.js';
import { settleIdentifiers } from './settle-identifiers.js';

export interface Recognition {
  /** People seen for the first time. */
  readonly met: number;
  /** Person records that do not say whose they are. */
  readonly ambiguous: readonly string[];
  /** Identifiers that are not whose they were. */
  readonly moved: readonly PersonReference[];
  /** Whom other records are about than before, or the same records in another version. */
  readonly people: readonly string[];
  readonly asked: number;
  readonly withdrawn: number;
}

/**
 * Says who each person record is, and whose the identifiers in them are. What only a person can say is asked, and nothing is written of it.
 * Whoever is found may be one whom a record that did not say whose it is can mean: it is looked at again until nobody more is found,
 * so that saying it once more changes nothing.
 */
export async function recognise(tx: Tx, tenantId: string, unclaimed: readonly Held<'person'>[]): Promise<Recognition> {
  const requested = await askedOnRequest(tx, unclaimed);
  const gone = await dropGoneClaims(tx);
  const passes = [
    await lookThrough(
      tx,
      tenantId,
      unclaimed.filter(({ id }) => !requested.some(({ recordId }) => recordId === id)),
      [...gone, ...(await dropDoubtful(tx, requested))],
    ),
  ];
  for (let last = passes.at(-1); last !== undefined && last.isNews && last.left.length > 0; last = passes.at(-1))
    passes.push(await lookThrough(tx, tenantId, last.left));

  const doubts = [...(passes.at(-1)?.unclear ?? []), ...requested];
  const about = await askAboutRecords(tx, tenantId, doubts);
  const sum = (of: (pass: Pass) => number) => passes.reduce((total, pass) => total + of(pass), 0);
  return {
    met: sum(({ met }) => met),
    ambiguous: doubts.map(({ recordId }) => recordId),
    moved: passes.flatMap(({ moved }) => moved),
    people: passes.flatMap(({ people }) => people),
    asked: sum(({ asked }) => asked) + about.asked.length,
    withdrawn: sum(({ withdrawn }) => withdrawn) + about.withdrawn + (await withdrawSettled(tx)),
  };
}

/** What came of looking at records once. */
interface Pass extends Omit<Recognition, 'ambiguous'> {
  readonly unclear: readonly RecordDoubt[];
  /** The records that are unclear. */
  readonly left: readonly Held<'person'>[];
  /** Whether anything was written, by which those that are left may look different. */
  readonly isNews: boolean;
}

/**
 * First come those who are known by the immutable identifier, so that what they gave up is given up before anybody else is looked for by it.
 * @param dropped what is claimed no more already.
 */
async function lookThrough(tx: Tx, tenantId: string, records: readonly Held<'person'>[], dropped: readonly Claimed[] = []): Promise<Pass> {
  const known = await byImmutable(tx, records);
  const first = [...dropped, ...(await claim(tx, tenantId, known))];
  const before = await settleIdentifiers(tx, tenantId, first);
  const sure = new Set(known.map(({ held }) => held.id));
  const others = records.filter(({ id }) => !sure.has(id));
  const { found, met, unclear } = await byAll(tx, tenantId, others);
  const then = [...(await dropDoubtful(tx, unclear)), ...(await claim(tx, tenantId, found))];
  const after = await settleIdentifiers(tx, tenantId, then);
  const doubtful = new Set(unclear.map(({ recordId }) => recordId));
  return {
    met,
    unclear,
    left: others.filter(({ id }) => doubtful.has(id)),
    isNews: first.length + then.length > 0,
    moved: [...before.moved, ...after.moved],
    people: [...first, ...then].map(({ personId }) => personId),
    asked: before.asked + after.asked,
    withdrawn: before.withdrawn + after.withdrawn,
  };
}

const dropDoubtful = (tx: Tx, doubts: readonly RecordDoubt[]): Promise<Claimed[]> =>
  dropClaims(
    tx,
    doubts.map(({ recordId }) => recordId),
  );

/** The same for the same immutable identifier: who asks twice, or at the same time, meets each person once. */
export function newPersonId(tenantId: string, { record }: Held<'person'>): string {
  const [first] = record.identifiers;
  if (first === undefined) throw new Error('a person record has an identifier; its schema says so');
  return stableId('person', tenantId, first.kind, first.value);
}

/** Records somebody wants to decide on again: they stay open until that was done, whatever the rules would make of them. */
async function askedOnRequest(tx: Tx, unclaimed: readonly Held<'person'>[]): Promise<RecordDoubt[]> {
  const versions = new Map(unclaimed.map(({ id, version }) => [id, version]));
  return (await openQuestions(tx)).flatMap((one) => {
    const version = one.about === 'record' && one.onRequest ? versions.get(one.recordId) : undefined;
    return one.about === 'record' && version !== undefined
      ? [{ recordId: one.recordId, version, people: one.people, onRequest: true }]
      : [];
  });
}

/** Who goes by an address in one record and by a number in another is known to be one person by a record that has both: such are read first. */
const byWhatTheyTell = (records: readonly Held<'person'>[]): readonly Held<'person'>[] =>
  records.toSorted((one, other) => other.record.identifiers.length - one.record.identifiers.length);

async function byImmutable(tx: Tx, records: readonly Held<'person'>[]): Promise<Recognised[]> {
  const firsts = records.map((held) => ({ held, first: held.record.identifiers.slice(0, 1) }));
  const holders = await Holders.of(
    tx,
    firsts.flatMap(({ first }) => first),
  );
  return firsts.flatMap(({ held, first }) => {
    const meant = holders.meantBy(first);
    return meant.kind === 'known' ? [{ personId: meant.personId, held }] : [];
  });
}

async function byAll(
  tx: Tx,
  tenantId: string,
  records: readonly Held<'person'>[],
): Promise<{ found: Recognised[]; met: number; unclear: RecordDoubt[] }> {
  const holders = await Holders.of(
    tx,
    records.flatMap(({ record }) => record.identifiers),
  );
  const found: Recognised[] = [];
  const unclear: RecordDoubt[] = [];
  let met = 0;
  for (const held of byWhatTheyTell(records)) {
    const meant = holders.meantBy(held.record.identifiers);
    if (meant.kind === 'unclear') {
      unclear.push({ recordId: held.id, version: held.version, people: meant.people, onRequest: false });
      continue;
    }
    const personId = meant.kind === 'known' ? meant.personId : newPersonId(tenantId, held);
    if (meant.kind === 'new') met += 1;
    found.push({ personId, held });
    holders.learn(held.record.identifiers, personId);
  }
  return { found, met, unclear };
}
