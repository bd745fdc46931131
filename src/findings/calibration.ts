import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FatalError } from '../../connectors/kit/errors.js';
import type { Actor } from '../database/actor.js';
import { rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { embeddedClaimEngine } from '../language/claims/claim-engine.js';
import { calibration } from '../pipelines/calibration.js';
import type { CalibrationInput } from '../pipelines/calibration-input.js';
import { type Held, Records } from '../records/records.js';
import { evidenceOf } from './calibration-evidence.js';
import { asProposal, ratingsUnder } from './calibration-proposal.js';
import { Findings } from './findings.js';
import { cycleNamed, type ReviewCycle } from './review-cycle.js';
import { type Workplace, workplacesOn } from './workplaces.js';

export interface CalibrationResult {
  readonly cycle: string;
  readonly reviews: number;
  readonly findings: number;
  /** By kind of finding. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** Holds the reviews of a cycle against the evidence, and managers' ratings against each other's. */
@Injectable()
export class Calibration {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly records: Records,
    private readonly findings: Findings,
  ) {}

  /**
   * Runs the pipeline over one cycle and keeps what it finds; a second run over the same records changes nothing.
   * @throws FatalError when the cycle has no rating, or no review is left where findings rest on one: nothing is withdrawn because a read went wrong.
   */
  async run(tenantId: string, actor: Actor, cycleKey: string): Promise<CalibrationResult> {
    const { cycle, after, input, reviews, ratings } = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      this.#gather(tx, tenantId, cycleKey),
    );
    const found = await calibration.run(calibration.input.parse(input), embeddedClaimEngine);
    const by = { pipeline: calibration.name, version: calibration.version, cycleId: cycle.id, after };
    const ratingUnder = ratingsUnder(reviews, ratings);
    const proposals = found.map((finding) => asProposal(finding, cycle, ratingUnder(finding)));
    const kept = await this.tenancy.inTenant(tenantId, actor, (tx) => this.findings.keep(tx, tenantId, by, proposals));
    if (kept.kind === 'outrun') return this.run(tenantId, actor, cycleKey); // it may have read newer records than this run: read again
    const kinds = Object.fromEntries([...Map.groupBy(found, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]));
    return { cycle: cycle.label, reviews: input.reviews.length, findings: found.length, kinds };
  }

  /** Reads everything a run looks at, in one transaction. */
  async #gather(tx: Tx, tenantId: string, cycleKey: string): Promise<Gathered> {
    const cycle = await cycleNamed(tx, cycleKey);
    const after = await this.findings.runsKept(tx, calibration.name, cycle.id); // before all it counts: what comes later was read by nobody before
    const [reviews, ratings] = [
      await this.records.current(tx, tenantId, 'review', cycle.id),
      await this.records.current(tx, tenantId, 'rating', cycle.id),
    ];
    const people = await peopleByReference(tx);
    const workplaces = await workplacesOn(tx, cycle.closesOn);
    const scale = ratings[0]?.record.scale;
    if (scale === undefined) throw new FatalError(`there are no ratings in the cycle ${cycleKey}`);
    const reviewer = ({ record }: Held<'review'> | Held<'rating'>) => people.get(`${record.reviewer.kind} ${record.reviewer.value}`);
    const input: CalibrationQuestion = {
      cycle: {
        id: cycle.id,
        label: cycle.label,
        scale,
        ...(cycle.opensOn === null || cycle.closesOn === null ? {} : { period: { from: cycle.opensOn, to: cycle.closesOn } }),
      },
      ratings: ratings.flatMap((held) => asRating(held, reviewer(held), workplaces)),
      reviews: reviews.flatMap((held) => asReview(held, reviewer(held), workplaces)),
      evidence: [
        ...evidenceOf(await this.records.current(tx, tenantId, 'work-item'), cycle),
        ...evidenceOf(await this.records.current(tx, tenantId, 'goal'), cycle),
      ],
    };
    refuseLoss(cycleKey, input, await this.findings.restingOn(tx, calibration.name, cycle.id));
    return { cycle, after, input, reviews, ratings };
  }
}

type CalibrationQuestion = z.input<typeof calibration.input>;

interface Gathered {
  readonly cycle: ReviewCycle;
  readonly after: number;
  readonly input: CalibrationQuestion;
  readonly reviews: readonly Held<'review'>[];
  readonly ratings: readonly Held<'rating'>[];
}

/** Where no review or no rating of anybody known is left although findings rest on some, more likely a read went wrong than all were taken back. */
function refuseLoss(cycleKey: string, { ratings, reviews }: CalibrationQuestion, resting: ReadonlyMap<string, number>): void {
  for (const [kind, left] of [['review', reviews.length] as const, ['rating', ratings.length] as const]) {
    const findings = resting.get(kind) ?? 0;
    if (left === 0 && findings > 0)
      throw new FatalError(
        `of the cycle ${cycleKey} no ${kind} of anybody known is left, and findings rest on some (${findings}); nothing was changed. See whether its source was read completely, then run calibration again`,
      );
  }
}

async function peopleByReference(tx: Tx): Promise<Map<string, string>> {
  const known = await rows(
    tx,
    z.object({ reference: z.string(), personId: z.uuid() }),
    `select kind || ' ' || value as reference, person_id as "personId" from person_identifier where valid_to = 'infinity'`,
  );
  return new Map(known.map(({ reference, personId }) => [reference, personId]));
}

function asRating(
  { id, version, personId, record }: Held<'rating'>,
  reviewerPersonId: string | undefined,
  workplaces: ReadonlyMap<string, Workplace>,
): CalibrationInput['ratings'] {
  if (personId === null || reviewerPersonId === undefined) return []; // nobody knows yet who that is; identity is asked, not guessed
  const { level, department } = workplaces.get(personId) ?? { level: null, department: null };
  return [
    {
      recordId: id,
      version,
      subjectPersonId: personId,
      reviewerPersonId,
      level: level ?? '',
      department: department ?? '',
      score: record.score,
    },
  ];
}

function asReview(
  { id, version, personId, record }: Held<'review'>,
  reviewerPersonId: string | undefined,
  workplaces: ReadonlyMap<string, Workplace>,
): CalibrationInput['reviews'] {
  if (personId === null || reviewerPersonId === undefined) return [];
  const name = workplaces.get(personId)?.name;
  const subjectNames = name === undefined ? [] : [name, ...name.split(' ').slice(0, 1)];
  return [{ recordId: id, version, subjectPersonId: personId, reviewerPersonId, text: record.text, subjectNames }];
}
