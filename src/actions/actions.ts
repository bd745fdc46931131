import { BadRequestException, ConflictException, Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import type { ChangeKind } from '../../mappings/canonical/changes.js';
import { typed } from '../config/typed.js';
import type { Tx } from '../database/rows.js';
import { unfit } from '../findings/rating-scale.js';
import { ReviewedRatings } from '../findings/reviewed-rating.js';
import { Planner, type Wanted } from '../outbox/planner.js';
import { StillNewest } from '../outbox/still-newest.js';
import { currentPolicy } from '../policy/policy.js';
import { Consequences } from '../review/consequences.js';
import type { Decided, Followed } from '../review/decision.js';

/** What approved decisions lead to outside the hub, by kind of case. Where a policy names no target, nothing is written. */
@Injectable()
export class Actions implements OnModuleInit {
  constructor(
    private readonly consequences: Consequences,
    private readonly ratings: ReviewedRatings,
    private readonly planner: Planner,
    private readonly stillNewest: StillNewest,
  ) {}

  onModuleInit(): void {
    this.consequences.register('review-claims', (tx, tenantId, _actor, decided) => this.#keepRating(tx, tenantId, decided), {
      writes: 'rating-outcome',
      edits: editedRating,
      mayFollowLater: true,
    });
    this.stillNewest.register('review-claims', 'rating-outcome', (tx, tenantId, findingId) =>
      this.ratings.isNewest(tx, tenantId, findingId),
    );
    for (const [caseKind, said] of Object.entries(FOLLOW_UPS))
      this.consequences.register(caseKind, (tx, tenantId, _actor, decided) => this.#followUp(tx, tenantId, decided, said), {
        writes: 'follow-up',
        mayFollowLater: true,
      });
  }

  /**
   * The rating stands as given, or as the reviewer edited it, and is kept where the organisation keeps it.
   * @throws ConflictException when review or rating changed since the finding was made: nobody approves what nobody saw.
   * @throws BadRequestException when the rating is not one that could have been given in that cycle.
   */
  async #keepRating(tx: Tx, tenantId: string, decided: Decided): Promise<Followed | undefined> {
    const { findingId, caseId, decidedAt } = decided;
    if (findingId === null) return undefined;
    const looked = await this.ratings.look(tx, tenantId, findingId);
    if (looked.kind === 'changed')
      throw new ConflictException(
        `${looked.what}, so nothing was done on case ${caseId}; run calibration for this cycle again and decide on the case it opens`,
      );
    const { personId, cycleKey } = looked;
    const { score: edited } = editedRating.partial().parse(decided.edited ?? {});
    const score = edited ?? looked.score;
    if (score === undefined)
      throw new BadRequestException(`which rating case ${caseId} lets stand is not known as one; edit it, saying \`score\``);
    const scale = await this.ratings.scale(tx, tenantId, looked);
    if (scale === undefined)
      throw new BadRequestException(
        `on which scale the ratings of ${cycleKey} are given is not known, so no rating can be written; reject the case, or return it`,
      );
    const wrong = unfit(score, scale);
    if (wrong !== undefined) throw new BadRequestException(`score: ${wrong}, and ${score} is not one of them`);
    const { min, max } = scale;
    const change = { cycleKey, score, scale: { min, max }, decidedOn: decidedAt.toISOString().slice(0, 10), isLatest: looked.isLatest };
    return this.#plan(tx, tenantId, decided, { kind: 'rating-outcome', change, personId });
  }

  #followUp(tx: Tx, tenantId: string, decided: Decided, said: { readonly title: string; readonly text: string }): Promise<Followed> {
    // Whoever gets it finds the case; and each is a record of its own, so that none waits for another's end.
    const change = {
      title: `${said.title} (case ${decided.caseId.slice(0, 8)})`,
      text: `${said.text} It is case ${decided.caseId}.`,
      dueOn: null,
    };
    return this.#plan(tx, tenantId, decided, { kind: 'follow-up', change, personId: null });
  }

  /** Once for a decision, whatever the policy names meanwhile: what it led to is not written to a second place. */
  async #plan<Kind extends ChangeKind>(
    tx: Tx,
    tenantId: string,
    { decisionId, caseId }: Decided,
    { kind, ...wanted }: Pick<Wanted<Kind>, 'kind' | 'change' | 'personId'>,
  ): Promise<Followed> {
    const planned = await this.planner.plannedFor(tx, decisionId);
    if (planned.length > 0) return { messages: planned, notice: null };
    const target = (await currentPolicy(tx)).targets[kind];
    if (target === undefined) return { messages: [], notice: leadsNowhere(kind, caseId) };
    const { messages, standing } = await this.planner.plan(tx, tenantId, { kind, ...wanted, decisionId, target });
    return { messages, notice: messages.length === 0 ? sayStanding(standing) : null };
  }
}

const editedRating = z.strictObject({ score: z.number() });

const FOLLOW_UPS = {
  'rating-variance': {
    title: 'Look at how ratings were given in one area',
    text: 'A calibration finding was approved. Its evidence is in the hub, for those who may see it.',
  },
  listening: {
    title: 'Agree on an action for a survey finding',
    text: 'A survey finding was approved for action. What it says is in the hub, for those who may see it.',
  },
} as const;

const leadsNowhere = (kind: ChangeKind, caseId: string): string =>
  `Nothing will be written: the policy names no target for a ${kind}. Name one (${typed('policy show')}), then carry the decision out: ${typed(`cases carry-out ${caseId}`)}`;

const sayStanding = (standing: readonly string[]): string =>
  `Nothing more will be written: an earlier decision wrote the same, or will (${standing.map((id) => `message ${id}`).join(', ')}).`;
