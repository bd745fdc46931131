import { extractDates } from './dates.js';
import { isFiniteVerb } from './verbs.js';
import { literally, SUBJECT_MARK } from './words.js';

/**
 * The text with every name of the reviewed person replaced by a mark of the same length, so that positions stay true
 * and a name that is also a word ("April", "Will", "J. R.") is never read as one.
 *
 * @param names as written in reviews: full, first, preferred. Matched with their capitals, longest first.
 * @param familyName where nobody else is known by it: then it is the person where it stands alone and does something.
 */
export function maskSubject(text: string, names: readonly string[], familyName?: string): string {
  const { known, pattern } = namesOf(names);
  if (known.length === 0) return text.replaceAll(SUBJECT_MARK, ' ');
  const dates = known.some((name) => MONTH_NAME.test(name)) ? extractDates(text).filter((date) => /\d/.test(date.text)) : [];
  const isInDate = (position: number) => dates.some(({ start, end }) => start <= position && position < end);
  const masked = text
    .replaceAll(SUBJECT_MARK, ' ')
    .replace(pattern, (name, position: number) => (isInDate(position) ? name : SUBJECT_MARK.repeat(name.length)));
  return familyName === undefined || familyName.trim() === '' ? masked : maskFamilyName(masked, familyName.trim());
}

interface Names {
  readonly known: readonly string[];
  readonly pattern: RegExp;
}
/** Every sentence and every piece of evidence of a review is read with the same names. */
const read = new WeakMap<readonly string[], Names>();

function namesOf(names: readonly string[]): Names {
  const before = read.get(names);
  if (before !== undefined) return before;
  const given = names.map((name) => name.trim()).filter((name) => name !== '');
  const known = [...new Set([...given, ...given.map((name) => name.toUpperCase())])].sort((left, right) => right.length - left.length);
  // A family name alone may be anybody's of that name, or a word; behind a title it is who the review is about.
  const titled = known.flatMap((name) => literally(name.split(/\s+/).slice(1).join(' ')) || []).map((family) => `${TITLE}\\s+${family}`);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...known.map(literally), ...titled].join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  read.set(names, { known, pattern });
  return { known, pattern };
}

/** "Haddad closed 14", "by Haddad", "Haddad's work": not "Karim Haddad", "the Haddad account" or a word that is a name as well. */
function maskFamilyName(text: string, familyName: string): string {
  const alone = new RegExp(`(?<![\\p{L}\\p{N}-])${literally(familyName)}(?![\\p{L}\\p{N}-])`, 'gu');
  return text.replace(alone, (name, position: number) => {
    const [before, after] = [
      text.slice(Math.max(0, position - 40), position),
      text.slice(position + name.length, position + name.length + 40),
    ];
    const leading = /(\p{Lu}[\p{L}\p{M}.’'-]*)\s+$/u.exec(before)?.[1];
    if (leading !== undefined && !MAY_LEAD.has(leading.toLowerCase())) return name;
    const next = /^\s+(?:(?:also|never|always|then|\p{Ll}+ly)\s+)?(\p{Ll}+)/u.exec(after)?.[1] ?? '';
    const isDoer = isFiniteVerb(next) || /^['’]s\b/u.test(after) || /\bby\s+$/iu.test(before);
    return isDoer ? SUBJECT_MARK.repeat(name.length) : name;
  });
}

/** Words that begin a sentence before a name, and are no first name. */
const MAY_LEAD: ReadonlySet<string> = new Set(
  'and but when while as since because although though if also then by however overall'.split(' '),
);

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
