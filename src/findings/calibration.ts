import { Injectable } from '@nestjs/common';
import { FatalError } from '../../connectors/kit/errors.js';
import type { Actor } from '../database/actor.js';
import type { Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { embeddedClaimEngine } from '../language/claims/claim-engine.js';
import { calibrate, calibration } from '../pipelines/calibration.js';
import { Records } from '../records/records.js';
import { refuseUnready } from '../records/unready-streams.js';
import { claimInputs, varianceInputs } from './calibration-inputs.js';
import { asProposal, ratingsUnder } from './calibration-proposal.js';
import { type LeftOut, type LevelsLearnedLater, periodOf, readQuestion } from './calibration-question.js';
import { Findings } from './findings.js';
import { cycleNamed } from './review-cycle.js';
import { type Basis, goneFrom } from './gone-basis.js';

export interface CalibrationResult {
  readonly cycle: string;
  readonly reviews: number;
  readonly findings: number;
  /** By kind of finding. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Whether the name of the cycle tells its days: else the evidence of all time was looked at, and a number without days of its own refuted by none. */
  readonly areDaysKnown: boolean;
  /** How many records of each kind the reviews were held against. */
  readonly evidence: Readonly<Record<'work-item' | 'goal', number>>;
  /** How many claims of work or of goals could not be checked, because there is none of that of anybody. They are no finding. */
  readonly unchecked: number;
  /** What was not looked at, because it is not known whose it is or whom it is by. */
  readonly leftOut: LeftOut;
  /** What the levels people are compared by rest on, where it is not on what held in the cycle. */
  readonly levelsLearnedLater: LevelsLearnedLater | null;
  /** Connections that could have brought evidence and were never read: they are only written to. */
  readonly onlyWrittenTo: readonly string[];
  /** What findings rested on until now, and the source has not one of any more. */
  readonly gone: readonly Basis[];
  /** How many findings held until now and are found no more. */
  readonly withdrawn: number;
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
   * @param despite connections whose last word counts although a stream of theirs is not there as a whole.
   * @throws FatalError when a stream that is looked at is not there as a whole; when there never was anything in the cycle to look at; when no review or
   *   no rating of anybody known is left where findings rest on one, and it is not sure that they are gone: nothing is withdrawn because a read went wrong.
   */
  async run(tenantId: string, actor: Actor, cycleKey: string, despite: readonly string[] = []): Promise<CalibrationResult> {
    // One state of the records: what a sync commits meanwhile is not seen in one kind of them and missed in another.
    const gather = (tx: Tx) => this.#gather(tx, tenantId, cycleKey, despite);
    const { question, after, gone, onlyWrittenTo } = await this.tenancy.inTenant(tenantId, actor, gather, { oneState: true });
    const { cycle, input, reviews, ratings, leftOut, levelsLearnedLater } = question;
    const asked = { ...input, cycle: { id: cycle.id, label: cycle.label, scale: ratings[0]?.record.scale, ...periodOf(cycle) } };
    const { findings: found, unchecked } = await calibrate(calibration.input.parse(asked), embeddedClaimEngine);
    const by = { pipeline: calibration.name, version: calibration.version, cycleId: cycle.id, after };
    const ratingUnder = ratingsUnder(reviews, ratings);
    const [compared, heldAgainst] = [varianceInputs(question), claimInputs(question)];
    const proposals = found.map((finding) => ({
      ...asProposal(finding, cycle, ratingUnder(finding)),
      inputs: finding.kind === 'rating-variance' ? compared : heldAgainst(finding.subjectPersonId),
    }));
    const kept = await this.tenancy.inTenant(tenantId, actor, (tx) => this.findings.keep(tx, tenantId, by, proposals));
    if (kept.kind === 'outrun') return this.run(tenantId, actor, cycleKey, despite); // it may have read newer records than this run: read again
    const kinds = Object.fromEntries([...Map.groupBy(found, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]));
    const counts = { reviews: input.reviews.length, findings: found.length, withdrawn: kept.withdrawn };
    const areDaysKnown = 'period' in periodOf(cycle);
    const ofKind = (wanted: string) => input.evidence.filter(({ kind }) => kind === wanted).length;
    const evidence = { 'work-item': ofKind('work-item'), goal: ofKind('goal') };
    return { cycle: cycle.label, ...counts, kinds, evidence, unchecked, areDaysKnown, leftOut, levelsLearnedLater, onlyWrittenTo, gone };
  }

  async #gather(tx: Tx, tenantId: string, cycleKey: string, despite: readonly string[]) {
    const cycle = await cycleNamed(tx, cycleKey);
    const onlyWrittenTo = await refuseUnready(tx, `the calibration of ${cycleKey}`, `calibration run --cycle ${cycleKey}`, {
      kinds: LOOKED_AT,
      cycleId: cycle.id,
      despite,
    });
    const after = await this.findings.runsKept(tx, calibration.name, cycle.id);
    const question = await readQuestion(tx, tenantId, this.records, { cycle });
    if (after === 0 && question.reviews.length + question.ratings.length === 0)
      throw new FatalError(
        `there are no reviews and no ratings in the cycle ${cycleKey}; sync the source that has them, then run calibration again`,
      );
    const gone = await goneFrom(tx, question, await this.findings.restingOn(tx, calibration.name, cycle.id));
    return { question, after, gone, onlyWrittenTo };
  }
}

const LOOKED_AT = ['person', 'employment', 'review', 'rating', 'work-item', 'goal'] as const;
