import type { NumberMention } from './claim.js';
import type { CountedMention } from './count-mentions.js';
import { isSomeAverage } from './count-rate.js';
import { assess } from './count-report.js';
import { amountOf, belongsTo, type CountScope, isBeyondCycle, isCovered, recordsIn, type ScopedRecords, unpointed } from './count-scope.js';
import type { EvidenceItem } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { agrees } from './numbers.js';
import { asUnread, COUNTING, unreadIn } from './unread.js';
import type { Assessment, CheckingContext } from './verdict.js';

export interface Mismatch extends ScopedRecords {
  readonly read: ReadClaim;
  readonly amount: number;
  readonly one: CountedMention;
}

/** A different number contradicts only where nothing left open could account for it. */
export function assessMismatch(reason: string, mismatch: Mismatch, context: CheckingContext): Assessment {
  const { read, counted, undated, late, nearEdges, amount, one } = mismatch;
  const { mention, scope } = one;
  const partly = (why: string, items: readonly EvidenceItem[] = counted) =>
    assess('partly', `${reason}; ${why}`, items, mention, amount, scope);
  const unread = notCounted(one, read, context);
  if (unread !== undefined) return partly(unread);
  if (read.claim.isNegated && mention.value > 0 && mention.qualifier === 'exactly')
    return partly('what is denied may be that number alone');
  if (isRough(mention) && Math.abs(amount - mention.value) <= Math.max(ROUGHLY.number, ROUGHLY.share * mention.value))
    return partly('that is roughly the number');
  if (isSomeAverage(mention, scope, mismatch, context)) return partly('it depends on which days the average is taken of');
  if (isBeyondCycle(scope, context) && mention.value > amount) return partly('the evidence is of the cycle alone');
  if (scope.hasUnresolvedPeriod) return partly('the period it speaks of is not clear');
  const withUndated = amountOf([...counted, ...undated], scope);
  if (undated.length > 0 && mention.value <= withUndated) return partly(`${undated.length} more carry no date`, [...counted, ...undated]);
  const withLate = amountOf([...counted, ...late], scope);
  if (late.length > 0 && mention.value > amount && mention.value <= withLate)
    return partly(`${late.length} more ${late.length === 1 ? 'was' : 'were'} finished after it`, [...counted, ...late]);
  const [least, most] = [counted.filter((item) => !nearEdges.includes(item)), [...new Set([...counted, ...nearEdges])]];
  if (mention.per === undefined && amountOf(least, scope) <= mention.value && mention.value <= amountOf(most, scope))
    return partly('the days of some of them may be other ones where it was written', most);
  const pointless = unpointed(counted, scope).length;
  if (pointless > 0 && mention.value > amount) return partly(`${pointless} of these records carry no points`);
  if (context.coverage.length > 0 && !isCovered(scope, context)) return partly('the evidence covers only a part of that');
  if (scope.issueType !== undefined && mention.value < amount && counted.every(({ facts }) => facts?.issueType === undefined)) {
    return partly('the evidence does not tell their types apart');
  }
  const part = scope.kind === 'work-item' && scope.projects.length !== 1 ? projectWith(counted, mention, scope) : undefined;
  if (part !== undefined) return partly(`${part} alone has that number`);
  if (scope.projects.length === 0 && scope.period === undefined && 0 < mention.value && mention.value < amount)
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

/** Somebody who says "about" or "nearly" is not held to the number: so far off, it still is no other one. */
const ROUGHLY = { number: 2, share: 0.25 } as const;
const isRough = ({ qualifier }: NumberMention): boolean => qualifier === 'about' || qualifier === 'nearly';

const FINISHING = /\b(?:clos|resolv|complet|fix|finish|deliver|achiev|accomplish|reach)(?:e|ed)?\b|\bmet\b/iu;

/**
 * Why records that were counted cannot refute a clause: it says more than they do, or where and when is told in another clause, of
 * something else maybe.
 */
export function notCounted(one: CountedMention, read: ReadClaim, context: CheckingContext): string | undefined {
  const { claim } = read;
  const more = saysMore(read, context, true);
  if (more !== undefined) return more;
  if (claim.actor.kind !== 'subject') return 'it does not say who finished them';
  if (!one.isApart) return 'it gives another number with it';
  const place = unknownPlace(one.scope, context);
  if (place !== undefined) return place;
  return isToldElsewhere(one, read, context) ? 'where and when it means is told of something else' : undefined;
}

/** Whether the place or the time of a number may be what another clause, or what is put in, tells. More than there is anywhere is too much at any place. */
function isToldElsewhere({ mention, scope }: CountedMention, read: ReadClaim, context: CheckingContext): boolean {
  const { claim, sentenceDates, sentenceEntities, insertions } = read;
  if (claim.dates.length === 0 && (sentenceDates.length > 0 || insertions.some(({ hasTime }) => hasTime))) return true;
  const isPlace = ({ kind }: { readonly kind: string }) => kind === 'project';
  if (scope.kind === 'goal' || claim.entities.some(isPlace)) return false;
  if (!sentenceEntities.some(isPlace) && !insertions.some(({ hasPlace }) => hasPlace)) return false;
  const { counted, undated, late } = recordsIn({ ...scope, projects: [] }, context);
  return mention.value <= amountOf([...counted, ...undated, ...late], scope);
}

/** "In FY26 Noor closed 16 issues in Atlas": beside a place that records know, another name may be a time or anything. */
export function unknownPlace({ projects, kind }: CountScope, { index }: CheckingContext): string | undefined {
  const isKnown = (project: string) => index.items.some((item) => item.kind === kind && belongsTo(item, project));
  const unknown = projects.filter((project) => !isKnown(project));
  return unknown.length > 0 && unknown.length < projects.length ? asUnread(unknown) : undefined;
}

/** What a clause says beside a number of records that were finished: where there is something, the number alone does not bear it out. */
export function saysMore(read: ReadClaim, context: CheckingContext, isRefuted = false): string | undefined {
  const unread = unreadIn(read, COUNTING, context, isRefuted);
  if (unread.length > 0) return asUnread(unread);
  return FINISHING.test(read.statement) ? undefined : 'it does not say that they were finished';
}
