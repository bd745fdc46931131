import { monthsPeriod } from './calendar.js';
import type { Claim, DateMention, Period } from './claim.js';
import { SUBJECT_MARK } from './words.js';

/** What a text speaks of before a clause, and the clause may go on with. */
export interface NamedBefore {
  /** Somebody else, by name or as "a trainee": a pronoun may stand for them. */
  readonly person: boolean;
  /** Several people: "they" may stand for them. */
  readonly group: boolean;
  /** The times of the sentence before. One that is no date of the calendar has no period. */
  readonly times: readonly { readonly text: string; readonly period?: Period | undefined }[];
}

export const NOBODY: NamedBefore = { person: false, group: false, times: [] };

const SOMEBODY =
  '(?:trainee|apprentice|intern|mentee|prot[eé]g[eé]e?|colleague|co-?worker|team-?mate|peer|deputy|assistant|junior|newcomer|hire|starter|joiner|successor|' +
  'predecessor|manager|leader|boss|supervisor|director|customer|client|partner|vendor|supplier|contractor|consultant|freelancer|engineer|developer|tester|' +
  'analyst|designer|recruiter|accountant|administrator|member|candidate|student|friend|direct report)';
const PERSON = new RegExp(`\\b(?:${SOMEBODY}|person|somebody|someone|wom[ae]n|man)\\b`, 'iu');
const GROUP = new RegExp(`\\b(?:${SOMEBODY}s|deputies|teams?|squads?|group|department|crew|people|folks|others)\\b`, 'iu');
/** "She is a great colleague": that is the person. */
const OF_THE_PERSON = new RegExp(
  `(?:\\u{E000}+|\\b(?:she|he|they))\\s+(?:is|was|has been|remains|became|works as|acts as)\\s+(?:\\p{L}+\\s+)?(?:an?|the|our|my)\\s+(?:[\\p{L}-]+\\s+){0,3}?(?:${SOMEBODY}|person)\\b`,
  'giu',
);

/** "Works closely with Atlas": those who work on it. */
const WITH = /\b(?:with|alongside|help(?:s|ed)|support(?:s|ed)|leads?|led|manage[sd]?)\s+(?:the\s+)?$/iu;
const worksWithProject = ({ claim, statement }: { readonly claim: Claim; readonly statement: string }): boolean =>
  claim.entities.some(({ kind, start }) => kind === 'project' && WITH.test(statement.slice(0, start - claim.start)));

/** Who is known to be spoken of behind a clause. */
export function named({ claim, statement }: { readonly claim: Claim; readonly statement: string }, before: NamedBefore): NamedBefore {
  const { actor, entities } = claim;
  const ofOthers = statement.replace(OF_THE_PERSON, ' ');
  return {
    ...before,
    person: before.person || actor.kind === 'other' || entities.some(({ kind }) => kind === 'name') || PERSON.test(ofOthers),
    group: before.group || actor.kind === 'team' || GROUP.test(ofOthers) || worksWithProject({ claim, statement }),
  };
}

/** Behind a sentence that goes on with a pronoun alone, whoever it may stand for is still spoken of; behind any other, nobody is. */
export const stillMeant = (sentence: string, before: NamedBefore): NamedBefore =>
  !sentence.includes(SUBJECT_MARK) && /\b(?:s?he|him|his|hers?|they|them|their)\b/iu.test(sentence) ? before : NOBODY;

const EARLIER =
  /\b(?:last|previous|prior|earlier)\s+(?:\p{L}+\s+)?(?:cycle|period|year|half|quarter|review)\b|\byears?\s+(?:ago|before|earlier)\b/iu;

/** "Looking back at 2025": no date of anything that was done, and what follows is of it. */
const YEAR = /(?<![\p{L}\p{N}.,-])(?:19|20)\d{2}(?![\p{L}\p{N}])/gu;
const yearCalled = (text: string) => ({ text, period: monthsPeriod(Number(text), 1, 12) });

/** The times a sentence speaks of. @param parts its clauses. */
export function timesOf(
  parts: readonly { readonly sentence: string; readonly sentenceDates: readonly DateMention[] }[],
): NamedBefore['times'] {
  const [first] = parts;
  if (first === undefined) return [];
  const earlier = EARLIER.exec(first.sentence)?.[0];
  const years = first.sentenceDates.length > 0 ? [] : Array.from(first.sentence.matchAll(YEAR), ([text]) => yearCalled(text));
  return [...first.sentenceDates, ...years, ...(earlier === undefined ? [] : [{ text: earlier }])];
}
