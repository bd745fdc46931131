import { dayInWords, lengthIn, periodInWords } from './calendar.js';
import type { Claim, NumberMention, Period } from './claim.js';
import { type CountedMention, countMentionsIn } from './count-mentions.js';
import {
  amountOf,
  belongsTo,
  candidatesFor,
  type CountScope,
  isCovered,
  isUnbounded,
  recordsIn,
  type ScopedRecords,
  unpointed,
} from './count-scope.js';
import type { EvidenceItem } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { agrees } from './numbers.js';
import type { Assessment, CheckingContext, ClaimCheck } from './verdict.js';

/**
 * Checks a claim that counts ("closed 14 issues in the Atlas project between February and April 2026") by counting that
 * person's own records; words that merely look alike prove no number.
 *
 * @returns undefined when the claim counts nothing that records of this evidence could settle.
 */
export function checkCountClaim(read: ReadClaim, context: CheckingContext): Assessment | undefined {
  const { counted, others } = countMentionsIn(read);
  const settled = counted.filter(({ scope }) => context.index.items.some((item) => item.kind === scope.kind)); // else words may still say it
  if (settled.length === 0) return undefined;
  const unchecked = others.map((mention): ClaimCheck => ({ about: 'number', outcome: 'missing', stated: mention.text }));
  return together(
    settled.map((one) => checkCount(one, read.claim, context)),
    unchecked,
  );
}

/** One verdict for all counts of a clause: refuted if one is, supported only if every number of it is. */
function together(parts: readonly Assessment[], unchecked: readonly ClaimCheck[]): Assessment {
  const worst = (['contradicted', 'unsupported', 'partly', 'supported'] as const).find((verdict) =>
    parts.some((part) => part.verdict === verdict),
  );
  const isMixed = worst === 'unsupported' && parts.some((part) => part.verdict !== 'unsupported');
  const verdict = isMixed || (worst === 'supported' && unchecked.length > 0) ? 'partly' : (worst ?? 'unsupported');
  const telling = parts.filter((part) => part.verdict === worst);
  const unsaid = unchecked.length === 0 ? [] : [`the evidence does not say ${unchecked.map(({ stated }) => stated).join(', ')}`];
  return {
    verdict,
    reason: [...new Set([...telling.map(({ reason }) => reason), ...(verdict === 'partly' ? unsaid : [])])].join('; '),
    evidence: [...new Set(parts.flatMap(({ evidence }) => evidence))],
    checks: [...parts.flatMap(({ checks }) => checks), ...unchecked],
    confidence: Math.min(...parts.map(({ confidence }) => confidence)),
  };
}

function checkCount({ mention, scope, isWhole }: CountedMention, { isNegated, actor }: Claim, context: CheckingContext): Assessment {
  const records = recordsIn(scope, context);
  const { counted } = records;
  const amount = perUnit(amountOf(counted, scope), mention, scope.period ?? context.cyclePeriod);
  const says = `the review says ${inWords(mention)}`;
  if (amount === undefined) return assess('unsupported', `${says}, over a time that is not stated`, [], mention, undefined, scope);
  if (actor.kind === 'other' || actor.kind === 'reviewer') {
    return assess(
      'unsupported',
      `the review credits somebody else; the evidence of this person cannot show it`,
      [],
      mention,
      undefined,
      scope,
    );
  }

  const candidates = candidatesFor(scope, context);
  if (candidates.length > 0 && unpointed(candidates, scope).length === candidates.length)
    return assess('unsupported', `${says}; the records do not say how many points each is worth`, [], mention, undefined, scope);

  const shown = `the evidence shows ${amount}${inScope(scope, context)}`;
  const stated =
    mention.per === undefined
      ? mention
      : { ...mention, qualifier: mention.qualifier === 'exactly' ? ('about' as const) : mention.qualifier };
  const isAgreed = isNegated && mention.value > 0 ? amount < mention.value : agrees(stated, amount);
  if (amount === 0 && mention.value > 0 && !isNegated) return assessNone(says, mention, scope, context);
  if (amount === 0 && !isCovered(scope, context))
    return assess('unsupported', `${says}; the evidence does not reach over that`, [], mention, undefined, scope);
  if (actor.kind === 'team') return assessTeam(says, shown, isAgreed, counted, mention, amount, scope);
  if (isUnbounded(scope, context) && (isAgreed || mention.value < amount))
    return assess('partly', `${says}; ${shown}; the days of the cycle are not known`, counted, mention, amount, scope);
  if (isAgreed) return assess('supported', `${says}; ${shown}`, counted, mention, amount, scope);
  if (isWhole) return assess('partly', `${says} in all; ${shown}`, counted, mention, amount, scope);
  return assessMismatch(`${says}; ${shown}`, { ...records, amount, mention, scope }, context);
}

