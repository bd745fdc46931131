import { namesThatAreWords } from './names-that-are-words.js';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, '[e-mail]'],
  [/\bhttps?:\/\/\S+|\bwww\.\S+/giu, '[link]'],
  [/\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b/gu, '[account]'],
  [/(?<![\w-])\+?\d[\d ().-]{7,}\d(?![\w-])/gu, '[number]'],
];

/**
 * Masks what names or reaches a person before anybody reads a comment: addresses, links, numbers, and the names of the roster,
 * also in the possessive and in lower case. A name that is an everyday word as well (Will, Grace, May) is masked in lower case
 * only beside another part of the same name; with a capital it always is, at the start of a sentence too: nobody can tell there.
 * @param names of people of the organisation, whole or in part; words of fewer than three letters are left alone.
 */
export function redact(text: string, names: readonly string[]): string {
  const structured = PATTERNS.reduce((masked, [pattern, label]) => masked.replace(pattern, label), text);
  const known = namePattern(names);
  return known === undefined
    ? structured
    : structured.replace(known, (whole: string, name: string, possessive: string | undefined) =>
        isOnlyAWord(name) ? whole : `[name]${possessive ?? ''}`,
      );
}

const isOnlyAWord = (name: string): boolean => namesThatAreWords.has(name) && name === name.toLowerCase();

function namePattern(names: readonly string[]): RegExp | undefined {
  const parts = [...new Set(names.flatMap((name) => waysToSay(name.split(/\s+/u).filter((word) => word !== ''))))]
    .filter((part) => part.length >= 3)
    .toSorted((left, right) => right.length - left.length);
  if (parts.length === 0) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])(${parts.map(escape).join('|')})((?:['’]s?)?)(?![\\p{L}\\p{N}])`, 'giu');
}

/** Each word of a name, and each run of them; the last before the first as well, as in a list. */
function waysToSay(words: readonly string[]): string[] {
  const runs = words.flatMap((_word, start) => words.slice(start).map((_next, length) => words.slice(start, start + length + 1).join(' ')));
  const [first, last] = [words[0], words.at(-1)];
  return words.length < 2 ? runs : [...runs, `${last} ${first}`, `${last}, ${first}`];
}

/** Whatever stands between two words of a name, it is the same name. */
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+');
