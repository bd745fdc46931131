import { dayAfter, dayInWords, LATEST } from './calendar.js';
import type { DateMention, NumberMention, Period } from './claim.js';
import { inWords } from './count-report.js';
import { belongsTo, isOwn, monthOf, UP_TO_A_MONTH } from './count-scope.js';
import { type EvidenceItem, finishedOn, isDone } from './evidence.js';
import { type ReadClaim, UNFINISHED } from './extract.js';
import { agrees, extractNumbers, isItsBound } from './numbers.js';
import { datesCheck, deniesWhen, LATE, ON_TIME, punctualityCheck, saysFinished, saysWhenDue, withoutDates } from './record-times.js';
import { asUnread, RECORD, unreadIn } from './unread.js';
import type { Assessment, CheckingContext, ClaimCheck } from './verdict.js';
import { contentStems, wordsOf } from './words.js';

const PROGRESS =
  /\b(?:complet\p{L}*|progress|achiev\p{L}*|reach\p{L}*|attain\p{L}*|done|finish\p{L}*|hit|deliver\p{L}*|stands?|stood|sits|brought|is|was|at|now|currently)\b/iu;
/** "Cut by 40 percent" is what came of it, not how far it is. */
const CHANGE = /\bby\s+(?:\p{L}+\s+){0,3}[\p{L}\d.,-]+\s*(?:%|per ?cent\b)/iu;
/** The share of a record's title that a claim must name to be about that record. */
const TITLE_SHARE = 0.75;

/**
 * Checks a claim about one goal or work item by the fields of that record: finished or not, when, on time or late, how far.
 *
 * @returns undefined when the claim names no such record, or says something its fields do not hold.
 */
export function checkRecordClaim(read: ReadClaim, context: CheckingContext): Assessment | undefined {
  const { claim, statement } = read;
  if (claim.actor.kind === 'other' || claim.actor.kind === 'reviewer') return undefined;
  const record = namedRecord(read, context);
  if (record === undefined) return undefined;
  const numbers = withoutThoseOfTitle(claim.numbers, record);
  const isProgress = PROGRESS.test(statement) && !CHANGE.test(statement);
  if (numbers.some(({ unit }) => unit !== 'percent') || (numbers.length > 0 && !isProgress)) return undefined;
  const checks = [
    ...statusCheck(read, numbers, record, context),
    ...progressChecks(numbers, record),
    ...(saysOpenThen(read) ? [] : datesCheck(read, numbers, record)),
    ...punctualityCheck(withoutDates(read), record),
    ...actorCheck(OF_SEVERAL.test(statement) ? 'unstated' : claim.actor.kind, record, context),
  ];
  return checks.some(({ about }) => about !== 'actor') ? settle(checks, record, notOfRecord(read, record, context)) : undefined;
}

const WITH_DEADLINES = { ...RECORD, phrases: [...RECORD.phrases, ...[ON_TIME, LATE].map(({ source }) => new RegExp(source, 'giu'))] };

/** One person's, or a team's. */
const OF_SEVERAL = /^\s*their\b/iu;

/** What was finished is released another day; a goal of releasing something is finished by it. */
const RELEASING = /\b(?:releas|launch|publish)(?:e|ed|ing)?\b|\bship(?:s|ped|ping)?\b/giu;

/** Why the fields of a record cannot refute a clause: it says more than they do. */
function notOfRecord(read: ReadClaim, record: EvidenceItem, context: CheckingContext): string | undefined {
  const [title, stems] = [new Set(wordsOf(titleOf(record)).map(({ text }) => text)), new Set(contentStems(titleOf(record)))];
  const isOfTitle = (word: string) => title.has(word.toLowerCase()) || contentStems(word).some((part) => stems.has(part));
  const unread = [
    ...unreadIn(read, WITH_DEADLINES, context).filter((word) => !isOfTitle(word)),
    ...(record.kind === 'work-item' ? (read.statement.match(RELEASING) ?? []) : []),
    // "In Germany": somewhere it may be done, and as a whole not yet.
    ...read.claim.entities.flatMap(({ kind, text }) => (kind === 'project' && !belongsTo(record, text) && !isOfTitle(text) ? text : [])),
  ];
  if (unread.length > 0) return asUnread(unread);
  const { isNegated: isDenied, dates, numbers } = read.claim;
  return isDenied && dates.length + numbers.length > 0 ? 'what is denied may be the day or the number alone' : undefined;
}

