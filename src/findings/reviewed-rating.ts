import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/rows.js';
import { type Held, Records } from '../records/records.js';
import type { Evidence } from './finding.js';
import { type RatingScale, scaleOf } from './rating-scale.js';
import { Findings } from './findings.js';

/** What a decision on a finding about a review would let stand, or what has changed under the finding since it was made. */
export type ReviewedRating =
  | {
      readonly kind: 'stands';
      readonly personId: string;
      readonly cycleId: string;
      readonly cycleKey: string;
      readonly score: number | undefined;
      /** Whether nobody rated the person in a later cycle. */
      readonly isLatest: boolean;
    }
  | { readonly kind: 'changed'; readonly what: string };

/** Looks, at the moment of a decision, whether review and rating still are what the finding rests on. */
@Injectable()
export class ReviewedRatings {
  constructor(
    private readonly findings: Findings,
    private readonly records: Records,
  ) {}

  /** @returns the score as `undefined` where nobody can say which of several ratings, or that there is one. */
  async look(tx: Tx, tenantId: string, findingId: string): Promise<ReviewedRating> {
    const { about, cycleId, subjectPersonId: personId, evidence, facts } = await this.findings.matter(tx, tenantId, findingId);
    if (personId === null) throw new Error(`finding ${findingId} is about a review and names nobody`);
    const reviews = await this.records.ofPerson(tx, tenantId, 'review', personId, cycleId);
    const review = reviews.find(({ id, version }) => id === about && evidence.some(isVersion(id, version)));
    if (review === undefined) return { kind: 'changed', what: 'the review was changed or taken back at its source since this was found' };
    const rating = ratingOf(review, await this.records.ofPerson(tx, tenantId, 'rating', personId, cycleId));
    const { score, ratingId, ratingVersion, cycleKey } = facts;
    const isSame = rating?.id === ratingId && rating?.version === ratingVersion && rating?.record.score === score;
    if (!isSame) return { kind: 'changed', what: whatChanged(score, rating?.record.score) };
    const isLatest = isNewest(cycleId, review.record.submittedOn, await this.records.ofPerson(tx, tenantId, 'rating', personId));
    return { kind: 'stands', personId, cycleId, cycleKey: String(cycleKey), score: rating?.record.score, isLatest };
  }

  /** The rating a finding about a review was made with, and the one there is now; undefined where nobody can say which, or that there is one. */
  async thenAndNow(tx: Tx, tenantId: string, findingId: string): Promise<{ found: number | undefined; now: number | undefined }> {
    const { about, cycleId, subjectPersonId: personId, facts } = await this.findings.matter(tx, tenantId, findingId);
    if (personId === null) throw new Error(`finding ${findingId} is about a review and names nobody`);
    const review = (await this.records.ofPerson(tx, tenantId, 'review', personId, cycleId)).find(({ id }) => id === about);
    const rating = review && ratingOf(review, await this.records.ofPerson(tx, tenantId, 'rating', personId, cycleId));
    return { found: typeof facts['score'] === 'number' ? facts['score'] : undefined, now: rating?.record.score };
  }

  /** Whether nobody rated the person in a later cycle, as the records are now, whatever became of the finding. */
  async isNewest(tx: Tx, tenantId: string, findingId: string): Promise<boolean> {
    const { about, cycleId, subjectPersonId: personId } = await this.findings.matter(tx, tenantId, findingId);
    if (personId === null) throw new Error(`finding ${findingId} is about a review and names nobody`);
    const review = (await this.records.ofPerson(tx, tenantId, 'review', personId, cycleId)).find(({ id }) => id === about);
    return isNewest(cycleId, review?.record.submittedOn, await this.records.ofPerson(tx, tenantId, 'rating', personId));
  }

  /** The scale of the person's own ratings, else of everybody's of that cycle; undefined where nobody can say which. */
  async scale(tx: Tx, tenantId: string, { personId, cycleId }: { personId: string; cycleId: string }): Promise<RatingScale | undefined> {
    const all = await this.records.current(tx, tenantId, 'rating', cycleId);
    const ends = scaleOf(all.filter((rating) => rating.personId === personId)) ?? scaleOf(all);
    return ends && scaleOf(all.filter(({ record: { scale } }) => scale.min === ends.min && scale.max === ends.max));
  }
}

/**
 * The rating that goes with a review: the only one its author gave, else the person's only one. Where there are more, choosing would be a guess.
 * @param theirs ratings of the person reviewed, of the same cycle.
 */
export function ratingOf({ record: { reviewer } }: Held<'review'>, theirs: readonly Held<'rating'>[]): Held<'rating'> | undefined {
  const byAuthor = theirs.filter(({ record }) => record.reviewer.kind === reviewer.kind && record.reviewer.value === reviewer.value);
  const [first, ...more] = byAuthor.length > 0 ? byAuthor : theirs;
  return more.length === 0 ? first : undefined;
}

/**
 * Whether no other cycle has a rating of the person from later on: by the days they were given, as not every source dates its cycles.
 * Where nothing is left that says when the person was rated in this cycle, any other rating counts as later.
 * @param submittedOn of the review, where it is there. @param theirs ratings of the person reviewed, of all cycles.
 */
function isNewest(cycleId: string, submittedOn: string | undefined, theirs: readonly Held<'rating'>[]): boolean {
  const { own = [], others = [] } = Object.groupBy(theirs, (rating) => (rating.cycleId === cycleId ? 'own' : 'others'));
  const given = own.map(({ record }) => record.ratedOn).toSorted();
  const last = given.at(-1) ?? submittedOn;
  return others.every(({ record }) => last !== undefined && record.ratedOn <= last);
}

const isVersion = (id: string, version: number) => (one: Evidence) => 'id' in one && one.id === id && one.version === version;

/** A rating may be another one, or be dated anew, and be as high as it was. */
const whatChanged = (found: string | number | undefined, now: number | undefined): string =>
  found === now
    ? `the rating was changed at its source since this was found, though it is ${inWords(now)} as it was`
    : `the rating was ${inWords(found)} when this was found, and is ${inWords(now)} now`;

const inWords = (score: string | number | undefined): string => (score === undefined ? 'not known as one' : String(score));
