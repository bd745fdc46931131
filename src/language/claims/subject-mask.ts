import { extractDates } from './dates.js';
import { literally, SUBJECT_MARK } from './words.js';

/**
 * The text with every name of the reviewed person replaced by a mark of the same length, so that positions stay true
 * and a name that is also a word ("April", "Will", "J. R.") is never read as one.
 *
 * @param names as written in reviews: full, first, preferred. Matched with their capitals, longest first.
 */
export function maskSubject(text: string, names: readonly string[]): string {
  const given = names.map((name) => name.trim()).filter((name) => name !== '');
  const known = [...new Set([...given, ...given.map((name) => name.toUpperCase())])].sort((left, right) => right.length - left.length);
  if (known.length === 0) return text.replaceAll(SUBJECT_MARK, ' ');
  // A family name alone may be anybody's of that name, or a word; behind a title it is who the review is about.
  const titled = known.flatMap((name) => literally(name.split(/\s+/).slice(1).join(' ')) || []).map((family) => `${TITLE}\\s+${family}`);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...known.map(literally), ...titled].join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  const dates = known.some((name) => MONTH_NAME.test(name)) ? extractDates(text).filter((date) => /\d/.test(date.text)) : [];
  const isInDate = (position: number) => dates.some(({ start, end }) => start <= position && position < end);
  return text
    .replaceAll(SUBJECT_MARK, ' ')
    .replace(pattern, (name, position: number) => (isInDate(position) ? name : SUBJECT_MARK.repeat(name.length)));
}

const TITLE = '(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof)\\.?';

/** "April 2026" is a month even in a review of April. */
const MONTH_NAME = /^(?:jan|april|may|june?|july?|august)$/iu;

const TITLE_MARK = '\u{E001}';
const QUOTED = /["“]([^"“”\n]{3,160})["”]|(?<![\p{L}\p{N}])['‘]([^'‘’\n]{3,160})['’](?![\p{L}\p{N}])/gu;

export interface QuotedTitle {
  readonly text: string;
  /** Of the words inside the quotation marks. */
  readonly start: number;
}

/** What stands in quotation marks: the name of a goal or an issue. */
export const quotedTitles = (text: string): QuotedTitle[] =>
  Array.from(text.matchAll(QUOTED), ({ 1: double, 2: single, index }) => ({ text: double ?? single ?? '', start: index + 1 }));

/** The text with quoted titles blanked out in place: a title ("Fails without a message") states nothing about anybody. */
export const hideTitles = (text: string): string =>
  text.replace(QUOTED, (whole) => whole.slice(0, 1) + TITLE_MARK.repeat(whole.length - 2) + whole.slice(-1));
