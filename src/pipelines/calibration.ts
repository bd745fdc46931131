import { type ClaimEngine, embeddedClaimEngine } from '../language/claims/claim-engine.js';
import { type EvidenceReference, requireScope } from '../language/claims/evidence.js';
import { type ClaimVerdict, type Verdict, verdicts } from '../language/claims/verdict.js';
import { type CalibrationFinding, calibrationFinding } from './calibration-finding.js';
import { type CalibrationInput, calibrationInput, type WrittenReview } from './calibration-input.js';
import { couldBeBorneOut, knownEvidence } from './checkable.js';
import { definePipeline } from './kit/pipeline.js';
import { compareRaters, type RatingComparison, type RatingMeasures } from './rating-comparison.js';

const RATINGS_ENGINE = { name: 'rating-comparison', version: '1' };

/**
 * Finds managers whose ratings differ from those of comparable people, and sentences of reviews that the reviewed
 * person's own records refute or do not bear out. It changes no rating and proposes none.
 */
export const calibration = definePipeline({
  name: 'calibration',
  version: 1,
  input: calibrationInput,
  finding: calibrationFinding,

  async run(input: CalibrationInput, claimEngine: ClaimEngine | undefined) {
    return (await calibrate(input, claimEngine)).findings;
  },
});

export interface Calibrated {
  readonly findings: readonly CalibrationFinding[];
  /** How many claims nothing that is known could bear out: there is no finding on them. */
  readonly unchecked: number;
}

/**
 * What the pipeline finds, and what it could not look at.
 * @throws EvidenceOutOfScopeError when a piece of evidence is of another cycle.
 */
export async function calibrate(input: CalibrationInput, engine: ClaimEngine = embeddedClaimEngine): Promise<Calibrated> {
  const checked = await checkReviews(input, engine);
  return {
    findings: [...varianceOf(input), ...checked.flatMap((reviewed) => describeClaims(reviewed, input.cycle.id, engine))],
    unchecked: checked.reduce((sum, { unchecked }) => sum + unchecked.length, 0),
  };
}

function varianceOf({ ratings, cycle, rules }: CalibrationInput): CalibrationFinding[] {
  const { scale } = cycle;
  if (scale === undefined) return [];
  return compareRaters(ratings, scale, rules).flatMap((comparison) => describeVariance(comparison, { ...cycle, scale }));
}

export interface CheckedReview {
  readonly review: WrittenReview;
  readonly verdicts: readonly ClaimVerdict[];
  /** Claims that cannot be checked, because nothing that is known could bear them out. */
  readonly unchecked: readonly ClaimVerdict[];
}

/** Every claim of every review with its verdict, flagged or not, in the order of the reviews. */
export async function checkReviews(
  { cycle, reviews, evidence, coverage }: Pick<CalibrationInput, 'cycle' | 'reviews' | 'evidence' | 'coverage'>,
  engine: ClaimEngine = embeddedClaimEngine,
): Promise<CheckedReview[]> {
  const bySubject = Map.groupBy(evidence, ({ subjectPersonId }) => subjectPersonId);
  for (const [subjectPersonId, items] of bySubject) requireScope(items, { subjectPersonId, cycleId: cycle.id });
  const known = knownEvidence({ evidence, coverage });
  const isUnchecked = (one: ClaimVerdict) => one.verdict === 'unsupported' && !couldBeBorneOut(one, known);
  const checked: CheckedReview[] = [];
  for (const review of reviews) {
    const { subjectPersonId, reviewerPersonId, recordId, text, writtenOn, subjectNames, subjectFamilyName } = review;
    const found = await engine.check({
      text,
      subject: { personId: subjectPersonId, names: subjectNames, familyName: subjectFamilyName },
      isSelfReview: subjectPersonId === reviewerPersonId,
      writtenOn,
      cycle,
      evidence: (bySubject.get(subjectPersonId) ?? []).filter(({ id }) => id !== recordId), // a review is no witness to itself
      coverage,
    });
    checked.push({ review, verdicts: found.filter((one) => !isUnchecked(one)), unchecked: found.filter(isUnchecked) });
  }
  return checked;
}

type Scale = NonNullable<CalibrationInput['cycle']['scale']>;
type RatedCycle = CalibrationInput['cycle'] & { readonly scale: Scale };

