import type { ColumnSample } from './column-sample.js';
import { type KnownAnswers, knownAnswers } from './known-scales.js';

/** What a column seems to be. */
export type Recognised =
  | { readonly kind: 'empty' | 'key' | 'instant' | 'person' | 'trait' | 'open' | 'field' | 'unclear' }
  | ({ readonly kind: 'item' } & KnownAnswers);

const KEY_NAME = /(?:^|[\s_-])(?:r?id|key|guid|uuid)$|^(?:response|respondent|record|row|case)[\s_-]?(?:id|key|number|no)?$/i;
const PERSON_NAME = /e-?mail|employee|participant|user[\s_-]?(?:id|name)|(?:first|last|full)[\s_-]?name|ip[\s_-]?address/i;
/** What is somebody's own, to the year, the street or the cent: whoever knows it of a colleague finds them by it. */
const TRAIT_NAME =
  /^(?:\p{L}+[\s_-]){0,2}(?:age|salary|wage|pay|income|bonus|comp|compensation|(?:hourly|daily|pay)[\s_-]rate|post[\s_-]?code|postal[\s_-]?code|zip(?:[\s_-]?code)?|birthday|birth[\s_-]?(?:day|date|year)|dob|street|address)(?:[\s_-](?:(?:in|per)[\s_-])?\p{L}+)?$/iu;
const IN_BRACKETS = /\s*[([].*$/u;
const BAND = /\d\s*(?:-|–|to|bis)\s*\d|[<>+]|under|over|more|less/i;
const NUMBER = /^[^\p{L}\d]*\d[\d.,' ]*[^\d]{0,5}$/u;
/** Amounts, years and the numbers of houses and badges have this many digits; grades, sites and bands fewer. */
const FINE_DIGITS = 4;
/** Grades, sites or bands by their number are no more than these. */
const MOST_NUMBERED_GROUPS = 12;
const TWO_NAMES = /\p{L}{2,}[ ,]+\p{L}{2,}/u;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)|^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}/;
const INTEGER = /^-?\d+$/;
const TEXT_NAME = /comments?\b|feedback|suggest|anything else|your own words|explain|describe|specify/i;
const SENTENCE = /[.!?…。！？]["'”’)]*$/u;
const OPEN_LENGTH = 25;
const MOST_GROUPS = 60;
/** More long groups than these are rather what people wrote, some of them the same. */
const MOST_LONG_GROUPS = 8;

/** Guesses what a column is, from its name and its cells. */
export function recogniseColumn(sample: ColumnSample): Recognised {
  const { name, filled, words, isOpen, meanLength } = sample;
  const texts = [...words.keys()];
  if (filled === 0) return { kind: 'empty' };
  if (texts.every((word) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word)) || PERSON_NAME.test(name)) return { kind: 'person' };
  const isUnique = [...words.values()].every((times) => times === 1) && filled > 1;
  // A key is not sealed, so a name is none, however its column is called.
  if (isUnique && KEY_NAME.test(name)) return { kind: texts.some((word) => TWO_NAMES.test(word)) ? 'person' : 'key' };
  if (texts.every((word) => INSTANT.test(word))) return { kind: 'instant' };
  const answers = isOpen ? undefined : (knownAnswers(texts) ?? steps(texts));
  if (answers !== undefined) return { kind: 'item', ...answers };
  const differing = isOpen ? Infinity : words.size;
  // A group's name is shown as it stands, and what somebody wrote never is: what may be either is nobody's field by a guess.
  if (TEXT_NAME.test(name)) return { kind: 'open' };
  const isLong = meanLength >= OPEN_LENGTH;
  if (isLong && texts.filter((word) => SENTENCE.test(word)).length * 2 >= texts.length)
    return { kind: differing > MOST_LONG_GROUPS ? 'open' : 'unclear' };
  if (isLong && differing > MOST_LONG_GROUPS && differing <= filled / 3) return { kind: 'unclear' };
  const isTrait = TRAIT_NAME.test(name.replace(IN_BRACKETS, '')) && !texts.every((word) => BAND.test(word));
  if (isTrait || areFineNumbers(texts, differing)) return { kind: 'trait' };
  if (differing <= MOST_GROUPS && differing <= Math.max(2, filled / 2)) return { kind: 'field' };
  if (isLong && differing > filled / 3) return { kind: 'open' };
  return { kind: 'unclear' };
}

const areFineNumbers = (texts: readonly string[], differing: number): boolean =>
  texts.every((word) => NUMBER.test(word)) &&
  (differing > MOST_NUMBERED_GROUPS || texts.some((word) => word.replace(/\D/g, '').length >= FINE_DIGITS));

/** Whole numbers that look like the steps of a scale: 1 to 4, 5 or 7, or 0 to 10. Two steps are a yes and a no, and rather a group. */
function steps(texts: readonly string[]): KnownAnswers | undefined {
  if (texts.length < 3 || !texts.every((word) => INTEGER.test(word))) return undefined;
  const numbers = texts.map(Number);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (least < 0 || most > 10) return undefined;
  if (least === 0 || most > 7) return { scale: { min: 0, max: 10 }, values: {}, favourable: [9, 10] };
  const max = most <= 4 ? 4 : most <= 5 ? 5 : 7;
  return { scale: { min: 1, max }, values: {}, favourable: [max - 1, max] };
}
