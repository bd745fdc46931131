import { extractDates, type YearOf } from './dates.js';
import { extractEntities } from './entities.js';
import { extractNumbers } from './numbers.js';
import { INSERTION, type Span } from './sentences.js';
import { SUBJECT_MARK } from './words.js';

/** What is put in about somebody in a sentence: it is said of them, and may hint at where and when the rest is meant. */
export interface Insertion extends Span {
  /** Whether it names a place of work. */
  readonly hasPlace: boolean;
  /** Whether it tells a time, or how long something is ago. */
  readonly hasTime: boolean;
  /** Whether it is said of the person reviewed: "Noor, who closed 9 issues, …". */
  readonly isOfSubject: boolean;
}

/** The insertions of a sentence, in the positions of the text it stands in. */
export const insertionsIn = ({ text, start }: Span, knownProjects: readonly string[], yearOf: YearOf | undefined): Insertion[] =>
  Array.from(text.matchAll(INSERTION), ({ 0: found, index }) => ({
    text: found,
    start: start + index,
    end: start + index + found.length,
    hasPlace: extractEntities(found, knownProjects).some(({ kind }) => kind === 'project'),
    hasTime: extractDates(found, yearOf).length + extractNumbers(found).length > 0 || /\b(?:ago|since|until|recently)\b/iu.test(found),
    isOfSubject: /^(?:,\s*|\s\()who\b/iu.test(found) && text.slice(0, index).trimEnd().endsWith(SUBJECT_MARK),
  }));

/** The text of a sentence with its insertions blanked out in place. */
export const withoutInsertions = ({ text, start: offset }: Span, insertions: readonly Insertion[]): string =>
  insertions.reduce((rest, { start, end }) => rest.slice(0, start - offset) + ' '.repeat(end - start) + rest.slice(end - offset), text);

/** What an insertion says of the person, as a sentence of its own: the person stands in the place of "who". */
export function asSentence({ text, start, end }: Insertion): Span {
  const who = text.search(/who/iu);
  return { text: SUBJECT_MARK.repeat(3) + text.slice(who + 3, -1), start: start + who, end: end - 1 };
}
