import { findActor } from './actors.js';
import { overlaps } from './calendar.js';
import type { Claim, NumberMention } from './claim.js';
import { extractDates, type YearOf, yearWithin } from './dates.js';
import { type EvidenceItem, finishedOn, isDone } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { agrees, extractNumbers, isComparable } from './numbers.js';
import { isNegated, oppositesBetween } from './polarity.js';
import { saysWhenFinished } from './record-times.js';
import { outcomeVerbsIn } from './verbs.js';
import type { CheckingContext, ClaimCheck } from './verdict.js';
import { contentStems } from './words.js';

/**
 * Agreement anywhere in the record counts; disagreement only in the sentence that speaks of the same, and where each says one number:
 * "from 40 to 25 hours" and "by 15 hours" are no two words for one thing.
 */
export function checkNumber(
  stated: NumberMention,
  isOnlyOne: boolean,
  passage: string,
  whole: string,
  context: CheckingContext,
): ClaimCheck {
  const inWhole = numbersIn(whole, context).filter((found) => isComparable(stated, found));
  if (inWhole.some((found) => isSame(stated, found))) return { about: 'number', outcome: 'match', stated: stated.text, found: stated.text };
  const [other, another] = numbersIn(passage, context).filter((found) => isComparable(stated, found));
  const isTheOne = another === undefined && isOnlyOne && !/\bfrom\s+[\d.,]+\s+to\b/iu.test(passage);
  return other === undefined || !isTheOne
    ? { about: 'number', outcome: 'missing', stated: stated.text }
    : { about: 'number', outcome: 'mismatch', stated: stated.text, found: other.text };
}

const numbersIn = (text: string, context: CheckingContext): NumberMention[] => extractNumbers(text, extractDates(text, yearIn(context)));

function isSame(stated: NumberMention, found: NumberMention): boolean {
  if (stated.high !== undefined && found.high !== undefined)
    return agrees({ ...found, qualifier: 'exactly' }, stated.value) || agrees(stated, found.value);
  if (found.qualifier !== 'exactly' && stated.qualifier === 'exactly') return agrees(found, stated.value); // "about 40" bears "41" out
  return agrees(stated, found.value) || (found.high !== undefined && agrees(stated, found.high));
}

/** Of "this year" in a record nobody knows when that was written. */
const yearIn =
  ({ cyclePeriod }: CheckingContext): YearOf =>
  (month) =>
    month === undefined ? undefined : yearWithin(cyclePeriod)(month);

/** "Presented it again in June", "the second workshop": another time than a record tells of. */
const ONCE_MORE = /\b(?:again|once more|twice|also|another|second|third|next|further|every|each)\b/iu;
const isOnceMore = ({ statement }: Pick<ReadClaim, 'statement'>): boolean => ONCE_MORE.test(statement);

/**
 * What was done on one day may be done on another as well: a day refutes only who says when it was finished, or says all of a sentence
 * but its day.
 */
export function checkDate(
  read: ReadClaim,
  isSame: boolean,
  stated: Claim['dates'][number],
  passage: string,
  item: EvidenceItem,
  context: CheckingContext,
): ClaimCheck {
  const { period } = stated;
  if (period === undefined) return { about: 'date', outcome: 'missing', stated: stated.text };
  const finished = finishedOn(item.facts);
  const told = [
    ...extractDates(passage, yearIn(context)).flatMap(({ period: said, text }) => (said === undefined ? [] : [{ period: said, text }])),
    ...(finished === undefined ? [] : [{ period: { from: finished, to: finished }, text: finished }]),
  ];
  if (told.some((date) => overlaps(date.period, period))) return { about: 'date', outcome: 'match', stated: stated.text };
  const other = told[0];
  if (other !== undefined)
    return {
      about: 'date',
      outcome: (isSame || saysWhenFinished(read)) && !isOnceMore(read) ? 'mismatch' : 'missing',
      stated: stated.text,
      found: other.text,
    };
  const around = item.period ?? (item.occurredOn === undefined ? undefined : { from: item.occurredOn, to: item.occurredOn });
  return { about: 'date', outcome: around !== undefined && overlaps(around, period) ? 'match' : 'missing', stated: stated.text };
}

