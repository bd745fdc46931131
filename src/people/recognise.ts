import { z } from 'zod';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { rows, type Tx } from '../database/rows.js';
import { stableId } from '../files/envelope.js';
import type { Held } from '../records/records.js';

interface Recognised {
  readonly personId: string;
  readonly held: Held<'person'>;
  readonly isNew: boolean;
}

/**
 * Says who each person record is: whoever holds its first identifier, else the one person who holds any of the others, else somebody new.
 * Two people holding its identifiers is a question for a person, and nothing is written. So is one who is known by another identifier of the first one's kind:
 * two employees of one source may share a mailbox, and one may have been hired again under a new id; only somebody who knows them can tell.
 */
export async function recognise(
  tx: Tx,
  tenantId: string,
  unclaimed: readonly Held<'person'>[],
): Promise<{ met: number; ambiguous: string[] }> {
  const holders = await Holders.of(
    tx,
    unclaimed.flatMap(({ record }) => record.identifiers),
  );
  const recognised: Recognised[] = [];
  const ambiguous: string[] = [];
  for (const held of unclaimed) {
    const { identifiers } = held.record;
    const known = holders.whoHolds(identifiers);
    if (known === 'ambiguous') {
      ambiguous.push(held.id);
      continue;
    }
    const personId = known ?? newPersonId(tenantId, identifiers);
    recognised.push({ personId, held, isNew: known === undefined });
    for (const reference of identifiers) holders.learn(reference, personId);
  }
  await write(tx, tenantId, recognised);
  return { met: recognised.filter(({ isNew }) => isNew).length, ambiguous };
}

/** Who holds which identifier, as far as the records at hand speak of it. */
class Holders {
  readonly #byIdentifier = new Map<string, string>();
  readonly #kindsOf = new Map<string, Set<string>>();

  /** Everybody who holds one of these, with all they hold. */
  static async of(tx: Tx, references: readonly PersonReference[]): Promise<Holders> {
    const known = await rows(
      tx,
      z.object({ kind: z.string(), value: z.string(), personId: z.uuid() }),
      `select kind, value, person_id as "personId" from person_identifier where valid_to = 'infinity' and person_id in (
         select i.person_id from person_identifier i join (select distinct * from unnest($1::text[], $2::text[]) as r(kind, value)) r using (kind, value)
         where i.valid_to = 'infinity')`,
      [references.map(({ kind }) => kind), references.map(({ value }) => value)],
    );
    const holders = new Holders();
    for (const { personId, ...reference } of known) holders.learn(reference, personId);
    return holders;
  }

  /** Who holds an identifier already goes on holding it. */
  learn({ kind, value }: PersonReference, personId: string): void {
    const holder = this.#byIdentifier.get(`${kind} ${value}`);
    if (holder !== undefined) return;
    this.#byIdentifier.set(`${kind} ${value}`, personId);
    this.#kindsOf.set(personId, (this.#kindsOf.get(personId) ?? new Set()).add(anyCompanys(kind)));
  }

  /** @returns the one person these can mean; undefined when nobody holds any of them. */
  whoHolds([first, ...others]: readonly PersonReference[]): string | 'ambiguous' | undefined {
    if (first === undefined) return undefined;
    const immutable = this.#byIdentifier.get(`${first.kind} ${first.value}`);
    if (immutable !== undefined) return immutable;
    const found = new Set(others.flatMap(({ kind, value }) => this.#byIdentifier.get(`${kind} ${value}`) ?? []));
    const [only] = found;
    if (found.size > 1 || (only !== undefined && this.#kindsOf.get(only)?.has(anyCompanys(first.kind)))) return 'ambiguous';
    return only;
  }
}

/** The kind without the company it is of: `bamboohr.employee@acme` and `bamboohr.employee@beta` are both an employee's id. */
const anyCompanys = (kind: string): string => kind.split('@', 1)[0] ?? kind;

function newPersonId(tenantId: string, identifiers: readonly PersonReference[]): string {
  const [first] = identifiers;
  if (first === undefined) throw new Error('a person record has an identifier; its schema says so');
  return stableId('person', tenantId, first.kind, first.value);
}

async function write(tx: Tx, tenantId: string, recognised: readonly Recognised[]): Promise<void> {
  if (recognised.length === 0) return;
  // Two sources may bring the same person at once.
  const people = [...new Map(recognised.map((one) => [one.personId, one])).values()];
  await tx.query(
    `insert into person (tenant_id, id, display_name, work_email)
     select $1, p.* from unnest($2::uuid[], $3::text[], $4::text[]) as p
     on conflict (tenant_id, id) do update set display_name = excluded.display_name, work_email = excluded.work_email`,
    [
      tenantId,
      people.map(({ personId }) => personId),
      people.map(({ held }) => held.record.displayName),
      people.map(({ held }) => held.record.workEmail),
    ],
  );
  const identifiers = recognised.flatMap(({ personId, held }) => held.record.identifiers.map((reference) => ({ ...reference, personId })));
  await tx.query(
    `insert into person_identifier (tenant_id, kind, value, person_id, source)
     select $1, i.kind, i.value, i.person_id, 'source' from unnest($2::text[], $3::text[], $4::uuid[]) as i(kind, value, person_id)
     on conflict do nothing`,
    [tenantId, identifiers.map(({ kind }) => kind), identifiers.map(({ value }) => value), identifiers.map(({ personId }) => personId)],
  );
  await tx.query(
    'update record set person_id = r.person_id from unnest($1::uuid[], $2::uuid[]) as r(id, person_id) where record.id = r.id and record.superseded_at is null',
    [recognised.map(({ held }) => held.id), recognised.map(({ personId }) => personId)],
  );
}
