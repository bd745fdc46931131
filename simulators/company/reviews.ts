import { z } from 'zod';
import { addDays, monthName, monthStart, workday } from './calendar.js';
import { type Claim, claim, delivered, type Evidence, resolvedWithin, truths, wrongDay } from './claims.js';
import type { Goal } from './goals.js';
import type { Issue } from './issues.js';
import type { Person } from './people.js';
import { type Random, randomFrom } from './random.js';
import type { Ratings } from './ratings.js';
import { hearsay, opinions, toneOf } from './review-lines.js';

export const review = z.object({
  id: z.string(),
  cycle: z.string(),
  subjectId: z.string(),
  reviewerId: z.string(),
  rating: z.object({ score: z.int().min(1).max(5), scale: z.object({ min: z.literal(1), max: z.literal(5) }) }),
  submittedOn: z.iso.date(),
  text: z.string(),
});
export type Review = z.infer<typeof review>;

/** Every sentence of every review, with the verdict an attentive reader would reach. */
export const reviewClaim = claim.extend({ reviewId: z.string() });

export const contradictedClaim = z.object({
  reviewId: z.string(),
  sentence: z.string(),
  evidenceIds: z.array(z.string()).min(1),
  /** The day the review gives, and the day the evidence gives. */
  says: z.iso.date(),
  truth: z.iso.date(),
});

export interface ReviewedCycle {
  readonly id: string;
  readonly startsOn: string;
  readonly endsOn: string;
}
interface Material {
  readonly seed: number;
  readonly asOf: string;
  readonly cycle: ReviewedCycle;
  readonly subjects: readonly Person[];
  readonly ratings: Ratings;
  readonly issues: readonly Issue[];
  readonly goals: readonly Goal[];
  /** Their manager's ratings are a story of their own. */
  readonly lenientId: string;
}

/** One review of each subject by their manager, its text made from the subject's own work; one sentence in all of them is false. */
export function reviewsOf(material: Material) {
  const issuesOf = Map.groupBy(material.issues, ({ assigneeId }) => assigneeId);
  const goalsOf = Map.groupBy(material.goals, ({ ownerId }) => ownerId);
  const mistaken = mistake(material);
  const claims: z.infer<typeof reviewClaim>[] = [];
  let contradicted: z.infer<typeof contradictedClaim> | undefined;

  const reviews = material.subjects.map((person, index): Review => {
    const random = randomFrom(material.seed, `review ${person.id}`);
    const id = `RV-${5001 + index}`;
    const submittedOn = workday(addDays(material.asOf, -random.int(4, 22)));
    const name = person.preferredName ?? person.firstName;
    const score = material.ratings.get(person.id) ?? 3;
    const evidence = {
      name,
      issues: issuesOf.get(person.id) ?? [],
      goals: goalsOf.get(person.id) ?? [],
      cycle: material.cycle,
      writtenOn: addDays(submittedOn, -7),
    };
    const wrong = mistaken.assigneeId === person.id ? falsehood(mistaken, name) : undefined;
    if (wrong !== undefined) contradicted = { reviewId: id, ...wrong };
    const written = sentences(
      score,
      evidence,
      wrong && { sentence: wrong.sentence, verdict: 'contradicted', evidenceIds: wrong.evidenceIds },
      random,
    );
    claims.push(...written.map((one) => ({ reviewId: id, ...one })));
    return {
      id,
      cycle: material.cycle.id,
      subjectId: person.id,
      reviewerId: person.managerId ?? '', // subjects are people with a manager
      rating: { score, scale: { min: 1, max: 5 } },
      submittedOn,
      text: written.map(({ sentence }) => sentence).join(' '),
    };
  });
  if (contradicted === undefined) throw new Error('no review holds the false sentence');
  return { reviews, claims, contradictedClaim: contradicted };
}

const HEARSAY_SHARE = 0.06;

function sentences(score: number, evidence: Evidence, wrong: Claim | undefined, random: Random): Claim[] {
  const { opening, closing } = opinions[toneOf(score)];
  const opinion = (from: readonly string[]): Claim => ({
    sentence: random.pick(from).replace('{name}', evidence.name),
    verdict: 'opinion',
    evidenceIds: [],
  });
  const known = random.shuffled(truths(evidence, random)).slice(0, random.int(1, 3));
  const facts =
    wrong === undefined
      ? known
      : [wrong, ...known.filter(({ evidenceIds }) => !evidenceIds.some((id) => wrong.evidenceIds.includes(id))).slice(0, 2)];
  const unsupported = wrong === undefined && (facts.length === 0 || random.chance(HEARSAY_SHARE)) ? [rumour(evidence, random)] : [];
  return [opinion(opening), ...facts, ...unsupported.slice(0, 4 - facts.length), opinion(closing)];
}

function rumour({ name, cycle }: Evidence, random: Random): Claim {
  const month = monthStart(cycle.startsOn, random.int(0, 4));
  const sentence = random
    .pick(hearsay)
    .replace('{name}', name)
    .replace('{month}', `${monthName(month)} ${month.slice(0, 4)}`);
  return { sentence, verdict: 'unsupported', evidenceIds: [] };
}

/** A launch may have been on another day than the one on which its work was closed: who says so is not wrong for that. */
const LAUNCHING = /launch|release/i;

/** A milestone late enough in the cycle that the wrong day still lies within it. */
function mistake({ seed, issues, subjects, cycle, lenientId, ratings }: Material): Issue {
  const authors = new Set(
    subjects.filter(({ id, managerId }) => managerId !== lenientId && (ratings.get(id) ?? 0) >= 3).map(({ id }) => id),
  );
  const latest = addDays(cycle.endsOn, -35);
  return randomFrom(seed, 'mistake').pick(
    issues.filter(
      (one) =>
        one.type === 'Epic' &&
        !LAUNCHING.test(one.summary) &&
        authors.has(one.assigneeId) &&
        resolvedWithin(one, addDays(cycle.startsOn, 45), latest),
    ),
  );
}

function falsehood(epic: Issue, name: string) {
  const truth = epic.resolvedOn ?? '';
  const says = wrongDay(truth);
  return { sentence: delivered(epic, name, says), evidenceIds: [epic.key], says, truth };
}
