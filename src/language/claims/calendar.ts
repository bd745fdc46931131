import type { Period } from './claim.js';

/** The ends of a period that is open on one side ("since March"). */
export const EARLIEST = '0001-01-01';
export const LATEST = '9999-12-31';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** 1–12 for a month's name or its abbreviation. */
export function monthNumber(name: string): number | undefined {
  const found = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  return found === -1 ? undefined : found + 1;
}

/** @returns undefined for a day that does not exist, such as 31 February. */
export function dayPeriod(year: number, month: number, day: number): Period | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  const on = isoDay(year, month, day);
  return { from: on, to: on };
}

/** Whole months, first and last included. */
export const monthsPeriod = (year: number, first: number, last = first): Period => ({
  from: isoDay(year, first, 1),
  to: isoDay(year, last, daysIn(year, last)),
});

export const isWithin = (day: string, { from, to }: Period): boolean => day >= from && day <= to;

export const overlaps = (left: Period, right: Period): boolean => left.from <= right.to && right.from <= left.to;

export const covers = (outer: Period, inner: Period): boolean => outer.from <= inner.from && outer.to >= inner.to;

/** The day that many days later (or earlier, if negative). */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * MS_PER_DAY).toISOString().slice(0, 10);

const MS_PER_DAY = 86_400_000;

/** How many days, weeks, … a period holds; months and longer by their mean length, to the nearest tenth. */
export function lengthIn(unit: 'day' | 'week' | 'month' | 'quarter' | 'year', { from, to }: Period): number {
  const days = (Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1;
  return Math.round((days / { day: 1, week: 7, month: 30.4375, quarter: 91.3125, year: 365.25 }[unit]) * 10) / 10;
}

/** "on 12 Mar 2026", "between 1 Feb and 30 Apr 2026", "since 1 Mar 2026": to follow a statement. */
export function periodInWords({ from, to }: Period): string {
  if (from === to) return `on ${dayInWords(from)}`;
  if (from === EARLIEST) return `until ${dayInWords(to)}`;
  if (to === LATEST) return `since ${dayInWords(from)}`;
  const first = from.slice(0, 4) === to.slice(0, 4) ? dayInWords(from).slice(0, -5) : dayInWords(from);
  return `between ${first} and ${dayInWords(to)}`;
}

export function dayInWords(day: string): string {
  const month = MONTHS[Number(day.slice(5, 7)) - 1] ?? '';
  return `${Number(day.slice(8, 10))} ${month.slice(0, 1).toUpperCase()}${month.slice(1)} ${day.slice(0, 4)}`;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const isoDay = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
