import type { NumberMention } from './claim.js';
import { type RawNumber, readNumberWords } from './number-words.js';
import { stem } from './words.js';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The numbers a text states, in digits or in words, with their unit and how exactly they are meant.
 * Not numbers: dates (given as `taken`), issue keys, versions, clock times, ordinals, "one of".
 */
export function extractNumbers(text: string, taken: readonly Stretch[] = []): NumberMention[] {
  const found = [...readDigits(text), ...readNumberWords(text)]
    .filter(({ start, end }) => !taken.some((span) => start < span.end && span.start < end))
    .sort((left, right) => left.start - right.start);
  const mentions: NumberMention[] = [];
  for (let position = 0; position < found.length; position += 1) {
    const first = found[position];
    if (first === undefined || (mentions.at(-1)?.end ?? 0) > first.start) continue;
    const second = found[position + 1];
    const isRange = second !== undefined && second.value > first.value && isRangeBetween(text, first, second);
    const last = isRange ? second : first;
    mentions.push(describe(text, first, last));
    if (isRange) position += 1;
  }
  return mentions;
}

/** Whether an actual amount is what was stated: within 1 %, or within the rounding that the statement itself shows. */
export function agrees(stated: NumberMention, actual: number): boolean {
  const slack = Math.abs(stated.value) * 0.01 + 1e-9;
  if (stated.high !== undefined) return actual >= stated.value - slack && actual <= stated.high + Math.abs(stated.high) * 0.01;
  const rounding = stated.unit === 'count' ? 0 : stated.halfLastPlace * 1.000001;
  const loose = Math.abs(stated.value) / 8 + 1e-9; // "about 40" is 35 to 45
  switch (stated.qualifier) {
    case 'exactly':
      return Math.abs(actual - stated.value) <= Math.max(slack, rounding);
    case 'about':
      return Math.abs(actual - stated.value) <= loose;
    case 'nearly':
      return actual <= stated.value + slack && actual >= stated.value - loose;
    case 'at-least':
      return actual >= stated.value - slack;
    case 'more-than':
      return actual >= stated.value - slack;
    case 'at-most':
    case 'less-than':
      return actual <= stated.value + slack;
  }
}

/** "More than 14" where there are 14: it is off by so little that nobody is contradicted for it, and it is not so. */
export const isItsBound = ({ qualifier, value, per }: NumberMention, actual: number): boolean =>
  (qualifier === 'more-than' || qualifier === 'less-than') && per === undefined && actual === value;

/** Whether two mentions measure the same kind of thing, so that different values contradict each other. */
export function isComparable(left: NumberMention, right: NumberMention): boolean {
  if (left.unit !== right.unit || left.per !== right.per) return false;
  if (left.unit === 'duration') return left.noun === right.noun;
  return left.unit !== 'count' || left.noun === undefined || right.noun === undefined || left.noun === right.noun;
}

