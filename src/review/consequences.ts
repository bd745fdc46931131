import { BadRequestException, Injectable } from '@nestjs/common';
import type { Actor } from '../database/actor.js';
import type { Tx } from '../database/rows.js';
import type { Decided } from './decision.js';

/** What a decision on a case of one kind leads to, written in the decision's own transaction. */
export type Consequence = (tx: Tx, tenantId: string, actor: Actor, decided: Decided) => Promise<void>;

/** From a kind of case to what an approved decision plans. Features register themselves; review knows none of them. */
@Injectable()
export class Consequences {
  readonly #byKind = new Map<string, { readonly consequence: Consequence; readonly fields: readonly string[] }>();

  /** @param fields what an edit or override of such a case may say; none where there is nothing to change. */
  register(caseKind: string, consequence: Consequence, fields: readonly string[] = []): void {
    if (this.#byKind.has(caseKind)) throw new Error(`two features want to act on cases of kind ${caseKind}`);
    this.#byKind.set(caseKind, { consequence, fields });
  }

  /**
   * What is edited is what is acted on: a field nobody acts on would be kept as the reviewer's word, and something else be done.
   * @throws BadRequestException naming the fields there are.
   */
  refuseStrayFields(caseKind: string, edited: Decided['edited']): void {
    if (edited === undefined) return;
    const fields = this.#byKind.get(caseKind)?.fields;
    if (fields?.length === 0)
      throw new BadRequestException(`a case of kind ${caseKind} has nothing to edit, so nothing was decided; approve, reject or return it`);
    const stray = Object.keys(edited).filter((field) => fields?.includes(field) === false);
    const there = fields === undefined ? '' : `; it may say: ${fields.join(', ')}`;
    if (stray.length > 0)
      throw new BadRequestException(`an edit of this case cannot say ${stray.join(', ')}, so nothing was decided${there}`);
    if (Object.keys(edited).length === 0) throw new BadRequestException(`an edit says what to, so nothing was decided${there}`);
  }

  async plan(tx: Tx, tenantId: string, actor: Actor, decided: Decided): Promise<void> {
    if (decided.decision === 'reject' || decided.decision === 'return') return;
    await this.#byKind.get(decided.caseKind)?.consequence(tx, tenantId, actor, decided);
  }
}
