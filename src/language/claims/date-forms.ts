import { monthNumber } from './calendar.js';

/** A date or period as it is written, before anything around it is read. */
export interface DateAtom {
  readonly start: number;
  readonly end: number;
  readonly year?: number;
  /** "This year" and "last year": how many years before the one the text is about. */
  readonly yearsBack?: number;
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
const RELATIVE = "(the|this|last)\\s+year(?![\\p{L}\\p{N}’'-])";
const LEFT = '(?<![\\p{L}\\p{N}.,/#-])';

/** In order of greed: a longer form before the shorter one it contains. */
const FORMS: readonly {
  readonly pattern: RegExp;
  atom(match: readonly (string | undefined)[]): Omit<DateAtom, 'start' | 'end'> | undefined;
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
  {
    pattern: form(`(first|second|third|fourth|last)\\s+(quarter|half)\\s+of\\s+${RELATIVE}`, 'giu'),
    atom: ([, ordinal, part, which]) => ({
      ...partAtom(undefined, ordinalOf(ordinal, part), part?.toLowerCase() === 'half' ? 6 : 3),
      ...backTo(which),
    }),
  },
  {
    pattern: form(`([QH])([1-4])\\s+(?:of\\s+)?${RELATIVE}`, 'giu'),
    atom: ([, kind, part, which]) => ({ ...partAtom(undefined, Number(part), kind === 'Q' ? 3 : 6), ...backTo(which) }),
  },
  {
    pattern: form(`(${MONTH})\\s+(?:of\\s+)?${RELATIVE}`, 'giu'),
    atom: ([, month, which]) => ({ ...monthAtom(undefined, monthNumber(month ?? '')), ...backTo(which) }),
  },
  {
    pattern: form(`(?!the)${RELATIVE}`, 'giu'),
    atom: ([, which]) => ({ months: [1, 12], needsLead: false, ...backTo(which) }),
  },
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

/** Everything in a text that is written as a date, in order. */
export function findAtoms(text: string): DateAtom[] {
  const atoms: DateAtom[] = [];
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
): Omit<DateAtom, 'start' | 'end'> | undefined =>
  month === undefined || month < 1 || month > 12
    ? undefined
    : { ...withYear(year), months: [month, month], days: [Number(first), Number(last)], needsLead: false };

const monthAtom = (year: string | undefined, month = 1): Omit<DateAtom, 'start' | 'end'> => ({
  ...withYear(year),
  months: [month, month],
  needsLead: false,
});

const partAtom = (year: string | undefined, part: number, length: number): Omit<DateAtom, 'start' | 'end'> => ({
  ...withYear(year),
  months: [(part - 1) * length + 1, part * length],
  needsLead: false,
});

/** 03/04/2026 may be March or April: read only when one of the two cannot be a month, or both are the same. */
function slashAtom(first: number, second: number, year: string | undefined): Omit<DateAtom, 'start' | 'end'> | undefined {
  if (first > 12 || first === second) return dayAtom(year, second, String(first));
  return second > 12 ? dayAtom(year, first, String(second)) : { months: [1, 12], needsLead: false, isAmbiguous: true };
}

const backTo = (which: string | undefined) => ({ yearsBack: which?.toLowerCase() === 'last' ? 1 : 0 });

function ordinalOf(word = '', part = ''): number {
  const lower = word.toLowerCase();
  if (lower === 'last') return part.toLowerCase() === 'half' ? 2 : 4;
  return ['first', 'second', 'third', 'fourth'].indexOf(lower) + 1;
}