const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, million: 1e6, bn: 1e9, billion: 1e9 };
const DIGITS =
  /(?<![\p{L}\p{N}_.#/:]|\p{L}-|\p{N},)([$€£]\s?)?(\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+(?!\d)|\d+)(?:\.(\d+))?(?:\s?(k|m|mn|bn|thousand|million|billion)(?![\p{L}\p{N}]))?(?!(?:st|nd|rd|th)\b|\.\d|[:/]\d|\d)/giu;

function readDigits(text: string): RawNumber[] {
  return Array.from(text.matchAll(DIGITS)).flatMap((match) => {
    const [whole, currency, integer = '', fraction = '', multiplier] = match;
    const after = text.slice(match.index + whole.length, match.index + whole.length + 1);
    if (/[\p{L}_]/u.test(after) && !/^(?:x|pp)\b/iu.test(text.slice(match.index + whole.length, match.index + whole.length + 3))) return [];
    const digits = integer.replace(/\D/g, '');
    if (digits.length > 15) return [];
    const scale = MULTIPLIERS[multiplier?.toLowerCase() ?? ''] ?? 1;
    const place = fraction === '' ? 1 : 10 ** -fraction.length;
    return [
      {
        start: match.index,
        end: match.index + whole.length,
        value: Number(fraction === '' ? digits : `${digits}.${fraction}`) * scale,
        lastPlace: place * scale,
        isMoney: currency !== undefined,
      },
    ];
  });
}

function isRangeBetween(text: string, first: Stretch, second: Stretch): boolean {
  const between = text.slice(first.end, second.start);
  if (/\bfrom\s*[$€£]?$/iu.test(text.slice(Math.max(0, first.start - 8), first.start))) return false; // a change: both ends are stated
  if (/^\s*%?\s*(?:[-–—]|to)\s*[$€£]?$/u.test(between)) return true;
  return /^\s*%?\s*and\s*[$€£]?$/u.test(between) && /\bbetween\s*$/iu.test(text.slice(Math.max(0, first.start - 12), first.start));
}

const QUALIFIERS: readonly (readonly [NumberMention['qualifier'], RegExp])[] = [
  ['at-least', /\b(?:at least|a minimum of|no (?:fewer|less) than|not (?:fewer|less) than)\s*(?:a\s+)?$/iu],
  ['at-most', /\b(?:at most|up to|no more than|not more than|a maximum of)\s*(?:a\s+)?$/iu],
  ['more-than', /\b(?:more than|over|above|in excess of|upwards? of|exceeding)\s*(?:a\s+)?$/iu],
  ['less-than', /\b(?:fewer than|less than|under|below)\s*(?:a\s+)?$/iu],
  ['nearly', /\b(?:nearly|almost|just under|close to|just short of)\s*(?:a\s+)?$/iu],
  ['about', /(?:\b(?:about|around|approximately|approx\.?|roughly|some|circa|ca\.|on the order of)\s*(?:a\s+)?|[~≈]\s*)$/iu],
];

const AT_LEAST_BEHIND = /^\s*\+|^\s*(?:or more|plus)\b/iu;
const ABOUT_BEHIND = /^\s*(?:\p{L}+\s+)?or so\b|^\s*-?\s?ish\b/iu;

const beforeNumber = (text: string, start: number): string => text.slice(Math.max(0, start - 24), start);

/** A number's place with the words that say how exactly it is meant: "more than 10", "20 or more". */
export function qualifierAround(text: string, { start, end }: Stretch): Stretch {
  const before = QUALIFIERS.map(([, pattern]) => pattern.exec(beforeNumber(text, start))?.[0].length ?? 0);
  const tail = text.slice(end, end + 60);
  const behind = AT_LEAST_BEHIND.exec(tail) ?? ABOUT_BEHIND.exec(tail);
  return { start: start - Math.max(0, ...before), end: end + (behind?.[0].length ?? 0) };
}

/** "In a week" tells how long it took, once. */
const PER = /^[^.;,]{0,24}?(?<!\b(?:in|within|over|under|inside|for)\s+)\b(?:per|a|an|each|every)\s+(day|week|month|quarter|year)\b/iu;

function describe(text: string, first: RawNumber, last: RawNumber): NumberMention {
  const before = beforeNumber(text, first.start);
  const tail = text.slice(last.end, last.end + 60);
  const { unit, noun, length } = unitAfter(tail, first.isMoney || last.isMoney);
  const per = PER.exec(tail.slice(length))?.[1]?.toLowerCase();
  const stated = QUALIFIERS.find(([, pattern]) => pattern.test(before))?.[0];
  const suffix = AT_LEAST_BEHIND.test(tail) ? 'at-least' : ABOUT_BEHIND.test(tail) ? 'about' : undefined;
  return {
    text: text.slice(first.start, last.end + length),
    start: first.start,
    end: last.end + length,
    value: first.value,
    ...(last === first ? {} : { high: last.value }),
    unit,
    ...(noun === undefined ? {} : { noun }),
    qualifier: suffix ?? stated ?? 'exactly',
    halfLastPlace: last.lastPlace / 2,
    ...(per === 'day' || per === 'week' || per === 'month' || per === 'quarter' || per === 'year' ? { per } : {}),
  };
}

function unitAfter(tail: string, isMoney: boolean): { unit: NumberMention['unit']; noun?: string; length: number } {
  if (isMoney) return { unit: 'money', length: 0 };
  const points = /^\s*(?:percentage points?|pp\b|% points?)/iu.exec(tail);
  if (points) return { unit: 'percentage-point', length: points[0].length };
  const percent = /^\s*(?:%|per ?cent\b)/iu.exec(tail);
  if (percent) return { unit: 'percent', length: percent[0].length };
  const money = /^\s*(?:euros?|dollars?|pounds?|EUR|USD|GBP)\b/u.exec(tail);
  if (money) return { unit: 'money', length: money[0].length };
  const times = /^(?:\s*x\b|\s+times\b|[\s-]?fold\b)/iu.exec(tail);
  if (times) return { unit: 'times', length: times[0].length };
  const duration = /^[\s-]*(minute|hour|day|week|month|quarter|sprint|year)s?\b/iu.exec(tail);
  if (duration) return { unit: 'duration', noun: stem(duration[1]?.toLowerCase() ?? ''), length: duration[0].length };
  return { unit: 'count', length: 0, ...countedNoun(tail) };
}

/** The head of what is counted: the last word before a preposition, a verb or a mark ("14 critical support tickets in …"). */
function countedNoun(tail: string): { noun?: string } {
  const phrase =
    /^\+?((?:\s+(?:of\s+(?:the|her|his|their)\s+)?(?!(?:in|on|for|from|of|to|by|at|with|and|or|but|during|between|across|within|over|per|a|an|the|this|last|each|every|that|which|who|was|were|is|are|out|under|after|before|since|until|as|than|while|when|more|into|without|against)\b)[\p{L}\p{M}'’-]+){1,4})/iu.exec(
      tail,
    )?.[1];
  const words =
    phrase
      ?.trim()
      .split(/\s+/)
      .map((word) => word.toLowerCase()) ?? [];
  const end = words.findIndex((word, index) => index > 0 && NOT_COUNTED.test(word));
  const head = words.slice(0, end === -1 ? words.length : end).at(-1);
  return head === undefined ? {} : { noun: stem(head) };
}

const NOT_COUNTED =
  /^(?:were|was|so|plus|\p{L}+ly|\p{L}{2,}ed|(?:him|her|them)sel\p{L}+|overall|total|altogether|alone|together|ahead|late|early|too|already|including|covering|involving|affecting|spanning|regarding)$/u;
