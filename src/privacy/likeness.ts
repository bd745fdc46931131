import { z } from 'zod';
import { atLeastByChance } from '../statistics/binomial.js';
import { answeredAgain } from './answered-again.js';
import { type Answering, type Item, questionsOf } from './pseudonyms.js';

/**
 * What of a survey hardly another one has too: for each way to look at its responses, names of what one response alone says, or so many.
 * None of them looks at all that a map may leave out or call otherwise, so a file that is brought in once more is still told.
 */
export const likeness = z.record(z.string(), z.array(z.string()));
export type Likeness = z.infer<typeof likeness>;

/** Fewer answers are given alike by many. */
const FEWEST_ANSWERS = 3;
/** Of so few questions, any two may be those another survey leaves out. */
const VERY_FEW_QUESTIONS = 6;
/**
 * Of so few questions, each may be the one another survey leaves out; of more, it is in one of some parts, and the others tell. Where
 * many answered, a part of fewer questions tells enough.
 */
const fewQuestions = (respondents: number): number => (respondents > MOST_NAMES ? 8 : 16);
const PARTS = 3;
/** Of a large survey, those with the lowest names: of two that share responses, the same. */
const MOST_NAMES = 2048;
const NAME_LENGTH = 20;
/**
 * What several say alike tells by how many they are, at the end of the name of its way. The more, the less likely are as many the next
 * time, as some leave them and others come.
 */
const AS_MANY = [
  { way: ' by hundreds', least: 100, again: 0.1 },
  { way: ' by scores', least: 20, again: 0.25 },
  { way: ' by several', least: 2, again: 0.5 },
] as const;

type Row = readonly (number | string | null)[];

export function likenessOf(all: readonly Answering[], items: readonly Item[], name: (content: string) => string): Likeness {
  const ways = [...byQuestion(all, items, name), ...besideFields(all, items, name), ...byPlace(all, items)].flatMap(([way, given]) => {
    const told = given
      .filter(
        (row) =>
          row.filter((one) => typeof one === 'number').length >=
          Math.min(FEWEST_ANSWERS, row.filter((one) => typeof one !== 'string').length),
      )
      .map((row) => JSON.stringify(row));
    const times = [...timesOf(told)];
    const several = AS_MANY.map(({ way: many, least }, at) => {
      const most = AS_MANY[at - 1]?.least ?? Infinity;
      return [
        `${way}${many}`,
        times.flatMap(([content, count]) => (least <= count && count < most ? [`${count} × ${content}`] : [])),
      ] as const;
    });
    return [[way, onlyOnce(told)] as const, ...several];
  });
  const texts = all.flatMap((one) => one.texts.map((text) => text.trim().toLowerCase()));
  return Object.fromEntries(
    [...ways, ['texts', onlyOnce(texts)] as const]
      .filter(([, contents]) => contents.length > 0)
      .map(([way, contents]) => [
        way,
        contents
          .map((content) => name(`alike ${way} ${content}`).slice(0, NAME_LENGTH))
          .toSorted()
          .slice(0, MOST_NAMES),
      ]),
  );
}

/** By what was asked, wherever it stands. */
function byQuestion(
  all: readonly Answering[],
  items: readonly Item[],
  name: (content: string) => string,
): (readonly [way: string, given: readonly Row[]])[] {
  const { questions, given } = asAsked(all, items);
  return selections(questions, fewQuestions(all.length)).map((selected) => [
    `${selected.length} ${name(`questions ${JSON.stringify(selected)}`).slice(0, NAME_LENGTH)}`,
    given.map((answers) => selected.map((question) => answers.get(question) ?? null)),
  ]);
}

/** By what was answered in which group of one field: people of one mind are told apart by where they are, whichever other field is left out. */
function besideFields(
  all: readonly Answering[],
  items: readonly Item[],
  name: (content: string) => string,
): (readonly [way: string, given: readonly Row[]])[] {
  const { questions, given } = asAsked(all, items);
  if (questions.length === 0 || questions.length > fewQuestions(all.length)) return [];
  const fields = new Set(all.flatMap(({ attributes }) => Object.keys(attributes)));
  return [...fields].map((field) => [
    `${questions.length} ${name(`questions ${JSON.stringify(questions)} beside ${field.trim().toLowerCase()}`).slice(0, NAME_LENGTH)}`,
    given.map((answers, at): Row => [all[at]?.attributes[field] ?? '', ...questions.map((question) => answers.get(question) ?? null)]),
  ]);
}

