import { overlaps } from './calendar.js';
import type { Period } from './claim.js';
import type { ReadClaim } from './extract.js';
import { qualifierAround } from './numbers.js';
import type { CheckingContext } from './verdict.js';
import { SUBJECT_MARK, wordsOf } from './words.js';

/** What a checker understands of a clause, beside what was read from it: numbers, dates, issue keys, titles and projects. */
export interface Grammar {
  readonly words: ReadonlySet<string>;
  /** Words that mean this only together: "a total of", "per month". */
  readonly phrases: readonly RegExp[];
}

/** Days finer than were read: "early March", "mid-April", "the end of May"; "by the end of May" is the whole of it. */
const VAGUE_DAYS = /\b(?:early|mid|late|start|beginning)\b|(?<!\b(?:by|until|till|through|before|after|as of)\s+(?:the\s+)?)\bend\b/iu;

/** "16 of 17": both numbers are read. */
const OF = /^\s*(?:out )?of (?:the |all |her |his |their )?$/iu;

/** What somebody thinks of a number changes nothing of it: "an impressive 45", "all 45". What is said so is not borne out by the number, either. */
const OPINION =
  /\b(?:all|(?:an?|the) (?:truly |really |very )?(?:impressive|remarkable|outstanding|staggering|incredible|astonishing|amazing|excellent|exceptional|extraordinary|fantastic|great|commendable|notable|admirable|respectable|solid|strong|mere|meagre|modest|disappointing|whopping|full))\s+$/iu;
/** "In March 2026 alone", "for the Atlas project". */
const ALONE = /^\s+alone\b/iu;
const FOR = /\bfor (?:the )?$/iu;

/** "She and I": more people than the one whose records are looked at. */
const COMPANY = /(?:\u{E000}|\b(?:he|she|they|i))\s+and\s+(?:\u{E000}|(?:he|she|they|i)\b)/iu;

/** "Had 45 issues closed": by whom is not said. */
const HAD_DONE =
  /\bhad\s+(?:\S+\s+){1,3}?(?:issues?|tickets?|tasks?|bugs?|stories)\s+(?:\S+\s+){0,4}?(?:closed|resolved|completed|fixed|finished|delivered)\b/iu;

/**
 * Behind somebody else, nobody knows whom a pronoun stands for; "they" may be a group that was spoken of. "She closed 20 issues and
 * completed 3 goals": whoever did the one did the other.
 */
function mayBeAnother({ statement, sentence, namedBefore: { person, group } }: ReadClaim): readonly string[] {
  if (statement.includes(SUBJECT_MARK) || !(person || group)) return [];
  const own = person ? /\b(?:he|him|his|she|her|they|them|their)\b/iu : /\b(?:they|them|their)\b/iu;
  const doer = person ? /\b(?:he|she|they)\b/iu : /\bthey\b/iu;
  return own.exec(statement) ?? doer.exec(sentence.slice(sentence.lastIndexOf(SUBJECT_MARK) + 1)) ?? [];
}

const OF_NOW = /\b(?:this|the) (?:review )?(?:cycle|period)\b|\bthis year\b/iu;

/** "In 2025 she struggled. In March she closed 2": what stands behind another time may be of that time, and "had" of one before it. */
function mayBeOfThen({ claim, statement, namedBefore }: ReadClaim, cyclePeriod: Period | undefined): string[] {
  if (OF_NOW.test(statement) || claim.dates.some(({ text }) => /\d{4}/u.test(text))) return [];
  const isBefore = claim.dates.length === 0 && /\bhad\b/iu.test(statement);
  const isAnother = ({ period }: ReadClaim['namedBefore']['times'][number]) =>
    isBefore || period === undefined || cyclePeriod === undefined || !overlaps(period, cyclePeriod);
  return namedBefore.times.filter(isAnother).map(({ text }) => text);
}

/**
 * The words of a clause that were read as nothing. Whoever wrote them meant something by them ("2 critical issues", "helped to close",
 * "almost always"), so a clause that has one is not refuted by records that do not say it.
 *
 * Of whom no names are known, any capitalised word may be one.
 */
