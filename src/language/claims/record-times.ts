import { dayAfter, dayInWords, isWithin } from './calendar.js';
import type { DateMention, NumberMention } from './claim.js';
import { type EvidenceItem, finishedOn } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { isNegated } from './polarity.js';
import { outcomeVerbsIn } from './verbs.js';
import type { ClaimCheck } from './verdict.js';
import { contentStems, stem } from './words.js';

const FINISHING: ReadonlySet<string> = new Set(
  'complete close resolve finish deliver achieve meet hit reach accomplish launch ship release fix publish'.split(' ').map(stem),
);
export const saysFinished = ({ statement }: Pick<ReadClaim, 'statement'>): boolean =>
  contentStems(statement).some((word) => FINISHING.has(word));

/** "Closed it in March": not "planned the release in March", where finishing is a thing and nobody's doing. */
export const saysWhenFinished = ({ statement }: Pick<ReadClaim, 'statement'>): boolean =>
  outcomeVerbsIn(statement).some((verb) => FINISHING.has(verb));

/** What is fixed on Monday may be tested on Friday, and its issue closed some weeks after: in a month it is. Who says when it was closed says that day. */
const DAYS_TO_CLOSE = 31;
const CLOSING = /\b(?:clos|resolv)(?:e|es|ed|ing)\b/iu;

/** "Over January, February and March": what was finished on one of several days was being done on the others. */
export function datesCheck(
  read: Pick<ReadClaim, 'claim' | 'statement'>,
  numbers: readonly NumberMention[],
  record: EvidenceItem,
): readonly ClaimCheck[] {
  const checks = read.claim.dates.flatMap((date) => dateCheck(read, date, numbers, record));
  const isOneOfThem = checks.some(({ outcome }) => outcome === 'match');
  return checks.map((check) => (isOneOfThem && check.outcome === 'mismatch' ? { ...check, outcome: 'missing' } : check));
}

/**
 * Of a day on which something stood so far, a record tells nothing: it has the day on which it was finished. Who "rotated certificates in
 * September" may have done so as well, or have begun then: only who says when it was finished is refuted by that day.
 */
function dateCheck(
  read: Pick<ReadClaim, 'statement'>,
  { text: stated, period }: DateMention,
  numbers: readonly NumberMention[],
  { facts, kind }: EvidenceItem,
): ClaimCheck[] {
  const on = finishedOn(facts);
  if (period === undefined || on === undefined || numbers.length > 0) return [{ about: 'date', outcome: 'missing', stated }];
  if (isWithin(on, period)) return [{ about: 'date', outcome: 'match', stated, found: dayInWords(on) }];
  // In another time zone the same moment is the day before or after.
  const isNear = isWithin(dayAfter(on, 1), period) || isWithin(dayAfter(on, -1), period);
  const mayBeBefore = kind === 'work-item' && period.to < on && on <= dayAfter(period.to, DAYS_TO_CLOSE) && !CLOSING.test(read.statement);
  const isOpen = isNear || mayBeBefore || !saysWhenFinished(read);
  return [{ about: 'date', outcome: isOpen ? 'missing' : 'mismatch', stated, found: dayInWords(on) }];
}

/** "Late in April" says which days of a month, and not whether they were too late. */
export const ON_TIME =
  /\b(?:on time|on schedule|ahead of (?:time|schedule|the deadline|its deadline)|(?:before|by|within|meeting) (?:the|its|his|her|their) (?:due date|deadline)|early(?!\s+(?:in|on|at)\b))\b/iu;
const EARLY = /\b(?:ahead of|early)\b/iu;
export const LATE =
  /\b(?:late(?!\s+(?:in|on|at)\b)|behind schedule|overdue|after (?:the|its|his|her|their) (?:due date|deadline)|missed (?:the|its|his|her|their) deadline)\b/iu;

export const saysWhenDue = (statement: string): boolean => ON_TIME.test(statement) || LATE.test(statement);
/** "Not on time"; "missed the deadline" is no denial of anything. */
export const deniesWhen = (statement: string): boolean => isNegated(statement.replace(ON_TIME, ' ').replace(LATE, ' '));

export function punctualityCheck({ statement }: Pick<ReadClaim, 'statement'>, { facts }: EvidenceItem): ClaimCheck[] {
  if (!saysWhenDue(statement)) return [];
  const saysOnTime = ON_TIME.test(statement) !== deniesWhen(statement);
  const stated = saysOnTime ? 'on time' : 'late';
  const on = finishedOn(facts);
  if (facts?.dueOn === undefined || on === undefined) return [{ about: 'date', outcome: 'missing', stated }];
  const wasOnTime = on <= facts.dueOn;
  if (on === facts.dueOn && EARLY.test(statement))
    return [{ about: 'date', outcome: 'missing', stated, found: `finished on the day it was due` }];
  const found = `finished ${dayInWords(on)}, due ${dayInWords(facts.dueOn)}`;
  return [{ about: 'date', outcome: wasOnTime === saysOnTime ? 'match' : 'mismatch', stated, found }];
}

/** "In early April" is no "early", and "late in April" no "late". */
export function withoutDates({ claim, statement }: ReadClaim): Pick<ReadClaim, 'statement'> {
  const blank = (text: string, { start, end }: DateMention) =>
    text.slice(0, start - claim.start).replace(/\b(?:early|late)\s+$/iu, (found) => ' '.repeat(found.length)) +
    ' '.repeat(end - start) +
    text.slice(end - claim.start);
  return { statement: claim.dates.reduce(blank, statement) };
}