/** @param open why what differs refutes nothing, and what agrees does not bear out the whole. */
function settle(checks: readonly ClaimCheck[], record: EvidenceItem, open: string | undefined): Assessment {
  const { facts, kind } = record;
  const name = facts?.issueKey ?? (facts?.title === undefined ? `the ${kind}` : `"${facts.title}"`);
  const tell = (some: readonly ClaimCheck[]) =>
    some
      .map(
        ({ stated, found }) =>
          `the review says ${stated}; the record of ${name} ${found === undefined ? 'does not say' : `shows ${found}`}`,
      )
      .join('; ');
  const wrong = checks.filter(({ outcome }) => outcome === 'mismatch');
  const missing = checks.filter(({ outcome }) => outcome === 'missing');
  if (wrong.length > 0 && open !== undefined)
    return { verdict: 'partly', reason: `${tell([...wrong, ...missing])}; ${open}`, evidence: [record], checks, confidence: 0.5 };
  if (wrong.length > 0) return { verdict: 'contradicted', reason: tell(wrong), evidence: [record], checks, confidence: 0.9 };
  if (missing.length === 0 && open !== undefined)
    return { verdict: 'partly', reason: `${telling(checks, name)}; ${open}`, evidence: [record], checks, confidence: 0.5 };
  if (missing.length > 0) return { verdict: 'partly', reason: tell(missing), evidence: [record], checks, confidence: 0.75 };
  return { verdict: 'supported', reason: telling(checks, name), evidence: [record], checks, confidence: 0.9 };
}

function telling(checks: readonly ClaimCheck[], name: string): string {
  const found = checks.filter(({ about }) => about !== 'actor').map((check) => check.found ?? check.stated);
  return `the record of ${name} shows ${found.join(', ')}`;
}

/** The one record a claim names: by key, by its quoted title, or by most of its title; none when two come equally near. */
function namedRecord({ claim, masked }: ReadClaim, context: CheckingContext): EvidenceItem | undefined {
  const records = context.index.items.filter(({ kind }) => kind === 'goal' || kind === 'work-item');
  const keys = [...new Set(claim.entities.filter(({ kind }) => kind === 'issue-key').map(({ text }) => text))];
  if (keys.length > 0) return keys.length === 1 ? records.find(({ facts }) => facts?.issueKey === keys[0]) : undefined;
  const quoted = claim.entities.filter(({ kind }) => kind === 'title').map(({ text }) => text.toLowerCase());
  const called = records.filter((record) => quoted.includes(titleOf(record).toLowerCase()));
  if (called.length === 1) return called[0];

  const said = new Set(contentStems(masked));
  const near = records
    .map((record) => ({ record, share: titleShare(record, said), length: titleStems(record).length }))
    .filter(({ share }) => share >= TITLE_SHARE)
    .sort((left, right) => right.share - left.share || right.length - left.length);
  const [best, next] = near;
  return best !== undefined && (next === undefined || next.share < best.share || next.length < best.length) ? best.record : undefined;
}

function titleShare(record: EvidenceItem, said: ReadonlySet<string>): number {
  const title = [...new Set(titleStems(record))];
  return title.length < 2 ? 0 : title.filter((word) => said.has(word)).length / title.length;
}

/** Every claim of a review is held against the same records: their titles are read once. */
const stemsOfTitles = new WeakMap<EvidenceItem, readonly string[]>();
function titleStems(record: EvidenceItem): readonly string[] {
  const stems = stemsOfTitles.get(record) ?? contentStems(titleOf(record));
  stemsOfTitles.set(record, stems);
  return stems;
}

const titleOf = ({ facts, text }: EvidenceItem): string => facts?.title ?? text.slice(0, 200);

/** A goal may be called "Reduce scrap below 7 percent"; that 7 is its name, not how far it has come. */
function withoutThoseOfTitle(numbers: readonly NumberMention[], record: EvidenceItem): NumberMention[] {
  const named = extractNumbers(titleOf(record));
  return numbers.filter(({ value, unit }) => {
    const position = named.findIndex((one) => one.value === value && one.unit === unit);
    if (position !== -1) named.splice(position, 1);
    return position === -1;
  });
}

