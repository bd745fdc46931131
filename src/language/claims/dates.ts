import { dayAfter, dayPeriod, EARLIEST, LATEST, monthNumber, monthsPeriod } from './calendar.js';
import type { DateMention, Period } from './claim.js';

/** Finds the year of a month that was named without one; undefined when nothing settles it. */
export type YearOf = (month: number) => number | undefined;

/**
 * The dates and periods a text states: "12 March 2026", "2026-03-12", "in Q1 2026", "between February and April 2026",
 * "since May 2026". A month alone counts only after a preposition, as "May" and "March" are words too.
 */
export function extractDates(text: string, yearOf: YearOf = () => undefined): DateMention[] {
  const atoms = findAtoms(text);
  const mentions: DateMention[] = [];
  for (let position = 0; position < atoms.length; position += 1) {
    const first = atoms[position];
    if (first === undefined) continue;
    const second = atoms[position + 1];
    const lead = leadBefore(text, first.start);
    if (second !== undefined && joins(text.slice(first.end, second.start), lead?.word, first)) {
      mentions.push(mentionOf(text, lead?.start ?? first.start, second.end, spanning(first, second, yearOf)));
      position += 1;
      continue;
    }
    if (first.needsLead && !mayFollow(lead?.word, text.slice(first.start, first.end))) continue;
    mentions.push(mentionOf(text, lead?.start ?? first.start, first.end, bounded(lead?.word, periodOf(first, yearOf))));
  }
  return mentions;
}

/** The year that a month has within a period, if it has just one there. */
export function yearWithin(scope: Period | undefined): YearOf {
  return (month) => {
    if (scope === undefined) return undefined;
    const years = new Set<number>();
    for (let year = Number(scope.from.slice(0, 4)); year <= Number(scope.to.slice(0, 4)) && years.size < 2; year += 1) {
      const { from, to } = monthsPeriod(year, month);
      if (from <= scope.to && to >= scope.from) years.add(year);
    }
    return years.size === 1 ? [...years][0] : undefined;
  };
}

interface Atom {
  readonly start: number;
  readonly end: number;
  readonly year?: number;
  /** First and last month. */
  readonly months: readonly [number, number];
  /** First and last day of the month, where days are named. */
  readonly days?: readonly [number, number];
  /** A month or a year alone: a date only after a preposition. */
  readonly needsLead: boolean;
  /** Day and month cannot be told apart. */
  readonly isAmbiguous?: boolean;
}

const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';
const TO = '\\s*(?:[-–—]|to|and|until|through)\\s*';
const YEAR = '((?:19|20)\\d{2})(?!\\d)';
const LEFT = '(?<![\\p{L}\\p{N}.,/#-])';

/** In order of greed: a longer form before the shorter one it contains. */
const FORMS: readonly {
  readonly pattern: RegExp;
  atom(match: readonly (string | undefined)[]): Omit<Atom, 'start' | 'end'> | undefined;
}[] = [
  { pattern: form(`${YEAR}-(\\d{2})-(\\d{2})(?![\\d-])`), atom: ([, year, month, day]) => dayAtom(year, Number(month), day) },
  { pattern: form(`${YEAR}-(0[1-9]|1[0-2])(?![\\d-])`), atom: ([, year, month]) => monthAtom(year, Number(month)) },
  {
    pattern: form(`${DAY}${TO}${DAY}\\s+(?:of\\s+)?(${MONTH})(?:,?\\s+${YEAR})?`),
    atom: ([, first, last, month, year]) => dayAtom(year, monthNumber(month ?? ''), first, last),
  },
  {
    pattern: form(`${DAY}\\s+(?:of\\s+)?(${MONTH})(?:,?\\s+${YEAR})?`, 'giu'),
    atom: ([, day, month, year]) => dayAtom(year, monthNumber(month ?? ''), day),
  },
  {
    pattern: form(`(${MONTH})\\s+${DAY}(?!\\d|\\s*%)(?:,?\\s+${YEAR})?`),
    atom: ([, month, day, year]) => dayAtom(year, monthNumber(month ?? ''), day),
  },
  { pattern: form(`(${MONTH}),?\\s+(?:of\\s+)?${YEAR}`, 'giu'), atom: ([, month, year]) => monthAtom(year, monthNumber(month ?? '')) },
  { pattern: form(`${YEAR}\\s*[-/]?\\s*Q([1-4])(?!\\d)`), atom: ([, year, quarter]) => partAtom(year, Number(quarter), 3) },
  {
    pattern: form(`Q([1-4])(?:\\s*(?:of|/|-)?\\s*${YEAR})?(?![\\p{L}\\p{N}])`),
    atom: ([, quarter, year]) => partAtom(year, Number(quarter), 3),
  },
  { pattern: form(`H([12])(?:\\s*(?:of|/|-)?\\s*${YEAR})?(?![\\p{L}\\p{N}])`), atom: ([, half, year]) => partAtom(year, Number(half), 6) },
  {
    pattern: form(`(first|second|third|fourth|last)\\s+(quarter|half)\\s+of\\s+${YEAR}`, 'giu'),
    atom: ([, ordinal, part, year]) => partAtom(year, ordinalOf(ordinal, part), part?.toLowerCase() === 'half' ? 6 : 3),
  },
  {
    pattern: form(`(\\d{1,2})[/.](\\d{1,2})[/.]${YEAR}`),
    atom: ([, first, second, year]) => slashAtom(Number(first), Number(second), year),
  },
  {
    pattern: form(`(${MONTH})(?![\\p{L}\\p{N}])`, 'giu'),
    atom: ([, month]) => ({ ...monthAtom(undefined, monthNumber(month ?? '')), needsLead: true }),
  },
  { pattern: form(`${YEAR}(?![\\p{L}\\p{N}%])`), atom: ([, year]) => ({ year: Number(year), months: [1, 12], needsLead: true }) },
];

