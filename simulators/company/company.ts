import { z } from 'zod';
import { daysBetween, monthEnd, monthStart } from './calendar.js';
import { commentTheme } from './comments.js';
import { goal, goalsOf, PROBATION_DAYS } from './goals.js';
import { issue, project, work } from './issues.js';
import { LEVELS } from './job-titles.js';
import { locations, planTeams, unit, unitsOf } from './organisation.js';
import { hire, person, type Person } from './people.js';
import { castPlants, planted } from './plants.js';
import { randomFrom } from './random.js';
import { rate } from './ratings.js';
import { review, reviewClaim, reviewsOf } from './reviews.js';
import { survey, wave } from './survey.js';

/** A company that does not exist, and the truth about it. */
export const company = z.object({
  name: z.string(),
  subdomain: z.string(),
  /** The day everything is told from. */
  asOf: z.iso.date(),
  units: z.array(unit),
  locations: z.array(z.string()),
  levels: z.array(z.enum(LEVELS)),
  people: z.array(person),
  waves: z.array(wave).length(2),
  cycle: z.object({ id: z.string(), startsOn: z.iso.date(), endsOn: z.iso.date() }),
  reviews: z.array(review),
  goals: z.array(goal),
  projects: z.array(project),
  issues: z.array(issue),
  /** What a reader of the rest should find. No vendor is ever given it. */
  truth: z.object({ planted, claims: z.array(reviewClaim), commentThemes: z.array(commentTheme) }),
});
export type Company = z.infer<typeof company>;

export const companyRequest = z.object({
  seed: z.int().default(1),
  people: z.int().min(560).max(6000).default(600),
  asOf: z.iso.date().default('2026-06-30'),
});

/**
 * Makes the whole company from a seed: the same request gives the same company, to the letter.
 * Evidence comes first and the reviews are written from it.
 */
export function generateCompany(request: z.input<typeof companyRequest> = {}): Company {
  const { seed, people: headcount, asOf } = companyRequest.parse(request);
  const teams = planTeams(headcount, randomFrom(seed, 'teams'));
  const people = hire(teams, { asOf, random: randomFrom(seed, 'people') });
  const cycle = cycleOf(asOf);
  const performances = new Map(people.map(({ id }) => [id, randomFrom(seed, `performance ${id}`).normal()]));
  const performance = ({ id }: Person) => performances.get(id) ?? 0;

  const { projects, issues } = work({ seed, asOf, people, performance });
  const goals = goalsOf({ seed, asOf, people, performance });
  const { waves, commentThemes } = survey({ seed, asOf, teams, people });

  const subjects = people.filter(
    ({ status, managerId, hiredOn }) => status === 'active' && managerId !== null && daysBetween(hiredOn, asOf) > PROBATION_DAYS,
  );
  const lenientId = leadOf(teams.find(({ part }) => part === 'lenient')?.name, people);
  const ratings = rate({ seed, subjects, performance, lenientId });
  const { reviews, claims, contradictedClaim } = reviewsOf({ seed, asOf, cycle, subjects, ratings, issues, goals, lenientId });

  return {
    name: 'Fennmark Instruments',
    subdomain: 'fennmark',
    asOf,
    units: [...unitsOf(teams)],
    locations: [...locations],
    levels: [...LEVELS],
    people: [...people],
    waves,
    cycle,
    reviews,
    goals,
    projects,
    issues,
    truth: { planted: castPlants({ seed, teams, people, waves, reviews, lenientId, contradictedClaim }), claims, commentThemes },
  };
}

/** The half-year that ends with the month of this day. */
function cycleOf(asOf: string) {
  const endsOn = monthEnd(asOf);
  return { id: `${endsOn.slice(0, 4)}-H${Number(endsOn.slice(5, 7)) <= 6 ? 1 : 2}`, startsOn: monthStart(asOf, -5), endsOn };
}

function leadOf(team: string | undefined, people: readonly Person[]): string {
  const members = people.filter((one) => one.team === team);
  const lead = members.find(({ id }) => members.some(({ managerId }) => managerId === id));
  if (lead === undefined) throw new Error('the lenient team has no lead');
  return lead.id;
}
