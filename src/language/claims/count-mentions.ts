import type { NumberMention } from './claim.js';
import { type CountScope, readCountScope } from './count-scope.js';
import type { ReadClaim } from './extract.js';
import { stem } from './words.js';

export interface CountedMention {
  readonly mention: NumberMention;
  readonly scope: CountScope;
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
    const sized = isShare && mention.noun === undefined && whole.noun !== undefined ? { ...mention, noun: whole.noun } : mention;
    const scope = readCountScope(read, sized);
    const previous = read.claim.numbers[position - 1];
    const isWhole = previous !== undefined && OF.test(textBetween(read, previous, mention));
    if (scope === undefined) others.push(mention);
    else counted.push({ mention: sized, scope: isWhole ? { ...scope, mustBeDone: false } : scope, isWhole });
  }
  return counted.length > 0 || others.length > 0 ? { counted, others } : { counted: withoutNumber(read), others };
}

const OF = /^\s*(?:out )?of (?:the |her |his |their |a total of |all )?$/iu;

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
  const scope = readCountScope(read, mention);
  if (scope === undefined) return [];
  const places = scope.projects.length > 1 && !none ? scope.projects.map((project) => ({ ...scope, projects: [project] })) : [scope];
  return places.map((place) => ({ mention, scope: place, isWhole: false }));
}