/** Its questions as they are worded, in order, and what each respondent answered to them. */
function asAsked(all: readonly Answering[], items: readonly Item[]) {
  const questions = questionsOf(items);
  return {
    questions: [...questions.values()].toSorted(),
    given: all.map(({ answers }) => new Map(Object.entries(answers).map(([id, answer]) => [questions.get(id) ?? id, answer]))),
  };
}

/** By where it stands, whatever it is called and from whichever end its scale is counted, in whatever steps. */
function byPlace(all: readonly Answering[], items: readonly Item[]): (readonly [way: string, given: readonly Row[]])[] {
  const columns = items.map(({ id, scale: { min, max } }): (number | null)[] => {
    const steps = all.map(({ answers: { [id]: answer } }) => (answer === undefined ? null : (answer - min) / Math.max(1, max - min)));
    const given = steps.filter((step) => step !== null);
    const isFromTheEnd = given.reduce((sum, step) => sum + step, 0) * 2 < given.length;
    return steps.map((step) => (step === null ? null : Math.round((isFromTheEnd ? 1 - step : step) * 1000)));
  });
  const places = columns.map((_column, place) => place);
  const parts = [...Map.groupBy(places, (place) => place % PARTS).entries()];
  return [['all', places] as const, ...parts].map(([part, selected]) => [
    `${selected.length} at ${part} of ${places.length} places`,
    all.map((_one, at) => selected.map((place) => columns[place]?.[at] ?? null)),
  ]);
}

/** All questions, and what is left of them where some are left out. */
function selections(questions: readonly string[], few: number): (readonly string[])[] {
  const without = (...left: readonly string[]) => questions.filter((question) => !left.includes(question));
  const butOne = questions.length <= few ? questions.map((left) => without(left)) : [];
  const butTwo =
    questions.length <= VERY_FEW_QUESTIONS
      ? questions.flatMap((left, at) => questions.slice(at + 1).map((other) => without(left, other)))
      : [];
  const parts = Map.groupBy(questions, partOf).values();
  return [questions, ...butOne, ...butTwo, ...parts].filter(({ length }) => length > 0);
}

/** Of a thousand new waves, one may be taken for an old one by what it looks like in one way. */
const BY_CHANCE = 0.001;
const LARGE = 60;
/** A file that is put right is the same but for one or a few; of a large one that tells much, more may be put right. */
const mostOthers = (way: string, size: number): number =>
  Math.max(1, Math.floor((size >= LARGE && (asked(way) ?? Infinity) >= 5 ? 0.25 : 0.1) * size));

/** Whether two surveys hold the same responses, as far as one can tell without knowing which is which. */
export function isAlike(one: Likeness, other: Likeness): boolean {
  return Object.entries(one).some(([way, names]) => {
    const others = other[way] ?? [];
    const reach = [names, others]
      .filter(({ length }) => length >= MOST_NAMES)
      .map((some) => some.at(-1) ?? '')
      .toSorted()[0];
    const within = (some: readonly string[]) => new Set(reach === undefined ? some : some.filter((each) => each <= reach));
    const [left, right] = [within(names), within(others)];
    const smaller = Math.min(left.size, right.size);
    const shared = left.intersection(right).size;
    return smaller > 0 && shared >= smaller - mostOthers(way, smaller) && atLeastByChance(shared, smaller, againIn(way)) <= BY_CHANCE;
  });
}

const asked = (way: string): number | undefined => (/^\d/u.test(way) ? Number.parseInt(way, 10) : undefined);

const againIn = (way: string): number =>
  AS_MANY.find(({ way: many }) => way.endsWith(many))?.again ?? answeredAgain(asked(way) ?? Infinity);

function onlyOnce(contents: readonly string[]): string[] {
  return [...timesOf(contents)].filter(([, times]) => times === 1).map(([content]) => content);
}

function timesOf(contents: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const content of contents) times.set(content, (times.get(content) ?? 0) + 1);
  return times;
}

/** The same part in every survey that asks it. */
const partOf = (question: string): number =>
  [...question].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7) % PARTS;
