/** Calendar days as `YYYY-MM-DD`, in no time zone; instants as ISO 8601 in UTC. */
const DAY_MS = 86_400_000;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: string, days: number) => dayOf(midnight(day) + days * DAY_MS);
export const daysBetween = (from: string, to: string) => Math.round((midnight(to) - midnight(from)) / DAY_MS);

/** @returns the first day of the month that lies so many months away. */
export function monthStart(day: string, months = 0): string {
  const at = new Date(midnight(day));
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
}
export const monthEnd = (day: string) => addDays(monthStart(day, 1), -1);
export const monthName = (day: string) => MONTHS[Number(day.slice(5, 7)) - 1] ?? '';

/** `2026-03-12` as people write it: `12 March 2026`. */
export const spoken = (day: string) => `${Number(day.slice(8))} ${monthName(day)} ${day.slice(0, 4)}`;

/** The same day, or the Monday after it. */
export function workday(day: string): string {
  const weekday = new Date(midnight(day)).getUTCDay();
  return addDays(day, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}

/** @param minutes after midnight, UTC. */
export const instant = (day: string, minutes: number) => `${new Date(midnight(day) + minutes * 60_000).toISOString().slice(0, 19)}Z`;
