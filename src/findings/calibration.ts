import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskedWronglyError, FatalError } from '../../connectors/kit/errors.js';
import type { Actor } from '../database/actor.js';
import { firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { embeddedClaimEngine } from '../language/claims/claim-engine.js';
import { calibration } from '../pipelines/calibration.js';
import type { CalibrationFinding } from '../pipelines/calibration-finding.js';
import type { CalibrationInput } from '../pipelines/calibration-input.js';
import { type Held, Records } from '../records/records.js';
import { evidenceOf, type Workplace } from './calibration-evidence.js';
import type { Proposal } from './finding.js';
import { Findings } from './findings.js';
import { type ReviewCycle, reviewCycle } from './review-cycle.js';

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

  /** Runs the pipeline over one cycle and keeps what it finds; a second run over the same records keeps nothing new. */
  async run(tenantId: string, actor: Actor, cycleKey: string): Promise<CalibrationResult> {
    const { cycle, input, scores } = await this.tenancy.inTenant(tenantId, actor, (tx) => this.#gather(tx, tenantId, cycleKey));
    const found = await calibration.run(calibration.input.parse(input), embeddedClaimEngine);
    const by = { pipeline: calibration.name, version: calibration.version, cycleId: cycle.id };
    await this.tenancy.inTenant(tenantId, actor, (tx) =>
      this.findings.keep(
        tx,
        tenantId,
        by,
        found.map((finding) => asProposal(finding, cycle, scores)),
      ),
    );
    const kinds = Object.fromEntries([...Map.groupBy(found, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]));
    return { cycle: cycle.label, reviews: input.reviews.length, findings: found.length, kinds };
  }

  /** Reads everything a run looks at, in one transaction and so at one instant. */
  async #gather(
    tx: Tx,
    tenantId: string,
    cycleKey: string,
  ): Promise<{ cycle: ReviewCycle; input: z.input<typeof calibration.input>; scores: Map<string, number> }> {
    const cycle = await cycleNamed(tx, cycleKey);
    const [reviews, ratings] = [
      await this.records.current(tx, tenantId, 'review', cycle.id),
      await this.records.current(tx, tenantId, 'rating', cycle.id),
    ];
    const people = await peopleByReference(tx);
    const workplaces = await workplacesOf(tx);
    const scale = ratings[0]?.record.scale;
    if (scale === undefined) throw new FatalError(`there are no ratings in the cycle ${cycleKey}`);
    const reviewer = ({ record }: Held<'review'> | Held<'rating'>) => people.get(`${record.reviewer.kind} ${record.reviewer.value}`);
    const evidence = [
      ...evidenceOf(await this.records.current(tx, tenantId, 'work-item'), cycle),
      ...evidenceOf(await this.records.current(tx, tenantId, 'goal'), cycle),
    ];
    const input: z.input<typeof calibration.input> = {
      cycle: {
        id: cycle.id,
        label: cycle.label,
        scale,
        ...(cycle.opensOn === null || cycle.closesOn === null ? {} : { period: { from: cycle.opensOn, to: cycle.closesOn } }),
      },
      ratings: ratings.flatMap((held) => asRating(held, reviewer(held), workplaces)),
      reviews: reviews.flatMap((held) => asReview(held, reviewer(held), workplaces)),
      evidence,
    };
    return { cycle, input, scores: new Map(ratings.map(({ personId, record }) => [personId ?? '', record.score])) };
  }
}

async function cycleNamed(tx: Tx, key: string): Promise<ReviewCycle> {
  const columns = `id, key, label, opens_on::text as "opensOn", closes_on::text as "closesOn"`;
  const found = await firstRow(tx, reviewCycle, `select ${columns} from cycle where kind = 'review' and key = $1`, [key]);
  if (found) return found;
  const known = await rows(tx, reviewCycle, `select ${columns} from cycle where kind = 'review' order by key`);
  throw new AskedWronglyError(`there is no review cycle ${key}; there is: ${known.map((cycle) => cycle.key).join(', ') || 'none yet'}`);
}

async function peopleByReference(tx: Tx): Promise<Map<string, string>> {
  const known = await rows(
    tx,
    z.object({ reference: z.string(), personId: z.uuid() }),
    `select kind || ' ' || value as reference, person_id as "personId" from person_identifier where valid_to = 'infinity'`,
  );
  return new Map(known.map(({ reference, personId }) => [reference, personId]));
}

/** Where everybody works now; the row without an end and with a level says it. */
async function workplacesOf(tx: Tx): Promise<Map<string, Workplace>> {
  const known = await rows(
    tx,
    z.object({ personId: z.uuid(), name: z.string(), level: z.string().nullable(), department: z.string().nullable() }),
    `select distinct on (p.id) p.id as "personId", p.display_name as name, e.level, coalesce(department.name, unit.name) as department
     from person p left join employment e on e.person_id = p.id left join unit on unit.id = e.unit_id
       left join unit department on department.kind = 'department' and department.id in (unit.id, unit.parent_id)
     order by p.id, e.level is null, e.effective_on desc`,
  );
  return new Map(known.map((workplace) => [workplace.personId, workplace]));
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

function asProposal(finding: CalibrationFinding, cycle: ReviewCycle, scores: ReadonlyMap<string, number>): Proposal {
  const { kind, subjectPersonId, sentences, evidence, confidence, engine } = finding;
  const about = kind === 'rating-variance' ? subjectPersonId : `${finding.review.id} ${finding.review.version}`;
  const score = scores.get(subjectPersonId);
  const reasons = kind === 'rating-variance' ? [] : finding.claims.map(({ reason }) => reason);
  return {
    kind,
    about,
    subjectPersonId,
    body: {
      title: TITLES[kind],
      sentences: sentences.map(({ text, verdict, evidence: shown }, position) => ({
        text,
        verdict,
        reason: reasons[position] ?? finding.reason,
        evidence: shown,
      })),
      facts: { cycleKey: cycle.key, ...(score === undefined ? {} : { score }) },
    },
    evidence,
    confidence,
    engine: `${engine.name}@${engine.version}`,
  };
}

const TITLES: Readonly<Record<CalibrationFinding['kind'], string>> = {
  'rating-variance': 'Ratings given here differ from those of comparable people',
  'claim-contradicted': 'The evidence says otherwise than the review',
  'claim-unsupported': 'Nothing in the evidence bears this out',
};