function describeVariance({ status, ratings, measures, reviewerPersonId }: RatingComparison, cycle: RatedCycle): CalibrationFinding[] {
  if (status !== 'stands-out' || measures === undefined) return [];
  const evidence = ratings.map(({ recordId, version }) => ({ id: recordId, version }));
  const { pool, poolSize, poolMean, isWeighted, mean, effect, low, high, divergence, p, q, plainDifference } = measures;
  const averages = `The ${ratings.length} ratings given in ${cycle.label} average ${points(mean)}; the ${poolSize} that others gave to ${POOL_IN_WORDS[pool]} average ${points(poolMean)}${isWeighted ? weighted(pool, ratings.length) : ''}.`;
  const shrunk = `Allowing for their number, the difference is ${signed(effect)} scale points (95 % interval ${signed(low)} to ${signed(high)}; q ${q.toFixed(3)} among the managers of the cycle).`;
  return [
    {
      kind: 'rating-variance',
      subjectPersonId: reviewerPersonId,
      reviewerPersonId,
      cycleId: cycle.id,
      severity: severityOf(measures, cycle.scale),
      confidence: confidenceOf(measures),
      reason: `${averages} ${shrunk} One manager rates each person, so this is leniency or severity together with any true difference of the team; the numbers cannot tell them apart, and no rating is changed by it.`,
      evidence,
      sentences: [averages, shrunk].map((text) => ({ text, verdict: 'supported' as const, evidence })),
      engine: RATINGS_ENGINE,
      ratings: ratings.length,
      mean,
      pool,
      poolSize,
      poolMean,
      effect,
      interval: { low, high },
      ...(plainDifference === undefined ? {} : { plainDifference }),
      divergence,
      p,
      q,
    },
  ];
}

const POOL_IN_WORDS: Readonly<Record<RatingMeasures['pool'], string>> = {
  'level and function': 'people of the same levels and function',
  level: 'people of the same levels (too few share the function)',
  everyone: 'all other people (too few share level or function)',
};

/** Whoever adds these ratings up finds another number unless this is said. */
const weighted = (pool: RatingMeasures['pool'], ratings: number): string => `, each ${pool} counted as often as it is among the ${ratings}`;

function severityOf({ effect, q }: RatingMeasures, { min, max }: Scale): CalibrationFinding['severity'] {
  if (q > 0.2) return 'low'; // among so many managers, chance alone may show one like this
  return Math.abs(effect) >= (max - min) / 8 ? 'high' : 'medium';
}

/** How far the interval stays away from no difference: 0.5 when it just touches it, towards 1 as it leaves. */
function confidenceOf({ effect, low, high }: RatingMeasures): number {
  const reach = (high - low) / 2;
  return reach === 0 ? 0.99 : Math.min(0.99, 1 - 0.5 * (reach / Math.abs(effect)) ** 2);
}

function describeClaims(
  { review, verdicts: checked, unchecked }: CheckedReview,
  cycleId: string,
  { name, version }: ClaimEngine,
): CalibrationFinding[] {
  const about = { id: review.recordId, version: review.version };
  const flagged = (
    kind: 'claim-contradicted' | 'claim-unsupported',
    verdict: Verdict,
    severity: CalibrationFinding['severity'],
  ): CalibrationFinding[] => {
    const claims = checked.filter((one) => one.verdict === verdict);
    if (claims.length === 0) return [];
    return [
      {
        kind,
        subjectPersonId: review.subjectPersonId,
        reviewerPersonId: review.reviewerPersonId,
        cycleId,
        severity,
        confidence: Math.min(...claims.map(({ confidence }) => confidence)),
        reason: claims.map(({ reason }) => reason).join('. '),
        evidence: distinct([about, ...claims.flatMap(({ evidence }) => evidence)]),
        sentences: claims.map(({ claim, evidence }) => ({ text: claim.text, verdict, evidence: distinct([about, ...evidence]) })),
        engine: { name, version },
        review: about,
        claims,
        tally: tallyOf(checked),
        unchecked: unchecked.length,
      },
    ];
  };
  return [...flagged('claim-contradicted', 'contradicted', 'high'), ...flagged('claim-unsupported', 'unsupported', 'low')];
}

const tallyOf = (checked: readonly ClaimVerdict[]): Record<Verdict, number> => {
  const count = (verdict: Verdict): number => checked.filter((one) => one.verdict === verdict).length;
  const [supported, partly, contradicted, unsupported, opinion] = verdicts;
  return {
    [supported]: count(supported),
    [partly]: count(partly),
    [contradicted]: count(contradicted),
    [unsupported]: count(unsupported),
    [opinion]: count(opinion),
  };
};

const distinct = (references: readonly EvidenceReference[]): EvidenceReference[] => [
  ...new Map(references.map((reference) => [`${reference.version} ${reference.id}`, reference])).values(),
];

const points = (value: number): string => value.toFixed(2);

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
