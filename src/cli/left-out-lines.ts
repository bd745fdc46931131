import type { LeftOut } from '../findings/calibration-question.js';

/** What a calibration did not look at, and why; nothing where it looked at everything. */
export function leftOutLines({ reviews, ratings }: LeftOut): string[] {
  const lines = [
    ...line(reviews.reviewerUnknown, 'review', 'reviewer'),
    ...line(reviews.subjectUnknown, 'review', 'subject'),
    ...line(ratings.reviewerUnknown, 'rating', 'reviewer'),
    ...line(ratings.subjectUnknown, 'rating', 'subject'),
  ];
  return lines.length === 0 ? [] : [...lines, 'See who is not known with: plumbline people unclear; else sync the source that knows them'];
}

const line = (count: number, what: string, who: string): string[] =>
  count === 0
    ? []
    : [count === 1 ? `1 ${what} left out: its ${who} is not known` : `${count} ${what}s left out: their ${who} is not known`];