function statusCheck(
  { claim, statement, sentenceDates }: ReadClaim,
  numbers: readonly NumberMention[],
  record: EvidenceItem,
  { writtenOn = LATEST }: CheckingContext,
): ClaimCheck[] {
  // "reached 60 % of" says how far, not that it is done; "not on time" denies the time
  if (numbers.length > 0 || /\b(?:partly|half)\b/iu.test(statement) || (saysWhenDue(statement) && deniesWhen(statement))) return [];
  if (saysOpenThen({ claim, statement, sentenceDates })) return openThen(claim.dates, record);
  const saysUnfinished = UNFINISHED.test(statement);
  if (!saysUnfinished && !saysFinished({ statement })) return [];
  const saysOpen = saysUnfinished || claim.isNegated;
  const done = isDone(record);
  const stated = saysOpen ? 'not finished' : 'finished';
  if (done === undefined) return [{ about: 'status', outcome: 'missing', stated }];
  const found = done ? 'finished' : `not finished (${record.facts?.status ?? 'in work'})`;
  const isFinishedSince = saysOpen && done && (finishedOn(record.facts) ?? '') >= writtenOn;
  return [{ about: 'status', outcome: done === !saysOpen ? 'match' : isFinishedSince ? 'missing' : 'mismatch', stated, found }];
}

type ToldWhen = Pick<ReadClaim, 'claim' | 'statement' | 'sentenceDates'>;

/** "Was still open in April": the day is one on which it was so, and none on which it was finished. "Is still open" is so by now. */
const saysOpenThen = ({ claim, statement, sentenceDates }: ToldWhen): boolean =>
  UNFINISHED.test(statement) && !/\b(?:is|are|remains)\b/iu.test(statement) && claim.dates.length + sentenceDates.length > 0;

/** @param dates of the clause; those of another one may be of something else. */
function openThen(dates: readonly DateMention[], record: EvidenceItem): ClaimCheck[] {
  const stated = ['not finished', ...dates.map(({ text }) => text)].join(' ');
  const [period, on, done] = [dates.length === 1 ? daysMeant(dates[0]) : undefined, finishedOn(record.facts), isDone(record)];
  if (done === undefined || (done && (on === undefined || period === undefined))) return [{ about: 'status', outcome: 'missing', stated }];
  if (!done || on === undefined || period === undefined)
    return [{ about: 'status', outcome: 'match', stated, found: `not finished (${record.facts?.status ?? 'in work'})` }];
  // Of days within that time nobody knows which is meant; and in another time zone it was the day before.
  const outcome = on > period.to ? 'match' : dayAfter(on, 1) < period.from ? 'mismatch' : 'missing';
  return [{ about: 'status', outcome, stated, found: `finished ${dayInWords(on)}` }];
}

/** "As of 20 May" it was so on that day; "as of May" on one of its days. */
function daysMeant(date: DateMention | undefined): Period | undefined {
  if (date?.period === undefined || !/^as of\b/iu.test(date.text)) return date?.period;
  const { to } = date.period;
  if (UP_TO_A_MONTH.test(date.text)) return monthOf(to);
  return /\bend of\b|\d-\d|\b\d{1,2}(?:st|nd|rd|th)?\b/iu.test(date.text) ? { from: to, to } : undefined;
}

/** Work goes on: a record that shows more by now showed less when the review was written. */
function progressChecks(numbers: readonly NumberMention[], { facts }: EvidenceItem): ClaimCheck[] {
  return numbers.map((stated) => {
    const actual = facts?.percentComplete;
    if (actual === undefined) return { about: 'number', outcome: 'missing', stated: stated.text };
    const found = `${actual} percent`;
    const isMore = actual > (stated.high ?? stated.value);
    const isThere = agrees(stated, actual);
    const outcome = isThere && !isItsBound(stated, actual) ? 'match' : isThere || isMore ? 'missing' : 'mismatch';
    return { about: 'number', outcome, stated: `${inWords(stated)} percent`, found };
  });
}

function actorCheck(kind: string, record: EvidenceItem, context: CheckingContext): ClaimCheck[] {
  if (kind === 'team') return [{ about: 'actor', outcome: 'missing', stated: 'a team' }];
  if (kind !== 'subject')
    return isOwn(record, context)
      ? []
      : [{ about: 'actor', outcome: 'missing', stated: 'whose it is', found: 'somebody else as assignee' }];
  return isOwn(record, context)
    ? [{ about: 'actor', outcome: 'match', stated: 'the person reviewed', found: 'the same' }]
    : [{ about: 'actor', outcome: 'mismatch', stated: 'the person reviewed', found: 'somebody else as assignee' }];
}