export function unreadIn(
  read: ReadClaim,
  { words, phrases }: Grammar,
  { subjectNames, areNamesKnown, cyclePeriod }: Pick<CheckingContext, 'subjectNames' | 'areNamesKnown' | 'cyclePeriod'>,
  isRefuted = false,
): string[] {
  const { claim, statement } = read;
  let rest = statement;
  const blank = (start: number, end: number) => (rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end));
  for (const mention of claim.numbers) {
    const { start, end } = qualifierAround(statement, { start: mention.start - claim.start, end: mention.end - claim.start });
    const opinion = isRefuted ? (OPINION.exec(statement.slice(0, start))?.[0].length ?? 0) : 0;
    blank(start - opinion, end);
  }
  for (const [position, { end }] of claim.numbers.entries()) {
    const next = claim.numbers[position + 1]?.start ?? end;
    if (OF.test(statement.slice(end - claim.start, next - claim.start))) blank(end - claim.start, next - claim.start);
  }
  for (const { start, end } of [...claim.dates, ...claim.entities.filter(({ kind }) => kind !== 'name')])
    blank(start - claim.start, end - claim.start);
  for (const { end } of claim.dates) {
    const from = end - claim.start;
    blank(from, from + (ALONE.exec(statement.slice(from))?.[0].length ?? 0));
  }
  for (const { start } of claim.entities.filter(({ kind }) => kind === 'project')) {
    const to = start - claim.start;
    blank(to - (FOR.exec(statement.slice(0, to))?.[0].length ?? 0), to);
  }
  for (const phrase of phrases) for (const { index, 0: found } of rest.matchAll(phrase)) blank(index, index + found.length);
  const names = new Set(subjectNames.flatMap((name) => wordsOf(name).map(({ text }) => text)));
  const unread = wordsOf(rest).filter(
    ({ text, start }) =>
      !text.includes(SUBJECT_MARK) && !words.has(text) && !names.has(text) && (areNamesKnown || !/^\p{Lu}/u.test(rest.slice(start))),
  );
  return [
    ...unread.map(({ start, end }) => statement.slice(start, end)),
    ...claim.dates.map(({ text }) => text).filter((text) => VAGUE_DAYS.test(text)),
    ...(COMPANY.exec(statement) ?? []),
    ...(HAD_DONE.exec(statement) ?? []),
    ...mayBeAnother(read),
    ...mayBeOfThen(read, cyclePeriod),
    ...(/\?\s*$/u.test(statement) || /^\s*(?:had|were|should)\b/iu.test(statement) ? [statement.trim()] : []),
  ];
}

/** "the records do not say what is meant by “critical”" */
export const asUnread = (unread: readonly string[]): string =>
  `the records do not tell what is meant by ${[...new Set(unread)].map((word) => `“${word}”`).join(', ')}`;

const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** "45 issues were closed by her"; whom it stands for is told apart from what is done. */
const BY_THE_PERSON = /\bby (?:her|him|them)\b/giu;
/** Whoever managed to do it did it. */
const MANAGED =
  /\b(?:manage[sd]? to|went on to|(?:was|were|has been|have been) able to)(?= (?:close|resolve|complete|fix|finish|deliver|achieve|accomplish|reach|meet)\b)/giu;

/** Somebody did something at some place; nothing of it changes what is counted. */
const PLAIN = 'a an the in and he she they i has have had was were been also however overall by personally single handedly successfully ';
const DENYING = "not never did didn't hasn't haven't hadn't wasn't weren't isn't is ";
const FINISHED =
  'closed resolved completed fixed finished delivered achieved accomplished reached met close resolve complete fix finish deliver achieve accomplish reach meet ';

export const COUNTING: Grammar = {
  words: wordSet(
    PLAIN +
      DENYING +
      FINISHED +
      'any no zero over across within throughout during this cycle period review only just exactly fully overall altogether jira ' +
      'project projects programme program workstream issue issues ticket tickets task tasks bug bugs story stories point points goal goals objective objectives',
  ),
  phrases: [
    /\b(?:a|an|in|on) (?:total|average)(?: of)?\b|\bin all\b|\btotal\b|\bclosed out\b/giu,
    /(?<!\b(?:in|within|over|under|inside|for) )\b(?:per|a|an|each|every) (?:day|week|month|quarter|year)\b/giu,
    BY_THE_PERSON,
    MANAGED,
  ],
};

export const RECORD: Grammar = {
  words: wordSet(
    PLAIN +
      DENYING +
      FINISHED +
      'hit launched launch shipped ship released release published publish done ' +
      'still open unfinished incomplete fully entirely completely failed fails fail remains remained are is stands stood at to of brought percent percentage complete completion progress now currently ' +
      'goal objective issue ticket task bug story milestone project missed miss for its their his her',
  ),
  phrases: [BY_THE_PERSON, MANAGED],
};

export const PUNCTUALITY: Grammar = {
  words: wordSet(
    PLAIN +
      FINISHED +
      "always never not once consistently no did didn't met meets hit hits made kept delivers completes finishes missed misses miss deadline deadlines due dates before on time schedule ahead of behind late after " +
      'this cycle period review has had have in during throughout every all each single one any her his their work goal goals task tasks issue issues ticket tickets project projects',
  ),
  phrases: [],
};

/** Of all, half or none of the goals somebody has. */
export const SHARE: Grammar = {
  words: wordSet(PLAIN + FINISHED + 'is are this cycle period review fully overall in'),
  phrases: [/\b(?:in|during|for|of) (?:the|this) (?:review )?(?:cycle|period)\b/giu, BY_THE_PERSON, MANAGED],
};
