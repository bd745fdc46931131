import { z } from 'zod';
import { careerOf, job } from './career.js';
import { LEVELS } from './job-titles.js';
import { nameGroups, shortNames } from './names.js';
import { locations, type TeamPlan, tracksWorkInJira } from './organisation.js';
import type { Random } from './random.js';
import { levelOf, seatsOf, titleOf } from './seats.js';

export const person = z.object({
  id: z.string().regex(/^\d+$/),
  employeeNumber: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  preferredName: z.string().nullable(),
  workEmail: z.email(),
  hiredOn: z.iso.date(),
  endedOn: z.iso.date().nullable(),
  status: z.enum(['active', 'inactive']),
  division: z.string(),
  department: z.string(),
  team: z.string(),
  location: z.string(),
  level: z.enum(LEVELS),
  jobTitle: z.string(),
  managerId: z.string().nullable(),
  jiraAccountId: z.string().nullable(),
  /** Oldest first; the last row is what holds now. */
  jobHistory: z.array(job).min(1),
});
export type Person = z.infer<typeof person>;

const LOCATION_WEIGHTS = { Rotterdam: 30, Leeds: 20, Gdańsk: 15, Lisbon: 12, Pune: 10, Toronto: 8, Remote: 5 } as const;

/** Fills every seat of the plan. Ids follow the day of hire, as they do where a counter gives them out. */
export function hire(teams: readonly TeamPlan[], { asOf, random }: { asOf: string; random: Random }): readonly Person[] {
  const seats = seatsOf(teams, asOf, random).toSorted((a, b) => (a.hiredOn < b.hiredOn ? -1 : a.hiredOn > b.hiredOn ? 1 : 0));
  const ids = new Map(seats.map((seat, index) => [seat, String(101 + index)]));
  const emails = new Map<string, number>();
  return seats.map((seat, index): Person => {
    const name = nameFor(random);
    const level = levelOf(seat, random);
    const location = random.weighted(locations.map((one) => [one, LOCATION_WEIGHTS[one]] as const));
    const jobHistory = careerOf({ seat, level, jobTitle: titleOf(seat, level), location, asOf, random, idOf: (one) => ids.get(one) ?? '' });
    return {
      id: String(101 + index),
      employeeNumber: `E-${1001 + index}`,
      ...name,
      preferredName: random.chance(0.5) ? (shortNames[name.firstName] ?? null) : null,
      workEmail: emailFor(name, emails),
      hiredOn: seat.hiredOn,
      endedOn: seat.endedOn ?? null,
      status: seat.endedOn === undefined ? 'active' : 'inactive',
      division: seat.team.division,
      department: seat.team.department,
      team: seat.team.name,
      location: jobHistory.at(-1)?.location ?? location,
      level,
      jobTitle: titleOf(seat, level),
      managerId: seat.reportsTo === undefined ? null : (ids.get(seat.reportsTo) ?? null),
      jiraAccountId: tracksWorkInJira(seat.team.craft) ? `712020:${accountId(random)}` : null,
      jobHistory,
    };
  });
}

function nameFor(random: Random): { firstName: string; lastName: string } {
  const group = random.pick(nameGroups);
  const family = random.chance(0.08) ? random.pick(nameGroups) : group;
  return { firstName: random.pick(group.first.split(' ')), lastName: random.pick(family.last.split(' ')) };
}

/** `first.last@example.com`, with a number for everybody after the first who is called so. */
function emailFor({ firstName, lastName }: { firstName: string; lastName: string }, taken: Map<string, number>): string {
  const name = plain(`${firstName}.${lastName}`);
  const count = (taken.get(name) ?? 0) + 1;
  taken.set(name, count);
  return `${name}${count === 1 ? '' : count}@example.com`;
}

const plain = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9.-]/g, '');

function accountId(random: Random): string {
  const hex = (length: number) => Array.from({ length }, () => random.int(0, 15).toString(16)).join('');
  return [8, 4, 4, 4, 12].map(hex).join('-');
}
