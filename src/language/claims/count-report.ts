import { dayInWords, periodInWords } from './calendar.js';
import type { NumberMention } from './claim.js';
import type { CountScope } from './count-scope.js';
import type { EvidenceItem } from './evidence.js';
import { agrees } from './numbers.js';
import type { Assessment, CheckingContext, ClaimCheck } from './verdict.js';

/** A verdict on a count, with what was compared. */
export function assess(
  verdict: Assessment['verdict'],
  reason: string,
  evidence: readonly EvidenceItem[],
  mention: NumberMention,
  found: number | undefined,
  scope: CountScope,
): Assessment {
  const isSettled = verdict === 'supported' || verdict === 'contradicted';
  const number: ClaimCheck = {
    about: 'number',
    outcome: found === undefined ? 'missing' : verdict === 'supported' || agrees(mention, found) ? 'match' : 'mismatch',
    stated: mention.text,
    ...(found === undefined ? {} : { found: String(found) }),
  };
  const date: readonly ClaimCheck[] =
    scope.period === undefined
      ? []
      : [
          {
            about: 'date',
            outcome: evidence.length > 0 ? 'match' : 'missing',
            stated: periodInWords(scope.period),
            ...foundDates(evidence),
          },
        ];
  const actor: readonly ClaimCheck[] = evidence.length > 0 ? [{ about: 'actor', outcome: 'match', stated: 'the person reviewed' }] : [];
  return { verdict, reason, evidence, checks: [number, ...date, ...actor], confidence: isSettled ? 0.95 : 0.8 };
}

function foundDates(evidence: readonly EvidenceItem[]): { found?: string } {
  const days = evidence.flatMap(({ facts, occurredOn }) => facts?.resolvedOn ?? facts?.completedOn ?? occurredOn ?? []).sort();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return {};
  return { found: first === last ? dayInWords(first) : `${dayInWords(first)} to ${dayInWords(last)}` };
}

/** Where and when was counted: " in Atlas between 1 Feb and 30 Apr 2026". */
export function inScope({ projects, period }: CountScope, { cyclePeriod }: CheckingContext): string {
  const where = projects.length === 0 ? '' : ` in ${projects.join(' and ')}`;
  const inCycle = cyclePeriod === undefined ? ' at any time' : ' in the cycle';
  return `${where}${period === undefined ? inCycle : ` ${periodInWords(period)}`}`;
}

/** The number as the review puts it, with what it counts: "about 40 issues". */
export const inWords = ({ text, value, high, qualifier, noun, per }: NumberMention): string => {
  const lead = {
    exactly: '',
    about: 'about ',
    nearly: 'nearly ',
    'more-than': 'more than ',
    'at-least': 'at least ',
    'less-than': 'less than ',
    'at-most': 'at most ',
  }[qualifier];
  const counted = noun === undefined ? '' : ` ${NOUN_IN_WORDS[noun] ?? `${noun}s`}`;
  const amount = high === undefined ? String(value) : `${value} to ${high}`;
  return text === '' ? amount : `${lead}${amount}${counted}${per === undefined ? '' : ` a ${per}`}`;
};

const NOUN_IN_WORDS: Readonly<Record<string, string>> = {
  story: 'stories',
  issu: 'issues',
  mileston: 'milestones',
  objectiv: 'objectives',
  point: 'story points',
};
