import type { z } from 'zod';
import type { Tx } from '../database/rows.js';
import type { calibration } from '../pipelines/calibration.js';
import type { CalibrationInput } from '../pipelines/calibration-input.js';
import type { Held, Records } from '../records/records.js';
import { evidenceOf } from './calibration-evidence.js';
import { type Attributions, attributionsOf } from './attributions.js';
import { familyNamesOf } from './family-names.js';
import type { ReviewCycle } from './review-cycle.js';
import { type Workplace, workplacesOn } from './workplaces.js';

/** What is read to be asked: the reviews, ratings and evidence of a cycle, of everybody or of one person. */
export interface CalibrationQuestion {
  readonly cycle: ReviewCycle;
  readonly reviews: readonly Held<'review'>[];
  readonly ratings: readonly Held<'rating'>[];
  /** What the pipeline is asked of it: only what is somebody's, by somebody. */
  readonly input: Omit<z.input<typeof calibration.input>, 'cycle'>;
  readonly leftOut: LeftOut;
  readonly levelsLearnedLater: LevelsLearnedLater | null;
}

/** Of how many people the level is what was first known after the cycle, and since when: their source says what holds now, and not since when. */
export interface LevelsLearnedLater {
  readonly people: number;
  readonly firstKnownOn: string;
}

/** What could be asked of nobody, because nobody knows who wrote it or whom it is about. */
export interface LeftOut {
  readonly reviews: Unattributed;
  readonly ratings: Unattributed;
}
export interface Unattributed {
  readonly subjectUnknown: number;
  readonly reviewerUnknown: number;
}

interface Asked {
  readonly cycle: ReviewCycle;
  /** Only what is of this person; without, of everybody. */
  readonly personId?: string;
  /** Only the ratings: all that they are compared by. */
  readonly ratingsOnly?: boolean;
}

/** Reads everything a calibration looks at. The transaction sees one state of the records, or what is read is of none. */
export async function readQuestion(tx: Tx, tenantId: string, records: Records, asked: Asked): Promise<CalibrationQuestion> {
  const { cycle, personId, ratingsOnly = false } = asked;
  const read = <Name extends 'review' | 'rating' | 'work-item' | 'goal'>(kind: Name, cycleId?: string) =>
    personId === undefined ? records.current(tx, tenantId, kind, cycleId) : records.ofPerson(tx, tenantId, kind, personId, cycleId);
  const [reviews, ratings] = [ratingsOnly ? [] : await read('review', cycle.id), await read('rating', cycle.id)];
  const evidence = ratingsOnly ? [] : [...evidenceOf(await read('work-item'), cycle), ...evidenceOf(await read('goal'), cycle)];
  const reviewers = await attributionsOf(tx, [...reviews, ...ratings]);
  const workplaces = await workplacesOn(tx, cycle.closesOn);
  const familyNames = familyNamesOf(workplaces);
  return {
    cycle,
    reviews,
    ratings,
    input: {
      ratings: ratings.flatMap((held) => asRating(held, reviewers, workplaces)),
      reviews: reviews.flatMap((held) => asReview(held, reviewers, workplaces, familyNames)),
      evidence,
    },
    leftOut: { reviews: unattributed(reviews, reviewers), ratings: unattributed(ratings, reviewers) },
    levelsLearnedLater: learnedLater(ratings, workplaces),
  };
}

function learnedLater(ratings: readonly Held<'rating'>[], workplaces: ReadonlyMap<string, Workplace>): LevelsLearnedLater | null {
  const rated = new Set(ratings.flatMap(({ personId }) => personId ?? []));
  const days = [...rated].flatMap((personId) => workplaces.get(personId)?.levelLearnedOn ?? []).toSorted();
  const [firstKnownOn] = days;
  return firstKnownOn === undefined ? null : { people: days.length, firstKnownOn };
}

/** The days of a cycle, where it has both. */
export const periodOf = ({ opensOn, closesOn }: ReviewCycle): { period?: { from: string; to: string } } =>
  opensOn === null || closesOn === null ? {} : { period: { from: opensOn, to: closesOn } };

function unattributed(held: readonly (Held<'review'> | Held<'rating'>)[], reviewers: Attributions): Unattributed {
  const ofSomebody = held.filter(({ personId }) => personId !== null);
  return {
    subjectUnknown: held.length - ofSomebody.length,
    reviewerUnknown: ofSomebody.filter((one) => reviewers.of(one) === undefined).length,
  };
}

function asRating(held: Held<'rating'>, reviewers: Attributions, workplaces: ReadonlyMap<string, Workplace>): CalibrationInput['ratings'] {
  const { id, version, personId, record } = held;
  const reviewerPersonId = reviewers.of(held);
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
  held: Held<'review'>,
  reviewers: Attributions,
  workplaces: ReadonlyMap<string, Workplace>,
  familyNames: ReadonlyMap<string, string>,
): CalibrationInput['reviews'] {
  const { id, version, personId, record } = held;
  const reviewerPersonId = reviewers.of(held);
  if (personId === null || reviewerPersonId === undefined) return [];
  const name = workplaces.get(personId)?.name;
  const subjectNames = name === undefined ? [] : [name, ...name.split(' ').slice(0, 1)];
  const { text, submittedOn } = record;
  const subjectFamilyName = familyNames.get(personId);
  const names = { subjectNames, ...(subjectFamilyName === undefined ? {} : { subjectFamilyName }) };
  return [{ recordId: id, version, subjectPersonId: personId, reviewerPersonId, text, writtenOn: submittedOn, ...names }];
}
