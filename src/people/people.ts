import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FatalError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Records } from '../records/records.js';
import { answerQuestion, askAgain, type Concerned, type IdentityAnswer } from './answer-question.js';
import { linkAgain, linkRecords } from './link-records.js';
import { namePeople } from './name-people.js';
import { placeHistory, placePeople } from './place-people.js';
import { recognise } from './recognise.js';
import { unclear, type UnclearView } from './unclear.js';

export interface Resolved {
  /** People seen for the first time. */
  readonly met: number;
  /** Records that now know whose they are. */
  readonly linked: number;
  /** Records that were somebody's and are another's now, or nobody's until somebody says whose. */
  readonly relinked: number;
  /** Person records that do not say who they are about: somebody has to. */
  readonly ambiguous: readonly string[];
}

/** Who is who, by identifiers only; nothing is ever matched on a name. */
@Injectable()
export class People {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly records: Records,
  ) {}

  /**
   * Recognises the people in new records, says whose each identifier is, places people in the organisation, and links what is theirs.
   * What only a person can say is asked. Finding nothing new, it changes nothing.
   */
  resolve(tenantId: string, actor: Actor): Promise<Resolved> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      await standInLine(tx);
      const { met, ambiguous, moved, people, asked, withdrawn } = await recognise(
        tx,
        tenantId,
        await this.records.unclaimed(tx, tenantId, 'person'),
      );
      const { linked, relinked } = await this.#link(tx, tenantId, { moved, people });
      const details = { met, linked, relinked, asked, withdrawn, ambiguous: ambiguous.length };
      if (met + linked + relinked + asked + withdrawn > 0)
        await recordAudit(tx, { event: 'people.resolved', subject: `tenant:${tenantId}`, details });
      return { met, linked, relinked, ambiguous };
    });
  }

  /** What only a person can say, with who it may be. */
  unclear(tenantId: string, actor: Actor): Promise<UnclearView[]> {
    return this.tenancy.inTenant(tenantId, actor, unclear);
  }

  /** Writes what a person said about a question, and links what hangs on it; in the transaction of their decision. */
  async answer(tx: Tx, tenantId: string, questionId: string, answer: IdentityAnswer): Promise<void> {
    await standInLine(tx);
    await this.#link(
      tx,
      tenantId,
      await answerQuestion(tx, tenantId, await this.records.unclaimed(tx, tenantId, 'person'), questionId, answer),
    );
  }

  /** Takes an answer back and asks once more. @returns the new question. */
  async askAgain(tx: Tx, tenantId: string, questionId: string): Promise<string> {
    await standInLine(tx);
    const { asked, ...concerned } = await askAgain(tx, tenantId, questionId);
    await this.#link(tx, tenantId, concerned);
    return asked;
  }

  async #link(tx: Tx, tenantId: string, { moved, people }: Concerned): Promise<{ linked: number; relinked: number }> {
    await namePeople(tx, tenantId, this.records, people);
    const relinked = await linkAgain(tx, moved);
    const linked = await linkRecords(tx);
    await placePeople(tx, tenantId, await this.records.unplacedEmployments(tx, tenantId));
    await placeHistory(tx, tenantId, this.records, moved);
    return { linked, relinked };
  }

  /** The people something is about, by id, with the name the hub shows. */
  async names(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
    const found = await rows(
      tx,
      z.object({ id: z.uuid(), name: z.string() }),
      'select id, display_name as name from person where id = any ($1::uuid[])',
      [personIds],
    );
    return new Map(found.map(({ id, name }) => [id, name]));
  }

  /**
   * One of a person's identifiers, as a source wants to hear it: of several of a kind, the one they work under now.
   * @throws FatalError when that is more than one: a write could go to the wrong record.
   */
  async identifier(tx: Tx, personId: string, kind: string): Promise<string | undefined> {
    const known = await rows(
      tx,
      z.object({ value: z.string(), active: z.boolean() }),
      `select i.value, exists (select from identifier_claim c where c.person_id = i.person_id and c.kind = i.kind and c.value = i.value and c.active) as active
       from person_identifier i where i.person_id = $1 and i.kind = $2 and i.valid_to = 'infinity' order by active desc, i.value`,
      [personId, kind],
    );
    const [first, second] = known;
    if (first !== undefined && first.active === second?.active)
      throw new FatalError(`this person goes by more than one ${kind}; which of them is meant has to be clear at the source first`, {
        personId,
      });
    return first?.value;
  }
}

/** One at a time says who is who in a tenant: until the end of the transaction, the others wait. Other tenants do not. */
async function standInLine(tx: Tx): Promise<void> {
  await tx.query('select tenant_id from tenant for no key update');
}
