import { dayInWords } from './calendar.js';
import { isOwn } from './count-scope.js';
import { type EvidenceItem, finishedOn } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { isNegated } from './polarity.js';
import { asUnread, PUNCTUALITY, unreadIn } from './unread.js';
import type { Assessment, CheckingContext } from './verdict.js';

const NEVER_LATE =
  /\b(?:never|not once|did not|didn['’]t) (?:once )?miss(?:ed|es)? (?:a |any |one |her |his |their )?(?:single )?deadlines?\b|\b(?:met|meets|hit|hits|made|kept) (?:every|all(?: (?:of )?(?:the|her|his|their))?|each)(?: single)? deadlines?\b|\b(?:always|consistently) (?:\p{L}+ ){0,4}(?:on time|on schedule|ahead of schedule|before (?:the )?deadlines?)\b|\bmissed no deadlines?\b|\ball (?:\p{L}+ ){0,3}(?:on time|before their due dates?)\b/iu;
const ALWAYS_LATE =
  /\b(?:always|consistently|every time) (?:\p{L}+ ){0,4}(?:late|behind schedule|after (?:the )?deadlines?)\b|\b(?:always|consistently) misse[sd] (?:\p{L}+ )?deadlines?\b|\bmissed (?:every|all(?: the)?) deadlines?\b|\bnever (?:\p{L}+ ){0,3}on time\b/iu;

/** How many records it takes before "always" or "never" is believed. */
const LEAST_RECORDS = 2;

/** Checks "never missed a deadline" and its like against every record of the person that was due and is finished. */
export function checkPunctualityClaim(read: ReadClaim, context: CheckingContext): Assessment | undefined {
  const { claim, statement } = read;
  const saysNeverLate = NEVER_LATE.test(statement);
  if ((!saysNeverLate && !ALWAYS_LATE.test(statement)) || claim.actor.kind === 'other' || claim.actor.kind === 'team') return undefined;
  const due = context.index.items.filter(
    (item) => isOwn(item, context) && item.facts?.dueOn !== undefined && finishedOn(item.facts) !== undefined,
  );
  const counter = due.filter((item) => wasLate(item) === saysNeverLate);
  const stated = saysNeverLate ? 'always on time' : 'always late';

  const first = counter[0];
  const open = notOfAll(read, context);
  if (first !== undefined) {
    const found = `${counter.length} of ${due.length} finished ${saysNeverLate ? 'late' : 'on time'}, such as ${first.facts?.issueKey ?? first.facts?.title ?? first.kind}, due ${dayInWords(first.facts?.dueOn ?? '')} and finished ${dayInWords(finishedOn(first.facts) ?? '')}`;
    return {
      verdict: open === undefined ? 'contradicted' : 'partly',
      reason: [`the review says ${stated}; the evidence shows ${found}`, ...(open === undefined ? [] : [open])].join('; '),
      evidence: counter,
      checks: [{ about: 'date', outcome: 'mismatch', stated, found }],
      confidence: open === undefined ? 0.9 : 0.5,
    };
  }
  if (due.length < LEAST_RECORDS) {
    return {
      verdict: 'unsupported',
      reason: `the review says ${stated}; ${due.length === 0 ? 'no record' : 'only one record'} has both a due date and a finish date`,
      evidence: due,
      checks: [{ about: 'sources', outcome: 'missing', stated: `at least ${LEAST_RECORDS} records`, found: String(due.length) }],
      confidence: 0.8,
    };
  }
  const found = `${due.length} of ${due.length} finished ${saysNeverLate ? 'on time' : 'late'}`;
  return {
    verdict: open === undefined ? 'supported' : 'partly',
    reason: [`the review says ${stated}; the evidence shows ${found}`, ...(open === undefined ? [] : [open])].join('; '),
    evidence: due,
    checks: [{ about: 'date', outcome: 'match', stated, found }],
    confidence: open === undefined ? 0.9 : 0.5,
  };
}

/** Why a clause does not speak of everything that was due: "did not always …", "… in April", "… except the handbook". */
function notOfAll(read: ReadClaim, context: CheckingContext): string | undefined {
  const always = [NEVER_LATE, ALWAYS_LATE].map((pattern) => pattern.exec(read.statement)?.[0] ?? '').find((found) => found !== '') ?? '';
  if (isNegated(read.statement.replace(always, ' '))) return 'it denies that it was so each time';
  if (read.sentenceDates.length + read.claim.entities.length > 0) return 'it may speak of a part of it alone';
  const unread = unreadIn(read, PUNCTUALITY, context);
  return unread.length > 0 ? asUnread(unread) : undefined;
}

const wasLate = ({ facts }: EvidenceItem): boolean => (finishedOn(facts) ?? '') > (facts?.dueOn ?? '9999');
