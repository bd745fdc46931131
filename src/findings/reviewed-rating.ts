import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/rows.js';
import { type Held, Records } from '../records/records.js';
import type { Evidence } from './finding.js';
import { Findings } from './findings.js';

/** What a decision on a finding about a review would let stand, or what has changed under the finding since it was made. */
export type ReviewedRating =
  | { readonly kind: 'stands'; readonly personId: string | null; readonly cycleKey: string; readonly score: number | undefined }
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
    if (!isSame)
      return { kind: 'changed', what: `the rating was ${inWords(score)} when this was found, and is ${inWords(rating?.record.score)} now` };
    return { kind: 'stands', personId, cycleKey: String(cycleKey), score: rating?.record.score };
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

const isVersion = (id: string, version: number) => (one: Evidence) => 'id' in one && one.id === id && one.version === version;

const inWords = (score: string | number | undefined): string => (score === undefined ? 'not known as one' : String(score));
