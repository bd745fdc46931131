import { Injectable } from '@nestjs/common';
import type { Actor } from '../database/actor.js';
import type { Tx } from '../database/rows.js';
import type { Decided } from './decision.js';

/** What a decision on a case of one kind leads to, written in the decision's own transaction. */
export type Consequence = (tx: Tx, tenantId: string, actor: Actor, decided: Decided) => Promise<void>;

/** From a kind of case to what an approved decision plans. Features register themselves; review knows none of them. */
@Injectable()
export class Consequences {
  readonly #byKind = new Map<string, Consequence>();

  register(caseKind: string, consequence: Consequence): void {
    if (this.#byKind.has(caseKind)) throw new Error(`two features want to act on cases of kind ${caseKind}`);
    this.#byKind.set(caseKind, consequence);
  }

  async plan(tx: Tx, tenantId: string, actor: Actor, decided: Decided): Promise<void> {
    if (decided.decision === 'reject' || decided.decision === 'return') return;
    await this.#byKind.get(decided.caseKind)?.(tx, tenantId, actor, decided);
  }
}
