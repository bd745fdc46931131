import type { NumberMention } from './claim.js';
import { type CountedMention, countMentionsIn } from './count-mentions.js';
import { assessMismatch, notCounted, saysMore, unknownPlace } from './count-mismatch.js';
import { agreesOnAverage, averageOf } from './count-rate.js';
import { assess, inScope, inWords } from './count-report.js';
import { amountOf, candidatesFor, type CountScope, isBeyondCycle, isCovered, isUnbounded, recordsIn, unpointed } from './count-scope.js';
import type { EvidenceItem } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { agrees, isItsBound } from './numbers.js';
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
    settled.map((one) => checkReadings(one, read, context)),
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

/** Where and when a number counts may be meant in several ways: it is settled only where all of them come to the same. */
function checkReadings(counted: CountedMention, read: ReadClaim, context: CheckingContext): Assessment {
  const first = checkCount(counted, read, context);
  const others = counted.orElse.map((scope) => checkCount({ ...counted, scope }, read, context));
  const isSettled = others.every(({ verdict }) => verdict === first.verdict);
  return isSettled
    ? first
    : { ...first, verdict: 'partly', reason: `${first.reason}; where and when it means is not clear`, confidence: 0.8 };
}

function checkCount(one: CountedMention, read: ReadClaim, context: CheckingContext): Assessment {
  const { mention, scope, isWhole } = one;
  const { isNegated, actor } = read.claim;
  const records = recordsIn(scope, context);
  const { counted } = records;
  const amount = averageOf(amountOf(counted, scope), mention, scope, context);
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
  const isSaid = mention.per === undefined ? agrees : agreesOnAverage;
  const isAgreed = isNegated && mention.value > 0 ? isSaid(denied(mention), amount) : isSaid(mention, amount);
  if (amount === 0 && mention.value > 0 && !isNegated) {
    const isOpen =
      amountOf(records.late, scope) >= mention.value || isBeyondCycle(scope, context) || notCounted(one, read, context) !== undefined;
    return assessNone(says, mention, scope, isOpen, context);
  }
  if (amount === 0 && !isCovered(scope, context))
    return assess('unsupported', `${says}; the evidence does not reach over that`, [], mention, undefined, scope);
  if (actor.kind === 'team') return assessTeam(says, shown, isAgreed, counted, mention, amount, scope);
  if (isUnbounded(scope, context) && (isAgreed || mention.value < amount))
    return assess('partly', `${says}; ${shown}; the days of the cycle are not known`, counted, mention, amount, scope);
  const more = read.claim.numbers.length === 0 ? undefined : (saysMore(read, context) ?? unknownPlace(scope, context));
  if (isAgreed && !isNegated && isItsBound(mention, amount))
    return assess(
      'partly',
      `${says}; ${shown}, and not ${mention.qualifier === 'more-than' ? 'more' : 'less'}`,
      counted,
      mention,
      amount,
      scope,
    );
  if (isAgreed && scope.hasUnresolvedPeriod)
    return assess('partly', `${says}; ${shown}; the period it speaks of is not clear`, counted, mention, amount, scope);
  if (isAgreed && more !== undefined) return assess('partly', `${says}; ${shown}; ${more}`, counted, mention, amount, scope);
  if (isAgreed) return assess('supported', `${says}; ${shown}`, counted, mention, amount, scope);
  if (isWhole) return assess('partly', `${says} in all; ${shown}`, counted, mention, amount, scope);
  return assessMismatch(`${says}; ${shown}`, { ...records, read, amount, one }, context);
}

/** "Did not close more than 14" is at most 14; "did not close 14" is fewer. */
function denied(stated: NumberMention): NumberMention {
  switch (stated.qualifier) {
    case 'more-than':
      return { ...stated, qualifier: 'at-most' };
    case 'less-than':
      return { ...stated, qualifier: 'at-least' };
    case 'at-most':
      return { ...stated, value: (stated.high ?? stated.value) + 1, qualifier: 'at-least' };
    case 'at-least':
    case 'exactly':
    case 'about':
    case 'nearly':
      return { ...stated, value: Math.max(0, stated.value - 1), qualifier: 'at-most' };
  }
}

/** @param isOpen whether something else could account for the number. */
function assessNone(says: string, mention: NumberMention, scope: CountScope, isOpen: boolean, context: CheckingContext): Assessment {
  if (isOpen || !isCovered(scope, context)) {
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
