import { z } from 'zod';
import { addDays, daysBetween, workday } from './calendar.js';
import { goalTitles } from './goal-titles.js';
import { departments } from './organisation.js';
import type { Person } from './people.js';
import { randomFrom } from './random.js';

export const goal = z.object({
  id: z.string(),
  ownerId: z.string(),
  title: z.string(),
  dueOn: z.iso.date(),
  percentComplete: z.int().min(0).max(100),
  status: z.enum(['in_progress', 'completed', 'closed']),
  completedOn: z.iso.date().nullable(),
});
export type Goal = z.infer<typeof goal>;

/** Long enough to have passed probation, when goals are set. */
export const PROBATION_DAYS = 90;

/** One to three goals of the cycle for everybody who has passed probation. */
export function goalsOf({
  seed,
  asOf,
  people,
  performance,
}: {
  seed: number;
  asOf: string;
  people: readonly Person[];
  performance: (person: Person) => number;
}): Goal[] {
  const random = randomFrom(seed, 'goals');
  const owners = people.filter(({ status, hiredOn }) => status === 'active' && daysBetween(hiredOn, asOf) > PROBATION_DAYS);
  const goals = owners.flatMap((person) => {
    const craft = departments.find(({ name }) => name === person.department)?.craft ?? 'executive';
    const titles = random.shuffled(goalTitles[craft]).slice(
      0,
      random.weighted([
        [1, 25],
        [2, 50],
        [3, 25],
      ] as const),
    );
    return titles.map((title): Omit<Goal, 'id'> => ({
      ownerId: person.id,
      title: title.replace('{n}', String(random.int(3, 9))),
      dueOn: workday(addDays(asOf, random.pick([-60, -30, 0, 0, 30, 90]))),
      ...progress(performance(person) + 0.7 * random.normal()),
    }));
  });
  return goals.map((one, index) => ({ id: `G-${2001 + index}`, ...one }));

  /** @param drive how well it goes: 0 is ordinary. */
  function progress(drive: number): Pick<Goal, 'percentComplete' | 'status' | 'completedOn'> {
    if (drive > 0.1) return { percentComplete: 100, status: 'completed', completedOn: workday(addDays(asOf, -random.int(30, 160))) };
    if (drive < -1.6) return { percentComplete: random.pick([0, 10, 20]), status: 'closed', completedOn: null };
    const percent = 5 * Math.round((55 + 20 * drive + 6 * random.normal()) / 5);
    return { percentComplete: Math.min(95, Math.max(5, percent)), status: 'in_progress', completedOn: null };
  }
}
