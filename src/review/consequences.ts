import { BadRequestException, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inPlainWords } from '../../connectors/kit/plain-words.js';
import type { Actor } from '../database/actor.js';
import type { Tx } from '../database/rows.js';
import type { Policy } from '../policy/policy.js';
import type { Decided, DecisionRequest, Followed } from './decision.js';

/** What a decision on a case of one kind leads to, written in the decision's own transaction. */
export type Consequence = (tx: Tx, tenantId: string, actor: Actor, decided: Decided) => Promise<Followed | undefined | void>;

export interface Registered {
  readonly plan: Consequence;
  /** What kind of change it plans for a source, where the policy names one for it; without it, nothing leaves the hub. */
  readonly writes?: keyof Policy['targets'];
  /** What a reviewer may change of the proposal; without it, nothing. */
  readonly edits?: z.ZodObject;
  /** Planned again it leads to the same and to nothing more, so that it can be carried out once there is somewhere to write to. */
  readonly mayFollowLater?: boolean;
}

/** From a kind of case to what an approved decision plans. Features register themselves; review knows none of them. */
@Injectable()
export class Consequences {
  readonly #byKind = new Map<string, Registered>();

  register(caseKind: string, plan: Consequence, options: Omit<Registered, 'plan'> = {}): void {
    if (this.#byKind.has(caseKind)) throw new Error(`two features want to act on cases of kind ${caseKind}`);
    this.#byKind.set(caseKind, { plan, ...options });
  }

  /** @throws BadRequestException when a reviewer changed what cannot be changed, or to what it cannot be. */
  refuseUnfit(caseKind: string, { decision, edited }: Pick<DecisionRequest, 'decision' | 'edited'>): void {
    if (edited === undefined) return;
    const { edits } = this.#byKind.get(caseKind) ?? {};
    if (edits === undefined)
      throw new BadRequestException(
        `nothing of a ${caseKind} case can be changed, so there is nothing to ${decision}: approve, reject or return it`,
      );
    const { error } = edits.safeParse(edited, { error: inPlainWords });
    if (error === undefined) return;
    const wrong = error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')} cannot be changed here; what can is: ${Object.keys(edits.shape).join(', ')}`
        : `${issue.path.join('.')}: ${issue.message}`,
    );
    throw new BadRequestException(wrong.join('; '));
  }

  /** The connection an approval plans a write for; null where it plans none. */
  writesTo(caseKind: string, targets: Policy['targets']): string | null {
    const writes = this.#byKind.get(caseKind)?.writes;
    return (writes === undefined ? undefined : targets[writes]?.connection) ?? null;
  }

  mayFollowLater(caseKind: string): boolean {
    return this.#byKind.get(caseKind)?.mayFollowLater === true;
  }

  async plan(tx: Tx, tenantId: string, actor: Actor, decided: Decided): Promise<Followed> {
    if (decided.decision === 'reject' || decided.decision === 'return') return NOTHING;
    return (await this.#byKind.get(decided.caseKind)?.plan(tx, tenantId, actor, decided)) ?? NOTHING;
  }
}

const NOTHING: Followed = { messages: [], notice: null };
