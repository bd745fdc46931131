import { z } from 'zod';
import { type Answering, type Item, questionsOf } from './pseudonyms.js';

/**
 * What of a survey hardly another one has too: for each way to look at its responses, names of what one response alone says.
 * None of them looks at all that a map may leave out, so a file that is brought in once more with other columns is still told.
 */
export const likeness = z.record(z.string(), z.array(z.string()));
export type Likeness = z.infer<typeof likeness>;

/** Fewer answers are given alike by many. */
const FEWEST_ANSWERS = 3;
/** Of so many questions or fewer, each may be the one another survey leaves out; of more, it is in one of some parts, and the others tell. */
const FEW_QUESTIONS = 8;
const PARTS = 3;
const TELLING_TEXT = 20;
/** Of a large survey, those with the lowest names: of two that share responses, the same. */
const MOST_NAMES = 4096;
const NAME_LENGTH = 20;

export function likenessOf(all: readonly Answering[], items: readonly Item[], name: (content: string) => string): Likeness {
  const questions = questionsOf(items);
  const given = all.map(({ answers }) => new Map(Object.entries(answers).map(([id, answer]) => [questions.get(id) ?? id, answer])));
  const waysToLook: [way: string, contents: string[]][] = selections([...questions.values()].toSorted()).map((selected) => [
    `${selected.length} ${name(`questions ${JSON.stringify(selected)}`).slice(0, NAME_LENGTH)}`,
    given
      .map((answers) => selected.map((question) => answers.get(question) ?? null))
      .filter((answers) => answers.filter((answer) => answer !== null).length >= FEWEST_ANSWERS)
      .map((answers) => JSON.stringify(answers)),
  ]);
  const texts = all.flatMap((one) => one.texts.map((text) => text.trim().toLowerCase()).filter(({ length }) => length >= TELLING_TEXT));
  return Object.fromEntries(
    [...waysToLook, ['texts', texts] as const].map(([way, contents]) => [
      way,
      onlyOnce(contents)
        .map((content) => name(`alike ${way} ${content}`).slice(0, NAME_LENGTH))
        .toSorted()
        .slice(0, MOST_NAMES),
    ]),
  );
}

/** All questions, and what is left of them where some are left out. */
function selections(questions: readonly string[]): (readonly string[])[] {
  const butOne = questions.map((left) => questions.filter((question) => question !== left));
  const parts = Map.groupBy(questions, partOf).values();
  return [questions, ...(questions.length <= FEW_QUESTIONS ? butOne : []), ...parts].filter(({ length }) => length >= FEWEST_ANSWERS);
}

/**
 * Of what one alone says in one wave, chance brings a third again in the next at the very most; and people who answer a few questions
 * as they did before bring more. To few questions nearly all have to be the same.
 */
const leastAlike = (way: string): number => (Number.parseInt(way, 10) < 5 ? 0.9 : 2 / 3);
const FEWEST_ALIKE = 12;

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
    return smaller >= FEWEST_ALIKE && left.intersection(right).size >= leastAlike(way) * smaller;
  });
}

function onlyOnce(contents: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const content of contents) times.set(content, (times.get(content) ?? 0) + 1);
  return [...times].filter(([, count]) => count === 1).map(([content]) => content);
}

/** The same part in every survey that asks it. */
const partOf = (question: string): number =>
  [...question].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7) % PARTS;