function form(pattern: string, flags = 'gu'): RegExp {
  return new RegExp(LEFT + pattern, flags);
}

function findAtoms(text: string): Atom[] {
  const atoms: Atom[] = [];
  const taken = new Uint8Array(text.length);
  for (const { pattern, atom } of FORMS) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (taken.subarray(match.index, end).includes(1)) continue;
      const read = atom(match);
      if (read === undefined) continue;
      taken.fill(1, match.index, end);
      atoms.push({ ...read, start: match.index, end });
    }
  }
  return atoms.sort((left, right) => left.start - right.start);
}

const withYear = (year: string | undefined) => (year === undefined ? {} : { year: Number(year) });

const dayAtom = (
  year: string | undefined,
  month: number | undefined,
  first: string | undefined,
  last = first,
): Omit<Atom, 'start' | 'end'> | undefined =>
  month === undefined || month < 1 || month > 12
    ? undefined
    : { ...withYear(year), months: [month, month], days: [Number(first), Number(last)], needsLead: false };

const monthAtom = (year: string | undefined, month = 1): Omit<Atom, 'start' | 'end'> => ({
  ...withYear(year),
  months: [month, month],
  needsLead: false,
});

const partAtom = (year: string | undefined, part: number, length: number): Omit<Atom, 'start' | 'end'> => ({
  ...withYear(year),
  months: [(part - 1) * length + 1, part * length],
  needsLead: false,
});

/** 03/04/2026 may be March or April: read only when one of the two cannot be a month, or both are the same. */
function slashAtom(first: number, second: number, year: string | undefined): Omit<Atom, 'start' | 'end'> | undefined {
  if (first > 12 || first === second) return dayAtom(year, second, String(first));
  return second > 12 ? dayAtom(year, first, String(second)) : { months: [1, 12], needsLead: false, isAmbiguous: true };
}

function ordinalOf(word = '', part = ''): number {
  const lower = word.toLowerCase();
  if (lower === 'last') return part.toLowerCase() === 'half' ? 2 : 4;
  return ['first', 'second', 'third', 'fourth'].indexOf(lower) + 1;
}

function periodOf({ year, months: [first, last], days, isAmbiguous }: Atom, yearOf: YearOf, laterYear?: number): Period | undefined {
  if (isAmbiguous) return undefined;
  const known = year ?? laterYear ?? yearOf(first);
  if (known === undefined) return undefined;
  if (days === undefined) return monthsPeriod(known, first, last);
  const from = dayPeriod(known, first, days[0]);
  const to = dayPeriod(known, first, days[1]);
  return from && to && { from: from.from, to: to.to };
}

/** "November to February 2026": the first month takes the second's year, or the year before if it comes later in it. */
function spanning(first: Atom, second: Atom, yearOf: YearOf): Period | undefined {
  const to = periodOf(second, yearOf);
  const implied = to && Number(to.from.slice(0, 4)) - (first.months[0] > second.months[0] ? 1 : 0);
  const from = periodOf(first, yearOf, implied);
  return from && to && { from: from.from, to: to.to };
}

const LEAD =
  /\b(between|from|in|during|since|until|till|through|throughout|by|before|after|on|of|for|to|early|mid|late|end of|over|last|and)(?:\s+the)?(?:\s+(?:early|mid|late|end of|start of|beginning of))?[\s-]+$/iu;

function leadBefore(text: string, start: number): { readonly word: string; readonly start: number } | undefined {
  const from = Math.max(0, start - 40);
  const match = LEAD.exec(text.slice(from, start));
  return match ? { word: (match[1] ?? '').toLowerCase(), start: from + match.index } : undefined;
}

/** In lower case "may" and "march" are mostly words: only the plainest prepositions make months of them. */
function mayFollow(lead: string | undefined, atom: string): boolean {
  if (lead === undefined) return false;
  return (
    !/^(?:may|march|mar|jan|sept?|dec|jun|jul)$/u.test(atom) ||
    ['between', 'from', 'in', 'during', 'since', 'until', 'before', 'after'].includes(lead)
  );
}

/** "and" makes one span of two dates after "between", and of two months that share the year behind the second. */
function joins(between: string, lead: string | undefined, { year, days }: Atom): boolean {
  if (/^\s*(?:[-–—]|to|until|till|through|thru|up to)\s*(?:the\s+)?(?:end of\s+|mid[- ]|late\s+|early\s+)?$/iu.test(between)) return true;
  return (
    (lead === 'between' || (year === undefined && days === undefined)) &&
    /^\s*and\s*(?:the\s+)?(?:end of\s+|mid[- ]|late\s+|early\s+)?$/iu.test(between)
  );
}

function bounded(lead: string | undefined, period: Period | undefined): Period | undefined {
  if (period === undefined) return undefined;
  switch (lead) {
    case 'since':
    case 'from':
      return { from: period.from, to: LATEST };
    case 'after':
      return { from: dayAfter(period.to, 1), to: LATEST };
    case 'until':
    case 'till':
    case 'by':
    case 'through':
      return { from: EARLIEST, to: period.to };
    case 'before':
      return { from: EARLIEST, to: dayAfter(period.from, -1) };
    default:
      return period;
  }
}

const mentionOf = (text: string, start: number, end: number, period: Period | undefined): DateMention => ({
  text: text.slice(start, end),
  start,
  end,
  ...(period === undefined ? {} : { period }),
});
