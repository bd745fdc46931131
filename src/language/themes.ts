import { TAXONOMY_VERSION, type Theme, taxonomy } from './taxonomy.js';
import type { ThemeEngine, ThemeHit } from './theme-engine.js';
import { sentencesOf, wordsOf } from './words.js';

/**
 * The engine that needs nothing from outside: seed words and phrases, weighted by how few themes share them.
 * Deterministic, and free of the other comments: the same comment gets the same themes in every wave.
 */
export const embeddedThemeEngine: ThemeEngine = {
  name: 'embedded',
  version: `1.${TAXONOMY_VERSION}`,
  themes: async (texts) => texts.map((text) => themesOf(text)),
};

/** Themes of one text, strongest first. */
export function themesOf(text: string, themes: readonly Theme[] = taxonomy): ThemeHit[] {
  const index = themes === taxonomy ? starterIndex : indexOf(themes);
  const bySentence = sentencesOf(text).map((sentence) => ({ sentence, scores: scoresOf(wordsOf(sentence), index) }));
  const themeIds = [...new Set(bySentence.flatMap(({ scores }) => [...scores.keys()]))];
  return themeIds
    .map((themeId) => hitOf(themeId, bySentence))
    .filter(({ score }) => score >= THRESHOLD)
    .toSorted((left, right) => right.score - left.score || (left.themeId < right.themeId ? -1 : 1));
}

/** A single word that no other theme shares reaches it; a word that many share does not. */
const THRESHOLD = 0.35;
/** Saturation as in BM25: a second word of the same theme adds less than the first. */
const K1 = 1.2;

interface Seed {
  readonly themeId: string;
  readonly words: readonly string[];
  readonly weight: number;
}
type Index = ReadonlyMap<string, readonly Seed[]>;
interface ScoredSentence {
  readonly sentence: string;
  readonly scores: ReadonlyMap<string, number>;
}

function hitOf(themeId: string, bySentence: readonly ScoredSentence[]): ThemeHit {
  const saying = bySentence.filter(({ scores }) => (scores.get(themeId) ?? 0) >= THRESHOLD);
  return {
    themeId,
    score: Math.max(0, ...bySentence.map(({ scores }) => scores.get(themeId) ?? 0)),
    sentences: saying.map(({ sentence }) => sentence),
  };
}

function scoresOf(words: readonly string[], index: Index): Map<string, number> {
  const weights = new Map<string, number>();
  words.forEach((word, start) => {
    for (const { themeId, words: phrase, weight } of index.get(word) ?? []) {
      if (phrase.every((part, offset) => words[start + offset] === part)) weights.set(themeId, (weights.get(themeId) ?? 0) + weight);
    }
  });
  return new Map([...weights].map(([themeId, weight]) => [themeId, (weight * (K1 + 1)) / (weight + K1) / (K1 + 1)]));
}

/** Seeds by their first word. A seed weighs less the more themes share it, and more the more words it has. */
function indexOf(themes: readonly Theme[]): Index {
  const sharedBy = new Map<string, number>();
  for (const { seeds } of themes)
    for (const seed of new Set(seeds.map((one) => wordsOf(one).join(' ')))) sharedBy.set(seed, (sharedBy.get(seed) ?? 0) + 1);
  const seeds = themes.flatMap(({ id, seeds: own }) =>
    [...new Set(own.map((one) => wordsOf(one).join(' ')))].map((seed): Seed => {
      const words = seed.split(' ');
      return { themeId: id, words, weight: (words.length > 1 ? 1.5 : 1) / (sharedBy.get(seed) ?? 1) };
    }),
  );
  return Map.groupBy(seeds, ({ words }) => words[0] ?? '');
}

const starterIndex = indexOf(taxonomy);
