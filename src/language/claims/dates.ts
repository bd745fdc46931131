import { dayAfter, dayPeriod, EARLIEST, LATEST, monthsPeriod } from './calendar.js';
import type { DateMention, Period } from './claim.js';
import { type DateAtom, findAtoms } from './date-forms.js';

/** Finds the year of a month that was named without one, and without a month the year that is "this year"; undefined when nothing settles it. */
export type YearOf = (month?: number) => number | undefined;

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
    mentions.push(mentionOf(text, lead?.start ?? first.start, first.end, meant(lead?.word, first, yearOf)));
  }
  return mentions;
}

/** The year that a month has within a period, if it has just one there; without a month, the one year of the period. */
export function yearWithin(scope: Period | undefined): YearOf {
  return (month) => {
    if (scope === undefined) return undefined;
    const years = new Set<number>();
    for (let year = Number(scope.from.slice(0, 4)); year <= Number(scope.to.slice(0, 4)) && years.size < 2; year += 1) {
      const { from, to } = monthsPeriod(year, month ?? 1);
      if (month === undefined || (from <= scope.to && to >= scope.from)) years.add(year);
    }
    return years.size === 1 ? [...years][0] : undefined;
  };
}

function periodOf(
  { year, yearsBack, months: [first, last], days, isAmbiguous }: DateAtom,
  yearOf: YearOf,
  laterYear?: number,
): Period | undefined {
  if (isAmbiguous) return undefined;
  const present = yearsBack === undefined ? undefined : yearOf();
  const known = year ?? (yearsBack === undefined ? (laterYear ?? yearOf(first)) : present === undefined ? undefined : present - yearsBack);
  if (known === undefined) return undefined;
  if (days === undefined) return monthsPeriod(known, first, last);
  const from = dayPeriod(known, first, days[0]);
  const to = dayPeriod(known, first, days[1]);
  return from && to && { from: from.from, to: to.to };
}

/** "November to February 2026": the first month takes the second's year, or the year before if it comes later in it. */
function spanning(first: DateAtom, second: DateAtom, yearOf: YearOf): Period | undefined {
  const to = periodOf(second, yearOf);
  const implied = to && Number(to.from.slice(0, 4)) - (first.months[0] > second.months[0] ? 1 : 0);
  const from = periodOf(first, yearOf, implied);
  return from && to && { from: from.from, to: to.to };
}

const LEAD =
  /\b(as of|between|from|in|during|since|until|till|through|throughout|by|before|after|on|of|for|to|early|mid|late|end of|over|last|and)(?:\s+the)?(?:\s+(?:early|mid|late|end of|start of|beginning of))?[\s-]+$/iu;

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
function joins(between: string, lead: string | undefined, { year, days }: DateAtom): boolean {
  if (/^\s*(?:[-–—]|to|until|till|through|thru|up to)\s*(?:the\s+)?(?:end of\s+|mid[- ]|late\s+|early\s+)?$/iu.test(between)) return true;
  return (
    (lead === 'between' || (year === undefined && days === undefined)) &&
    /^\s*and\s*(?:the\s+)?(?:end of\s+|mid[- ]|late\s+|early\s+)?$/iu.test(between)
  );
}

/** "From 10 to 17 March" ends on the 17th. "Last March" may be the one of this year or of the year before. */
function meant(lead: string | undefined, atom: DateAtom, yearOf: YearOf): Period | undefined {
  if (lead === 'last' && atom.year === undefined) return undefined;
  const isSpan = atom.days !== undefined && atom.days[0] !== atom.days[1];
  return lead === 'from' && isSpan ? periodOf(atom, yearOf) : bounded(lead, periodOf(atom, yearOf));
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
    case 'as of':
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