function assessNone(says: string, mention: NumberMention, scope: CountScope, context: CheckingContext): Assessment {
  if (!isCovered(scope, context)) {
    return assess(
      'unsupported',
      `${says}; the evidence holds no such ${scope.kind}${inScope(scope, context)}`,
      [],
      mention,
      undefined,
      scope,
    );
  }
  return assess(
    'contradicted',
    `${says}; the evidence shows none${inScope(scope, context)}`,
    candidatesFor(scope, context),
    mention,
    0,
    scope,
  );
}

function assessTeam(
  says: string,
  shown: string,
  isAgreed: boolean,
  counted: readonly EvidenceItem[],
  mention: NumberMention,
  amount: number,
  scope: CountScope,
): Assessment {
  const credited: ClaimCheck = { about: 'actor', outcome: 'mismatch', stated: 'a team', found: 'the person reviewed' };
  if (!isAgreed)
    return assess('unsupported', `${says} for a team; the evidence of one person cannot show it`, [], mention, undefined, scope);
  const assessment = assess('partly', `${says} and credits a team; ${shown}, all of this person`, counted, mention, amount, scope);
  return { ...assessment, checks: [...assessment.checks.filter(({ about }) => about !== 'actor'), credited] };
}

interface Mismatch extends ScopedRecords {
  readonly amount: number;
  readonly mention: NumberMention;
  readonly scope: CountScope;
}

/** A different number contradicts only where nothing left open could account for it. */
function assessMismatch(
  reason: string,
  { counted, undated, late, amount, mention, scope }: Mismatch,
  context: CheckingContext,
): Assessment {
  const partly = (why: string, items: readonly EvidenceItem[] = counted) =>
    assess('partly', `${reason}; ${why}`, items, mention, amount, scope);
  if (scope.hasUnresolvedPeriod) return partly('the period it speaks of is not clear');
  const withUndated = amountOf([...counted, ...undated], scope);
  if (undated.length > 0 && mention.value <= withUndated) return partly(`${undated.length} more carry no date`, [...counted, ...undated]);
  const withLate = amountOf([...counted, ...late], scope);
  if (late.length > 0 && mention.value > amount && mention.value <= withLate)
    return partly(`${late.length} more ${late.length === 1 ? 'was' : 'were'} finished after it`, [...counted, ...late]);
  const pointless = unpointed(counted, scope).length;
  if (pointless > 0 && mention.value > amount) return partly(`${pointless} of these records carry no points`);
  if (context.coverage.length > 0 && !isCovered(scope, context)) return partly('the evidence covers only a part of that');
  if (scope.issueType !== undefined && mention.value < amount && counted.every(({ facts }) => facts?.issueType === undefined)) {
    return partly('the evidence does not tell their types apart');
  }
  const part = scope.kind === 'work-item' && scope.projects.length !== 1 ? projectWith(counted, mention, scope) : undefined;
  if (part !== undefined) return partly(`${part} alone has that number`);
  if (scope.projects.length === 0 && scope.period === undefined && mention.value < amount)
    return partly('which of them are meant is not stated');
  return assess('contradicted', reason, counted, mention, amount, scope);
}

function projectWith(items: readonly EvidenceItem[], mention: NumberMention, scope: CountScope): string | undefined {
  const projects = [...new Set(items.flatMap(({ facts }) => facts?.project ?? []))].sort();
  return projects.find((project) =>
    agrees(
      mention,
      amountOf(
        items.filter((item) => belongsTo(item, project)),
        scope,
      ),
    ),
  );
}

function perUnit(amount: number, { per }: NumberMention, period: Period | undefined): number | undefined {
  if (per === undefined) return amount;
  if (period === undefined || period.from.startsWith('0001') || period.to.startsWith('9999')) return undefined;
  return Math.round((amount / Math.max(lengthIn(per, period), 0.1)) * 10) / 10;
}

function assess(
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

function inScope({ projects, period }: CountScope, { cyclePeriod }: CheckingContext): string {
  const where = projects.length === 0 ? '' : ` in ${projects.join(' and ')}`;
  const inCycle = cyclePeriod === undefined ? ' at any time' : ' in the cycle';
  return `${where}${period === undefined ? inCycle : ` ${periodInWords(period)}`}`;
}

/** The number as the review puts it, with what it counts: "about 40 issues". */
const inWords = ({ text, value, high, qualifier, noun, per }: NumberMention): string => {
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
