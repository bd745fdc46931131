import { BadRequestException, ConflictException, Injectable, type OnModuleInit } from '@nestjs/common';
import type { CanonicalChange } from '../../mappings/canonical/changes.js';
import type { Tx } from '../database/rows.js';
import { ReviewedRatings } from '../findings/reviewed-rating.js';
import { Planner } from '../outbox/planner.js';
import { currentPolicy } from '../policy/policy.js';
import { Consequences } from '../review/consequences.js';
import type { Decided } from '../review/decision.js';

/** What approved decisions lead to outside the hub, by kind of case. Where a policy names no target, nothing is written. */
@Injectable()
export class Actions implements OnModuleInit {
  constructor(
    private readonly consequences: Consequences,
    private readonly ratings: ReviewedRatings,
    private readonly planner: Planner,
  ) {}

  onModuleInit(): void {
    this.consequences.register('review-claims', (tx, tenantId, _actor, decided) => this.#keepRating(tx, tenantId, decided), ['score']);
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

  /**
   * The rating stands as given, or as the reviewer edited it, and is kept where the organisation keeps it.
   * @throws ConflictException when review or rating changed since the finding was made: nobody approves what nobody saw.
   */
  async #keepRating(tx: Tx, tenantId: string, { findingId, edited, caseId, decisionId }: Decided): Promise<void> {
    if (findingId === null) return;
    const looked = await this.ratings.look(tx, tenantId, findingId);
    if (looked.kind === 'changed')
      throw new ConflictException(
        `${looked.what}, so nothing was decided on case ${caseId}; run calibration for this cycle again and decide on the case it opens`,
      );
    const { personId, cycleKey, score } = looked;
    const kept = edited === undefined ? score : edited['score'];
    if (typeof kept !== 'number' || !Number.isFinite(kept))
      throw new BadRequestException(
        edited === undefined
          ? `which rating case ${caseId} lets stand is not known as one; edit it, saying \`score\``
          : 'the `score` a rating is changed to is a number',
      );
    const { targets } = await currentPolicy(tx);
    const target = targets['rating-outcome'];
    if (target === undefined) return;
    const change: CanonicalChange<'rating-outcome'> = { cycleKey, score: kept, decidedOn: new Date().toISOString().slice(0, 10) };
    await this.planner.plan(tx, tenantId, { kind: 'rating-outcome', change, personId, decisionId, target });
  }

  async #followUp(tx: Tx, tenantId: string, { decisionId }: Decided, title: string, text: string): Promise<void> {
    const { targets } = await currentPolicy(tx);
    const target = targets['follow-up'];
    if (target === undefined) return;
    await this.planner.plan(tx, tenantId, { kind: 'follow-up', change: { title, text, dueOn: null }, personId: null, decisionId, target });
  }
}