/** Denies a part alone, or for a time: what of it is denied nobody can tell by counting denials. */
const IN_PART = /\b(?:without|no longer|any ?more|since|until|till)\b/iu;

/** What a text says there was none of: "without incidents". */
const lacking = (text: string): string[] =>
  Array.from(text.matchAll(/\bwithout\s+(?:(?:any|an?|a single)\s+)?(\p{L}+)/giu), ([, what]) => contentStems(what ?? '')).flat();
/** "Went out without incidents" bears nothing out that has incidents in it. */
const hasWhatOtherLacks = (text: string, other: string): boolean =>
  lacking(other).some((what) => contentStems(text).includes(what) && !lacking(text).includes(what));

export function checkPolarity({ statement, claim }: ReadClaim, clause: string): ClaimCheck[] {
  const opposites = oppositesBetween(statement, clause);
  const differs = claim.isNegated !== isNegated(clause);
  if ((opposites !== undefined) === differs)
    return hasWhatOtherLacks(statement, clause) || hasWhatOtherLacks(clause, statement)
      ? [{ about: 'polarity', outcome: 'missing', stated: 'the same', found: 'that there was none' }]
      : [];
  const stated = opposites?.[0] ?? (claim.isNegated ? 'that it did not happen' : 'that it happened');
  if (IN_PART.test(statement) !== IN_PART.test(clause) || isOnceMore({ statement }))
    return [{ about: 'polarity', outcome: 'missing', stated }];
  return [{ about: 'polarity', outcome: 'mismatch', stated, found: opposites?.[1] ?? 'the opposite' }];
}

/** A record that is still open does not bear out that it was done, and one that is not open does not bear out that it was not. */
export function checkStatus({ statement, claim }: ReadClaim, item: EvidenceItem): ClaimCheck[] {
  const isOpen = isDone(item) === false;
  if (claim.isNegated)
    return isOpen
      ? []
      : [
          {
            about: 'status',
            outcome: 'missing',
            stated: 'that it was not done',
            ...(isDone(item) === true && { found: `a finished ${item.kind}` }),
          },
        ];
  if (!isOpen || outcomeVerbsIn(statement).length === 0) return [];
  return [{ about: 'status', outcome: 'missing', stated: 'that it is finished', found: `an unfinished ${item.kind}` }];
}

export const checkOther = ({ claim: { actor } }: ReadClaim): ClaimCheck[] =>
  actor.kind === 'other' ? [{ about: 'actor', outcome: 'missing', stated: actor.name ?? 'somebody else' }] : [];

/** @param mayHaveShared whether the sentence speaks of the person too, and says not all of what they are said to have done of somebody else. */
export function checkActor(read: ReadClaim, clause: string, mayHaveShared: boolean, context: CheckingContext): ClaimCheck[] {
  const { claim } = read;
  if (claim.actor.kind === 'other') return checkOther(read);
  const things = new Set(claim.entities.filter(({ kind }) => kind === 'project').map(({ text }) => text.toLowerCase()));
  const found = findActor(clause, { isSubjectNamed: context.areNamesKnown, isByTheSubject: false, things });
  const doer = (outcome: ClaimCheck['outcome'], stated: string, who: string): ClaimCheck[] => [
    { about: 'actor', outcome, stated, found: who },
  ];
  if (claim.actor.kind === 'subject' && found.kind === 'other')
    return doer(mayHaveShared || claim.isNegated ? 'missing' : 'mismatch', 'the person reviewed', found.name ?? 'somebody else');
  if (claim.actor.kind === 'subject' && found.kind === 'team') return doer('missing', 'the person reviewed', 'a team');
  if (claim.actor.kind === 'team' && found.kind === 'subject') return doer('missing', 'a team', 'the person reviewed');
  return [];
}

export const holds = (text: string, name: string): boolean =>
  ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(
    ` ${name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `,
  );
