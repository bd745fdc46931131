import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CanonicalChange } from '../../mappings/canonical/changes.js';
import type { Tx } from '../database/rows.js';
import { Findings } from '../findings/findings.js';
import { Planner } from '../outbox/planner.js';
import { currentPolicy } from '../policy/policy.js';
import { Consequences } from '../review/consequences.js';
import type { Decided } from '../review/decision.js';

/** What approved decisions lead to outside the hub, by kind of case. Where a policy names no target, nothing is written. */
@Injectable()
export class Actions implements OnModuleInit {
  constructor(
    private readonly consequences: Consequences,
    private readonly findings: Findings,
    private readonly planner: Planner,
  ) {}

  onModuleInit(): void {
    this.consequences.register('review-claims', (tx, tenantId, _actor, decided) => this.#keepRating(tx, tenantId, decided));
    this.consequences.register('rating-variance', (tx, tenantId, _actor, decided) =>
      this.#followUp(
        tx,
        tenantId,
        decided,
        'Look at how ratings were given in one area',
        'A calibration finding was approved. Its evidence is in the hub, for those who may see it.',
      ),
    );
    this.consequences.register('listening', (tx, tenantId, _actor, decided) =>
      this.#followUp(
        tx,
        tenantId,
        decided,
        'Agree on an action for a survey finding',
        'A survey finding was approved for action. What it says is in the hub, for those who may see it.',
      ),
    );
  }

  /** The rating stands as given, or as the reviewer edited it, and is kept where the organisation keeps it. */
  async #keepRating(tx: Tx, tenantId: string, decided: Decided): Promise<void> {
    const { targets } = await currentPolicy(tx);
    const target = targets['rating-outcome'];
    if (target === undefined || decided.findingId === null) return;
    const { subjectPersonId: personId, facts } = await this.findings.matter(tx, tenantId, decided.findingId);
    const score = Number(decided.edited?.['score'] ?? facts['score']);
    const change: CanonicalChange<'rating-outcome'> = {
      cycleKey: String(facts['cycleKey']),
      score,
      decidedOn: new Date().toISOString().slice(0, 10),
    };
    await this.planner.plan(tx, tenantId, { kind: 'rating-outcome', change, personId, decisionId: decided.decisionId, target });
  }

  async #followUp(tx: Tx, tenantId: string, { decisionId }: Decided, title: string, text: string): Promise<void> {
    const { targets } = await currentPolicy(tx);
    const target = targets['follow-up'];
    if (target === undefined) return;
    await this.planner.plan(tx, tenantId, { kind: 'follow-up', change: { title, text, dueOn: null }, personId: null, decisionId, target });
  }
}
