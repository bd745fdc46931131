import { canonicalJson } from '../files/envelope.js';

/** What a respondent is told apart by. */
export interface Answering {
  /** Null where the answers are nobody's. */
  readonly person: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly texts: readonly string[];
}

export interface Item {
  readonly id: string;
  readonly text: string;
  readonly scale: { readonly min: number; readonly max: number };
}

/** So many answers tell respondents apart without their attributes, and stay the same where an attribute was put right. */
const ENOUGH_ANSWERS = 8;

/**
 * Names for respondents that are the same in two surveys exactly where it is the same answers of the same person, or of nobody who
 * could be told apart: a file brought in twice is the same variables twice, and a new wave is new ones.
 * @param name makes a name of content that leads back to nothing.
 */
export function pseudonymsOf(all: readonly Answering[], items: readonly Item[], name: (content: string) => string): string[] {
  const contents = contentsOf(all, items);
  const alike = new Map<string, number>();
  // Of those who cannot be told apart, the same has the same number whichever way the rows came.
  const inOrder = all
    .map((one, at) => ({ at, attributes: canonicalJson(one.attributes) }))
    .toSorted((left, right) => (left.attributes < right.attributes ? -1 : 1));
  const ids: string[] = [];
  for (const { at } of inOrder) {
    const own = contents[at] ?? '';
    const number = (alike.get(own) ?? 0) + 1;
    alike.set(own, number);
    ids[at] = name(numbered(number, own));
  }
  return ids;
}

/**
 * Which pseudonyms stand for the same answers, by the first of them. Their numbers change hands where a field comes or goes, so of
 * two surveys only how many of them a group holds can be compared.
 * @param known pseudonyms of other surveys, which may hold more of the same.
 */
export function sameAnswers(
  all: readonly Answering[],
  items: readonly Item[],
  name: (content: string) => string,
  known: ReadonlySet<string>,
): Map<string, string> {
  const firsts = new Map<string, string>();
  for (const [own, { length }] of Map.groupBy(contentsOf(all, items), (content) => content)) {
    const first = name(numbered(1, own));
    for (let number = 2; ; number += 1) {
      const next = name(numbered(number, own));
      if (number > length && !known.has(next)) break;
      firsts.set(next, first);
    }
  }
  return firsts;
}

const numbered = (number: number, content: string): string => `answers ${number} ${content}`;

function contentsOf(all: readonly Answering[], items: readonly Item[]): string[] {
  const questions = questionsOf(items);
  return all.map(({ person, attributes, answers, texts }) => {
    const given = Object.entries(answers).map(([id, answer]) => [questions.get(id) ?? id, answer] as const);
    return canonicalJson({
      person,
      answers: Object.fromEntries(given),
      attributes: given.length < ENOUGH_ANSWERS ? attributes : null,
      texts: given.length === 0 ? texts.toSorted() : null,
    });
  });
}

/** For each item a text that is the same for the same question on the same scale in any survey, and for no other item of this one. */
export function questionsOf(items: readonly Item[]): Map<string, string> {
  const asked = new Map<string, number>();
  return new Map(
    items.map(({ id, text, scale: { min, max } }) => {
      const question = `${text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()} ${min}–${max}`;
      const number = (asked.get(question) ?? 0) + 1;
      asked.set(question, number);
      return [id, `${question} ${number}`];
    }),
  );
}
