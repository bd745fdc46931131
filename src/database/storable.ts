const LONGEST_WORDS = 1000;

/** What is said of something, in a form the database keeps: it may repeat a name that a source made up, and sources make up anything. */
export const sayable = (words: string): string => words.replaceAll('\u0000', '').toWellFormed().slice(0, LONGEST_WORDS).toWellFormed();
