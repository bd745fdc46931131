import type { NumberMention } from './claim.js';
import { readingsOf } from './count-readings.js';
import { type CountScope, readCountScope } from './count-scope.js';
import type { ReadClaim } from './extract.js';
import { stem } from './words.js';

export interface CountedMention {
  readonly mention: NumberMention;
  readonly scope: CountScope;
  /** Other ways in which where and when it counts may be meant. */
  readonly orElse: readonly CountScope[];
  /** Whether it is the only number, or stands apart from the others by its place or time, or as a part and its whole. */
  readonly isApart: boolean;
  /** The "20" of "14 of 20 issues": what there was, finished or not; records may hold less of it than there was. */
  readonly isWhole: boolean;
}

export interface CountMentions {
  readonly counted: readonly CountedMention[];
  /** Numbers of the claim that count no records. */
  readonly others: readonly NumberMention[];
}

const COUNTED_NOUN = 'issues?|tickets?|tasks?|bugs?|stor(?:y|ies)|goals?|objectives?';
const NONE = new RegExp(`\\b(?:no|zero|any)\\s+(?:\\p{L}+\\s+){0,2}?(${COUNTED_NOUN})\\b`, 'iu');
const SOME = new RegExp(
  `\\b(?:closed|resolved|completed|fixed|finished|delivered)\\s+(?:\\p{L}+\\s+){0,2}?(issues|tickets|tasks|bugs|stories)\\b`,
  'iu',
);
const VAGUE_AMOUNT =
  /\b(?:hardly|barely|scarcely|few|fewer|most|all|half|many|several|majority|number of|lots?|percent|per cent|more|less|numerous|dozens|hundreds)\b|%/iu;

/** The numbers of a claim that count records, each with the scope it counts in. "No issues" counts none, "closed issues" at least one. */
export function countMentionsIn(read: ReadClaim): CountMentions {
  const counted: CountedMention[] = [];
  const others: NumberMention[] = [];
  for (const [position, mention] of read.claim.numbers.entries()) {
    const whole = read.claim.numbers[position + 1];
    const isShare = whole !== undefined && OF.test(textBetween(read, mention, whole));
    const previous = read.claim.numbers[position - 1];
    const isWhole = previous !== undefined && OF.test(textBetween(read, previous, mention));
    const noun = isShare ? whole.noun : isListed(read, previous, mention) ? (counted.at(-1)?.mention ?? previous)?.noun : undefined;
    const sized = mention.noun === undefined && noun !== undefined ? { ...mention, noun } : mention;
    const { readings, isApart } = readingsOf(read, mention);
    const [scope, ...orElse] = readings.flatMap((told) => readCountScope(read, sized, told) ?? []);
    if (scope === undefined) {
      others.push(mention);
      continue;
    }
    const isPart = (isShare || isWhole) && read.claim.numbers.length === 2;
    counted.push({ mention: sized, scope: isWhole ? { ...scope, mustBeDone: false } : scope, orElse, isWhole, isApart: isApart || isPart });
  }
  return counted.length > 0 || others.length > 0 ? { counted, others } : { counted: withoutNumber(read), others };
}

const OF = /^\s*(?:out )?of (?:the |her |his |their |a total of |all )?$/iu;

/** "12 issues in Atlas and 9 in Borealis": the 9 are issues, too. */
const isListed = (read: ReadClaim, previous: NumberMention | undefined, mention: NumberMention): boolean =>
  previous !== undefined &&
  mention.unit === 'count' &&
  /(?:,|\band|\bplus|&)\s*(?:about |around |roughly |nearly |over |more than |at least |another )?$/iu.test(
    textBetween(read, previous, mention),
  ) &&
  /^\s+(?:in|for|on|during|within|across)\b/iu.test(read.statement.slice(mention.end - read.claim.start));

const textBetween = ({ statement, claim }: ReadClaim, left: NumberMention, right: NumberMention): string =>
  statement.slice(left.end - claim.start, right.start - claim.start);

function withoutNumber(read: ReadClaim): CountedMention[] {
  const { statement, claim } = read;
  if (VAGUE_AMOUNT.test(statement)) return [];
  const none = claim.isNegated ? NONE.exec(statement) : null;
  const some = claim.isNegated ? null : SOME.exec(statement);
  const found = none ?? some;
  const noun = found?.[1];
  if (!found || noun === undefined) return [];
  const mention: NumberMention = {
    text: found[0],
    start: claim.start + found.index,
    end: claim.start + found.index + found[0].length,
    value: none ? 0 : 1,
    unit: 'count',
    noun: stem(noun.toLowerCase()),
    qualifier: none ? 'exactly' : 'at-least',
    halfLastPlace: 0.5,
  };
  const scope = readCountScope(read, mention, { dates: claim.dates, places: claim.entities });
  if (scope === undefined) return [];
  const places = scope.projects.length > 1 && !none ? scope.projects.map((project) => ({ ...scope, projects: [project] })) : [scope];
  return places.map((place) => ({ mention, scope: place, orElse: [], isWhole: false, isApart: true }));
}
