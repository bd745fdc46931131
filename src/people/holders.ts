import { z } from 'zod';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { rows, type Tx } from '../database/rows.js';

/** Who the identifiers of a record can mean. */
export type Meant =
  | { readonly kind: 'known'; readonly personId: string }
  | { readonly kind: 'new' }
  | { readonly kind: 'unclear'; readonly people: readonly string[] };

const nameOf = ({ kind, value }: PersonReference) => `${kind} ${value}`;

/** The kind without the company it is of: `bamboohr.employee@acme` and `bamboohr.employee@beta` are both an employee's id. */
const anyCompanys = (kind: string): string => kind.split('@', 1)[0] ?? kind;

/** Who holds which identifier or ever did, as far as the records at hand speak of it. */
export class Holders {
  /** Of each identifier its people, and whether it is theirs now. */
  readonly #byIdentifier = new Map<string, Map<string, boolean>>();
  readonly #kindsOf = new Map<string, Set<string>>();

  /** Everybody who has to do with one of these, with the kinds of all they go by. */
  static async of(tx: Tx, references: readonly PersonReference[]): Promise<Holders> {
    const holders = new Holders();
    if (references.length === 0) return holders;
    const had = await rows(
      tx,
      z.object({ kind: z.string(), value: z.string(), personId: z.uuid(), now: z.boolean() }),
      `with named as (select distinct * from unnest($1::text[], $2::text[]) as r(kind, value))
       select kind, value, i.person_id as "personId", i.valid_to = 'infinity' as now from person_identifier i join named using (kind, value)
       union all select kind, value, c.person_id, false from identifier_claim c join named using (kind, value)
       union all select kind, value, unnest(q.people), false from identity_question q join named using (kind, value) where q.about = 'identifier' and q.state = 'open'`,
      [references.map(({ kind }) => kind), references.map(({ value }) => value)],
    );
    const kinds = await rows(
      tx,
      z.object({ kind: z.string(), personId: z.uuid() }),
      `select kind, person_id as "personId" from person_identifier where person_id = any ($1::uuid[]) and valid_to = 'infinity'
       union select kind, person_id from identifier_claim where person_id = any ($1::uuid[])`,
      [[...new Set(had.map(({ personId }) => personId))]],
    );
    for (const { personId, kind } of kinds) holders.#goesBy(personId, kind);
    for (const { personId, now, ...reference } of had) holders.#had(reference, personId, now);
    return holders;
  }

  /** Somebody turned out to be behind these. What is another's already stays theirs. */
  learn(references: readonly PersonReference[], personId: string): void {
    for (const reference of references) {
      const theirs = this.#byIdentifier.get(nameOf(reference)) === undefined;
      this.#had(reference, personId, theirs);
      this.#goesBy(personId, reference.kind);
    }
  }

  /**
   * Whoever holds the first identifier, which never changes, is it. Else the one person who holds the others now, else somebody new.
   * It is unclear where that is two people; where an identifier was somebody's and is not now; and where the one person is known by another
   * identifier of the first one's kind: two employees of one source may share a mailbox, and one may have been hired again under a new id.
   * Only somebody who knows them can tell.
   */
  meantBy([first, ...others]: readonly PersonReference[]): Meant {
    if (first === undefined) throw new Error('a person record has an identifier; its schema says so');
    const immutable = [...(this.#byIdentifier.get(nameOf(first)) ?? [])];
    const holding = immutable.length === 1 ? immutable : immutable.filter(([, now]) => now);
    if (holding[0] !== undefined && holding.length === 1) return { kind: 'known', personId: holding[0][0] };
    const found = [...immutable, ...others.flatMap((reference) => [...(this.#byIdentifier.get(nameOf(reference)) ?? [])])];
    const people = [...new Set(found.map(([personId]) => personId))].toSorted();
    const [only] = people;
    if (only === undefined) return { kind: 'new' };
    const isThem = people.length === 1 && found.some(([, now]) => now) && this.#kindsOf.get(only)?.has(anyCompanys(first.kind)) !== true;
    return isThem ? { kind: 'known', personId: only } : { kind: 'unclear', people };
  }

  #had(reference: PersonReference, personId: string, now: boolean): void {
    const people = this.#byIdentifier.get(nameOf(reference)) ?? new Map<string, boolean>();
    this.#byIdentifier.set(nameOf(reference), people.set(personId, now || people.get(personId) === true));
  }

  #goesBy(personId: string, kind: string): void {
    this.#kindsOf.set(personId, (this.#kindsOf.get(personId) ?? new Set()).add(anyCompanys(kind)));
  }
}
