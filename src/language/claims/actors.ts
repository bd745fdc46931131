import type { Actor } from './claim.js';
import { INSERTION } from './sentences.js';
import { isFiniteVerb } from './verbs.js';
import { PRONOUNS, SUBJECT_MARK } from './words.js';

/** How a text speaks of the people in it. */
export interface Voices {
  /** Whether the reviewed person's names were given, so that any other name must be somebody else. */
  readonly isSubjectNamed: boolean;
  /** Whether "I" is the reviewed person: a self-review. */
  readonly isByTheSubject: boolean;
  /** Capitalised words that are no person: projects, tools. */
  readonly things: ReadonlySet<string>;
}

const TEAM =
  /^(?:we|our|the (?:whole |entire )?(?:team|group|squad|department|crew)|(?:his|her|their|my|this|whole|entire) (?:whole |entire )?(?:team|group|squad)|team(?:mates)?|colleagues|everyone|everybody|others)$/iu;
const LEAD_IN =
  /^(?:(?:in|on|during|over|between|throughout|since|from|by|after|before|for|as|at|with|within|across|when|while|where|this|last)\b[^,]{0,120},\s*)/iu;
const BELIEF =
  /^(?:\d{4},?|i (?:think|believe|feel|know|saw|noticed|hear[d]?)(?: that)?|(?:that|also|and|but|additionally|moreover|furthermore|then|finally|however|overall|notably|personally)\b,?)\s+/iu;
const NAME = /^\p{Lu}[\p{L}’'.-]+(?:\s+\p{Lu}[\p{L}’'.-]+){0,3}$/u;
const BY =
  /\b(?:by|from)\s+((?:\p{Lu}[\p{L}’'-]+)(?:\s+\p{Lu}[\p{L}’'-]+)?|the (?:whole |entire )?team|(?:her|him|them|me|us|\u{E000}+))(?![\p{L}\p{N}])/u;
const PASSIVE =
  /\b(?:was|were|is|are|been|being|got)\s+(?:\p{L}+ly\s+)?(?:\p{L}{2,}ed|led|built|written|run|driven|done|made|won|sold|taken|held|found|rewritten|rebuilt)\b/iu;

/** Who a clause says did it: the grammatical subject before the first verb, or the agent behind "by" of a passive. */
export function findActor(clause: string, voices: Voices): Actor {
  let rest = clause.slice(0, 600).replace(INSERTION, ' ');
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(LEAD_IN, '').replace(BELIEF, '');
  }
  if (PASSIVE.test(rest)) {
    const agent = BY.exec(rest)?.[1];
    return agent === undefined || voices.things.has(agent.toLowerCase()) ? passiveWithoutAgent(rest, voices) : read(agent, voices);
  }
  const words = rest.split(/\s+/);
  const verb = words.findIndex((word) => isFiniteVerb(word.replace(/[^\p{L}\p{M}]+$/u, '')));
  const doer = words
    .slice(0, verb === -1 ? 3 : verb)
    .filter((word) => !/^(?:also|personally|single-?handedly|never|always|often|then|just|has|have|had|will|\p{L}+ly)$/iu.test(word))
    .join(' ')
    .replace(/[,:]+$/u, '');
  return doer === '' ? { kind: 'subject' } : read(doer, voices); // "Closed 14 issues": in a review, of the person reviewed
}

/** "Fourteen issues were closed": nobody is named; "she was promoted": the person is. */
const passiveWithoutAgent = (rest: string, voices: Voices): Actor => {
  const doer = read(rest.split(/\s+(?:was|were|is|are|been|being|got)\s/u)[0] ?? '', voices);
  return doer.kind === 'subject' ? doer : { kind: 'unstated' };
};

function read(doer: string, { isSubjectNamed, isByTheSubject, things }: Voices): Actor {
  const words = doer.toLowerCase().split(/\s+/);
  const first = words[0]?.replace(/['’](?:s|ve|d|ll|m|re)$/u, '') ?? '';
  if (doer.includes(SUBJECT_MARK)) return { kind: /['’]s\s+team\b/iu.test(doer) ? 'team' : 'subject' };
  if (first === 'i' || first === 'me') return { kind: isByTheSubject ? 'subject' : 'reviewer' };
  if (first === 'us' || TEAM.test(doer) || first === 'we') return { kind: 'team' };
  if (PRONOUNS.has(first) || BEHIND_A_TIME.test(doer)) return { kind: 'subject' };
  if (NAME.test(doer) && !things.has(doer.toLowerCase()) && !NOT_PEOPLE.has(first)) {
    return isSubjectNamed ? { kind: 'other', name: doer } : { kind: 'subject' };
  }
  return { kind: 'unstated' };
}

/** "In the first quarter of the year she" */
const BEHIND_A_TIME = /^(?:in|on|during|over|between|since|by|as of|this|last)\b.*\s(?:she|he|they)$/isu;

const NOT_PEOPLE: ReadonlySet<string> = new Set(
  'it this that these those the a an all some most many several both each every no nothing one two three four five six seven eight nine ten there what which work results performance sales revenue'.split(
    ' ',
  ),
);
