const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, '[e-mail]'],
  [/\bhttps?:\/\/\S+|\bwww\.\S+/giu, '[link]'],
  [/\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b/gu, '[account]'],
  [/(?<![\w-])\+?\d[\d ().-]{7,}\d(?![\w-])/gu, '[number]'],
];

/**
 * Masks what names or reaches a person before anybody reads a comment: addresses, links, numbers, and the names of the roster,
 * also in the possessive and in lower case.
 * @param names of people of the organisation, whole or in part; words of fewer than three letters are left alone.
 */
export function redact(text: string, names: readonly string[]): string {
  const structured = PATTERNS.reduce((masked, [pattern, label]) => masked.replace(pattern, label), text);
  const known = namePattern(names);
  return known === undefined
    ? structured
    : structured.replace(known, (_whole, _name, possessive: string | undefined) => `[name]${possessive ?? ''}`);
}

function namePattern(names: readonly string[]): RegExp | undefined {
  const parts = [...new Set(names.flatMap((name) => [name, ...name.split(/\s+/u)]))]
    .filter((part) => part.length >= 3)
    .toSorted((left, right) => right.length - left.length);
  if (parts.length === 0) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])(${parts.map(escape).join('|')})((?:['’]s?)?)(?![\\p{L}\\p{N}])`, 'giu');
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
