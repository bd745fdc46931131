const STEP_MS = 60 * 60_000;
/** By how much clocks are put back where they are. */
const SHIFTS_MS = [30 * 60_000, STEP_MS];

/**
 * The minute in which an instant falls, as JQL reads it: without an offset, in the time zone of the account.
 * In the hour that autumn gives twice the text could also mean the later one: then a minute that comes once, before it.
 */
export function minuteIn(timeZone: string, instant: Date): string {
  // Swedish writes a date and a time as JQL does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const text = (at: number) => format.format(at);
  let at = instant.getTime();
  while (SHIFTS_MS.some((shift) => text(at + shift) === text(at))) at -= STEP_MS;
  return text(at);
}
