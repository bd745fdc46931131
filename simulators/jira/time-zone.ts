const QUARTER_HOUR_MS = 900_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** How Jira writes an instant: milliseconds and the caller's own offset without a colon (vendor sheet section 3). */
export function jiraTimestamp(instant: Date, timeZone: string): string {
  const offset = offsetMinutes(instant.getTime(), timeZone);
  const wall = new Date(instant.getTime() + offset * MINUTE_MS).toISOString().slice(0, -1);
  const size = Math.abs(offset);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${wall}${offset < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}${digits(size % 60)}`;
}

/**
 * The instant at which the clocks of a zone show this wall time.
 * A time shown twice is its first showing; a time skipped moves forward by the gap, as Java has it.
 * @param wallMs the wall time as if it were UTC.
 */
export function instantOfWallTime(wallMs: number, timeZone: string): number {
  const before = offsetMinutes(wallMs - DAY_MS, timeZone);
  const after = offsetMinutes(wallMs + DAY_MS, timeZone);
  const shown = [before, after]
    .map((offset) => ({ offset, instant: wallMs - offset * MINUTE_MS }))
    .filter(({ offset, instant }) => offsetMinutes(instant, timeZone) === offset)
    .map(({ instant }) => instant);
  return shown.length > 0 ? Math.min(...shown) : wallMs - before * MINUTE_MS;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offsets change on quarter hours only, and asking Intl is slow. */
  readonly offsets: Map<number, number>;
}
const zones = new Map<string, Zone>();

function offsetMinutes(instantMs: number, timeZone: string): number {
  const zone = zones.get(timeZone) ?? {
    format: new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }),
    offsets: new Map(),
  };
  zones.set(timeZone, zone);
  const quarter = Math.floor(instantMs / QUARTER_HOUR_MS);
  const known = zone.offsets.get(quarter);
  if (known !== undefined) return known;

  const name = zone.format.formatToParts(instantMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
  const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  zone.offsets.set(quarter, offset);
  return offset;
}
