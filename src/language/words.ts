/** Words of a text for matching: lower case, without accents and apostrophes, lightly stemmed. Negations stay. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’]/g, '');
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}

/** Takes off the commonest English endings, so that "promotions" meets "promotion". Never shorter than three letters. */
export function stem(word: string): string {
  for (const [ending, instead] of ENDINGS) {
    if (word.endsWith(ending) && word.length - ending.length + instead.length >= 3) return word.slice(0, -ending.length) + instead;
  }
  return word;
}

const ENDINGS: readonly (readonly [string, string])[] = [
  ['sses', 'ss'],
  ['ies', 'y'],
  ['ss', 'ss'],
  ['us', 'us'],
  ['s', ''],
];

/** Sentences of a comment; people end them with line breaks as well as with stops. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
