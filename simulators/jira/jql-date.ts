import { refusal } from './errors.js';
import type { Operand } from './jql-parser.js';
import { instantOfWallTime } from './time-zone.js';

const UNIT_MS: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 };
const WALL_TIME = /^(\d{4})([-/])(\d\d)\2(\d\d)(?: (\d\d):(\d\d))?$/;

/**
 * The instant a JQL literal means (vendor sheet section 4.3): a wall time of the account's zone that cannot name a second,
 * an unquoted number of epoch milliseconds, or a distance from now such as `-14d`.
 * @throws Refusal for every other text, also for one that does name seconds.
 */
export function jqlInstant({ kind, text }: Operand, field: string, { timeZone, now }: { timeZone: string; now: Date }): number {
  if (kind === 'word' && /^\d+$/.test(text)) return Number(text);
  const distance = relativeMs(text);
  if (distance !== undefined) return now.getTime() + distance;
  const wallMs = wallTime(text);
  if (wallMs === undefined) {
    throw refusal(400, [
      `Date value '${text}' for field '${field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    ]);
  }
  return instantOfWallTime(wallMs, timeZone);
}

function relativeMs(text: string): number | undefined {
  if (!/^-?\d+[wdhm](?: \d+[wdhm])*$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([wdhm])/g)].map(([, count, unit]) => Number(count) * (UNIT_MS[unit ?? ''] ?? 0));
  const distance = parts.reduce((sum, part) => sum + part, 0);
  return text.startsWith('-') ? -distance : distance;
}

/** As if it were UTC; undefined for a day or time that no calendar has. */
function wallTime(text: string): number | undefined {
  const [matched, year, , month, day, hour = '00', minute = '00'] = WALL_TIME.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const written = `${year}-${month}-${day}T${hour}:${minute}`;
  const wall = new Date(`${written}:00.000Z`);
  return !Number.isNaN(wall.getTime()) && wall.toISOString().startsWith(written) ? wall.getTime() : undefined;
}
