import { covers, LATEST } from './calendar.js';
import { isOwn } from './count-scope.js';
import { type EvidenceItem, finishedOn, isDone } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { isNegated } from './polarity.js';
import { asUnread, SHARE, unreadIn } from './unread.js';
import type { Assessment, CheckingContext, ClaimCheck } from './verdict.js';
import { literally } from './words.js';

const NUMBER = '(?:(?:\\d+|two|three|four|five|six|seven|eight|nine|ten)\\s+)?';
const GOALS = `(?:her|his|their|the)\\s+${NUMBER}(?:goals|objectives|okrs)\\b`;

/** How many of the goals somebody has a clause says were reached. A denial within the words is a part of them. */
const SHARES = {
  all: new RegExp(
    `\\ball\\s+${NUMBER}(?:of\\s+)?${GOALS}|\\b(?:each|every(?:\\s+single)?\\s+one|each\\s+one)\\s+of\\s+${GOALS}|\\b(?:each|every)\\s+(?:single\\s+)?(?:goal|objective)\\b`,
    'iu',
  ),
  none: new RegExp(
    `\\b(?:none|not\\s+one|not\\s+a\\s+single\\s+one)\\s+of\\s+${GOALS}|\\bnot\\s+(?:a\\s+single|one|any)\\s+(?:goal|objective)\\b`,
    'iu',
  ),
  half: new RegExp(
    `(?<!\\b(?:more|less|fewer|over|under|above|below|about|nearly|almost)\\s+(?:than\\s+)?)\\bhalf\\s+(?:of\\s+)?${GOALS}`,
    'iu',
  ),
  most: new RegExp(`\\b(?:most|the\\s+majority|more\\s+than\\s+half)\\s+of\\s+${GOALS}`, 'iu'),
} as const;
type Share = keyof typeof SHARES;

/** Whether goals that are reached, not reached, or neither for certain, are that share. Half is rough: 5 of 8 still is. */
const AGREES: Readonly<Record<Share, (reached: number, missed: number) => boolean>> = {
  all: (_reached, missed) => missed === 0,
  none: (reached) => reached === 0,
  half: (reached, missed) => Math.abs(reached - missed) <= Math.max(1, (reached + missed) / 4),
  most: (reached, missed) => reached > missed,
};

/** "Met all of her goals; the documentation is still open." */
const EXCEPTING = /\b(?:but|except\p{L}*|apart|only|other|still|save|although|though|remain\p{L}*|open|left|missing|however)\b/iu;
const OF_DEADLINES = /\b(?:on time|on schedule|late|deadlines?|due)\b/iu;

/** Checks "met all of her goals" and its like against every goal of the person. */
export function checkShareClaim(read: ReadClaim, context: CheckingContext): Assessment | undefined {
  const { claim, statement } = read;
  const [share] = (Object.keys(SHARES) as Share[]).filter((one) => SHARES[one].test(statement));
  if (share === undefined || OF_DEADLINES.test(statement)) return undefined;
  if (claim.actor.kind !== 'subject' && claim.actor.kind !== 'unstated') return undefined;
  const goals = context.index.items.filter((item) => item.kind === 'goal' && isOwn(item, context));
  if (goals.length === 0) return undefined;

  const reached = goals.filter((goal) => wasReached(goal, context));
  const missed = goals.filter((goal) => !reached.includes(goal) && wasMissed(goal, context));
  const open = goals.length - reached.length - missed.length;
  const stated = SHARES[share].exec(statement)?.[0] ?? '';
  const found = `${reached.length} of ${goals.length} reached${open > 0 ? `, and of ${open} it is not certain` : ''}`;
  const isSo = new Set(outcomes(open).map(([more, less]) => AGREES[share](reached.length + more, missed.length + less)));
  const why = notOfAllGoals(read, stated, context);
  const verdict = why !== undefined || isSo.size > 1 ? 'partly' : isSo.has(true) ? 'supported' : 'contradicted';
  const check: ClaimCheck = {
    about: 'status',
    outcome: verdict === 'contradicted' ? 'mismatch' : verdict === 'supported' ? 'match' : 'missing',
    stated,
    found,
  };
  return {
    verdict,
    reason: [`the review says ${stated}; the evidence shows ${found}`, ...(why === undefined ? [] : [why])].join('; '),
    evidence: goals,
    checks: [check],
    confidence: verdict === 'partly' ? 0.5 : 0.9,
  };
}

/** How many of those that are not certain may have been reached, and how many missed; what is neither was not meant. */
const outcomes = (open: number): (readonly [number, number])[] =>
  Array.from({ length: open + 1 }, (_none, more) =>
    Array.from({ length: open - more + 1 }, (_nothing, less) => [more, less] as const),
  ).flat();

/** What was reached after the review was written was not when it was. */
const wasReached = (goal: EvidenceItem, { writtenOn = LATEST }: CheckingContext): boolean =>
  isDone(goal) === true && (finishedOn(goal.facts) ?? '') < writtenOn;

/** Only what was due by then, and is not reached to this day: one that is not due yet, given up or closed may not have been meant. */
function wasMissed(goal: EvidenceItem, { writtenOn = LATEST, cyclePeriod }: CheckingContext): boolean {
  const { status, percentComplete, dueOn } = goal.facts ?? {};
  if (isDone(goal) !== false || percentComplete === 100 || /\b(?:closed|cancel\p{L}*|abandon\p{L}*)\b/iu.test(status ?? '')) return false;
  return dueOn !== undefined && dueOn <= writtenOn && dueOn <= (cyclePeriod?.to ?? LATEST);
}

/** Why a clause may not speak of all goals of the cycle, or says more than that. */
function notOfAllGoals(read: ReadClaim, stated: string, context: CheckingContext): string | undefined {
  const { claim, statement, sentence, sentenceDates } = read;
  if (isNegated(statement.replace(stated, ' '))) return 'it denies that';
  if (claim.actor.kind === 'unstated' && /\bthe\s/iu.test(stated)) return 'it does not say whose they are';
  if (EXCEPTING.test(sentence)) return 'its sentence speaks of what is left of them';
  const isWhole = ({ period }: ReadClaim['sentenceDates'][number]) =>
    period !== undefined && context.cyclePeriod !== undefined && covers(period, context.cyclePeriod);
  if (!sentenceDates.every(isWhole)) return 'it may speak of a part of them alone';
  const [from, to] = [claim.start + statement.indexOf(stated), claim.start + statement.indexOf(stated) + stated.length];
  if (claim.entities.length > 0 || claim.numbers.some(({ start }) => start < from || to <= start)) return 'it says more than that';
  const grammar = { ...SHARE, phrases: [...SHARE.phrases, new RegExp(literally(stated), 'gu')] };
  const unread = unreadIn({ ...read, claim: { ...claim, numbers: [] } }, grammar, context);
  return unread.length > 0 ? asUnread(unread) : undefined;
}
