import { typed } from '../config/typed.js';
import type { CalibrationResult } from '../findings/calibration.js';
import type { LeftOut, LevelsLearnedLater } from '../findings/calibration-question.js';

/** What a calibration did not look at, and why; nothing where it looked at everything. */
export function leftOutLines({ reviews, ratings }: LeftOut): string[] {
  const lines = [
    ...line(reviews.reviewerUnknown, 'review', 'reviewer'),
    ...line(reviews.subjectUnknown, 'review', 'subject'),
    ...line(ratings.reviewerUnknown, 'rating', 'reviewer'),
    ...line(ratings.subjectUnknown, 'rating', 'subject'),
  ];
  return lines.length === 0
    ? []
    : [...lines, `See who is not known with: ${typed('people unclear')} – else sync the source that knows them`];
}

/** What the levels rest on that people were compared by; nothing where it is what held in the cycle. */
export const levelLines = (later: LevelsLearnedLater | null): string[] =>
  later === null
    ? []
    : [
        `the level of ${later.people} ${later.people === 1 ? 'person' : 'people'} is not known as of the cycle: their source says what holds now, and what it said first ` +
          `(from ${later.firstKnownOn} on) was compared by. A promotion since then is left out, one before it is not`,
      ];

/** Whose evidence was not looked at, as nobody ever read it; nothing where there is none. */
export const unreadLines = (onlyWrittenTo: readonly string[]): string[] =>
  onlyWrittenTo.map(
    (name) =>
      `nothing of ${name} was looked at: it is only written to, and was never read. If it has evidence, read it and calibrate again: ${typed(`sync ${name}`)}`,
  );

/** What the reviews could be held against nothing of, as there is none of it, and how many claims that leaves unchecked; nothing where there is some of each. */
export function evidenceLines({
  cycle,
  reviews,
  evidence,
  unchecked,
}: Pick<CalibrationResult, 'cycle' | 'reviews' | 'evidence' | 'unchecked'>): string[] {
  const lacking = [...(evidence['work-item'] === 0 ? ['work item'] : []), ...(evidence.goal === 0 ? ['goal'] : [])];
  if (reviews === 0 || lacking.length === 0) return [];
  const claims = unchecked === 1 ? '1 claim of theirs opens' : `${unchecked} claims of theirs open`;
  return [
    `the hub has no ${lacking.join(' and no ')} of ${cycle}, so what the reviews claim of that cannot be checked (${claims} no case): connect the system that holds them (${typed('connections add NAME jira --config FILE')} for issues), read it, and calibrate again before anybody decides`,
  ];
}

/** What it means that nobody knows the days of a cycle; nothing where they are known. */
export const dayLines = ({ cycle, areDaysKnown }: Pick<CalibrationResult, 'cycle' | 'areDaysKnown'>): string[] =>
  areDaysKnown
    ? []
    : [
        `the days of ${cycle} are not known, as its name is no year, half or quarter (2026, 2026-H1, 2026-Q3): the evidence of all time was looked at, and a number ` +
          'without days of its own is called wrong only where there never was so much',
      ];

/** What is gone that findings rested on, and what holds no more for this or another reason; nothing where all that held is found again. */
export function withdrawnLines({ cycle, gone, withdrawn }: Pick<CalibrationResult, 'cycle' | 'gone' | 'withdrawn'>): string[] {
  const lost =
    gone.length === 0 ? '' : `no ${gone.join(' and no ')} of ${cycle} is at its source any more, and what rested on one does not hold: `;
  if (lost === '' && withdrawn === 0) return [];
  return [`${lost}${withdrawn} ${withdrawn === 1 ? 'finding' : 'findings'} withdrawn`];
}

const line = (count: number, what: string, who: string): string[] =>
  count === 0
    ? []
    : [count === 1 ? `1 ${what} left out: its ${who} is not known` : `${count} ${what}s left out: their ${who} is not known`];
