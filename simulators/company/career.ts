import { z } from 'zod';
import { addDays, daysBetween } from './calendar.js';
import { LEVELS, type Level, memberTitle } from './job-titles.js';
import { departments, locations } from './organisation.js';
import type { Random } from './random.js';
import type { Seat } from './seats.js';

export const job = z.object({
  effectiveOn: z.iso.date(),
  jobTitle: z.string(),
  level: z.enum(LEVELS),
  department: z.string(),
  division: z.string(),
  location: z.string(),
  managerId: z.string().nullable(),
});
export type Job = z.infer<typeof job>;

/** What held on a day; the first row where the day lies before all of them. */
export function jobOn(history: readonly Job[], day: string): Job {
  const held = history.findLast((row) => row.effectiveOn <= day) ?? history[0];
  if (held === undefined) throw new Error('a career without a job');
  return held;
}

interface Present {
  readonly seat: Seat;
  readonly level: Level;
  readonly jobTitle: string;
  readonly location: string;
  readonly asOf: string;
  readonly random: Random;
  readonly idOf: (seat: Seat) => string;
}

/** Before the first survey opened; nobody changed department after it, so that a team is the same people in both. */
const LAST_TRANSFER_DAYS = 270;

/** From the day of hire to the present job: a transfer, a promotion and a move of house where there was time for them. */
export function careerOf(present: Present): Job[] {
  const { seat, asOf, random } = present;
  const until = seat.endedOn ?? asOf;
  const daysIn = daysBetween(seat.hiredOn, until);
  const now = {
    jobTitle: present.jobTitle,
    level: present.level,
    department: seat.team.department,
    division: seat.team.division,
    location: present.location,
  };
  const rows: (typeof now & { effectiveOn: string })[] = [{ ...now, effectiveOn: seat.hiredOn }];
  const change = (effectiveOn: string, before: Partial<typeof now>) => {
    for (const row of rows) Object.assign(row, before);
    rows.push({ ...now, effectiveOn });
  };

  const former = formerDepartment(seat, random);
  if (former !== undefined && daysIn > 1500 && random.chance(0.12))
    change(addDays(seat.hiredOn, random.int(400, daysIn - LAST_TRANSFER_DAYS - 400)), { department: former });
  const lower = LEVELS[LEVELS.indexOf(present.level) - 1];
  const since = daysBetween(rows.at(-1)?.effectiveOn ?? seat.hiredOn, until);
  if (lower !== undefined && since > 700 && random.chance(0.6))
    change(promotedOn(until, since, random), { level: lower, jobTitle: memberTitle(seat.team.craft, lower) });
  const settled = daysBetween(rows.at(-1)?.effectiveOn ?? seat.hiredOn, until);
  if (settled > 200 && random.chance(0.06))
    change(addDays(until, -random.int(3, 180)), { location: random.pick(locations.filter((one) => one !== present.location)) });

  return rows.map((row) => ({ ...row, managerId: managerOn(row, present) }));
}

/** One promotion in five is of the last months: decided by the last review, seen between the two surveys. */
const promotedOn = (until: string, since: number, random: Random) =>
  addDays(until, -(random.chance(0.2) ? random.int(90, 200) : random.int(300, since - 300)));

function formerDepartment({ team, role }: Seat, random: Random): string | undefined {
  const others = departments.filter(({ division, name }) => division === team.division && name !== team.department);
  return role === 'member' && others.length > 0 ? random.pick(others).name : undefined;
}

/** The present manager, or the nearest one above who was here already; in a former department, whoever runs the division. */
function managerOn(row: { effectiveOn: string; department: string }, { seat, idOf }: Present): string | null {
  let manager = seat.reportsTo;
  const tooLow = (one: Seat) => one.hiredOn > row.effectiveOn || (row.department !== seat.team.department && one.role !== 'chief');
  while (manager?.reportsTo !== undefined && tooLow(manager)) manager = manager.reportsTo;
  return manager === undefined ? null : idOf(manager);
}
