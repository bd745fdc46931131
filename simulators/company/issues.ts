import { z } from 'zod';
import { addDays, daysBetween, instant, workday } from './calendar.js';
import { LEVELS } from './job-titles.js';
import type { Person } from './people.js';
import { type Project, projects } from './projects.js';
import { type Random, randomFrom } from './random.js';

export const issue = z.object({
  /** `ATL-12` */
  key: z.string(),
  project: z.string(),
  type: z.enum(['Epic', 'Story', 'Task', 'Bug']),
  summary: z.string(),
  assigneeId: z.string(),
  reporterId: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  resolvedOn: z.iso.date().nullable(),
  status: z.enum(['To Do', 'In Progress', 'In Review', 'Done']),
  priority: z.enum(['High', 'Medium', 'Low']),
  storyPoints: z.int().nullable(),
  labels: z.array(z.string()),
});
export type Issue = z.infer<typeof issue>;
export const project = z.object({ key: z.string(), name: z.string(), leadId: z.string() });

type Draft = Omit<Issue, 'key'>;
type Performance = (person: Person) => number;

const DAYS_TRACKED = 330;

/** A year of work in Jira: who performs better resolves more, a little. */
export function work({
  seed,
  asOf,
  people,
  performance,
}: {
  seed: number;
  asOf: string;
  people: readonly Person[];
  performance: Performance;
}) {
  const all = projects.map((one) => {
    const random = randomFrom(seed, `project ${one.key}`);
    const staff = people.filter(
      ({ team, jiraAccountId }) => jiraAccountId !== null && one.teams.some((name) => team === name || team.startsWith(`${name} `)),
    );
    const lead = staff.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level))[0];
    if (lead === undefined) throw new Error(`nobody works on ${one.name}`);
    const used = new Set<string>();
    const drafts = [
      ...milestones(one, staff, { asOf, random }),
      ...staff.flatMap((person) => shareOf(person, one, { staff, asOf, random, performance, used })),
    ];
    return { lead: { key: one.key, name: one.name, leadId: lead.id }, issues: numbered(one.key, drafts) };
  });
  return { projects: all.map(({ lead }) => lead), issues: all.flatMap(({ issues }) => issues) };
}

function milestones(
  { key, milestones: titles }: Project,
  staff: readonly Person[],
  { asOf, random }: { asOf: string; random: Random },
): Draft[] {
  const able = staff.filter(
    ({ status, level, hiredOn }) =>
      status === 'active' && (level === 'L2' || level === 'L3' || level === 'L4') && daysBetween(hiredOn, asOf) > 400,
  );
  const owners = random.shuffled(able);
  return titles.flatMap((summary, index): Draft[] => {
    const owner = owners[index];
    if (owner === undefined) return [];
    const resolvedOn = index === titles.length - 1 ? null : workday(addDays(asOf, -random.int(34, 172)));
    const createdOn = workday(addDays(resolvedOn ?? asOf, -random.int(70, 150)));
    return [
      {
        ...draft(owner, staff, random),
        project: key,
        type: 'Epic',
        summary,
        createdAt: at(createdOn, random),
        storyPoints: null,
        ...outcome(resolvedOn, asOf, random),
        labels: ['milestone'],
      },
    ];
  });
}

function shareOf(
  person: Person,
  one: Project,
  {
    staff,
    asOf,
    random,
    performance,
    used,
  }: { staff: readonly Person[]; asOf: string; random: Random; performance: Performance; used: Set<string> },
): Draft[] {
  const isLead = person.level === 'L4' || person.level === 'L5';
  const pace = (isLead ? 5 : 8) * Math.exp(0.2 * performance(person));
  const present = Math.min(DAYS_TRACKED, daysBetween(person.hiredOn, person.endedOn ?? asOf));
  const wanted = Math.max(0, Math.round(pace * (present / DAYS_TRACKED) + 0.8 * random.normal()));
  const lastDay = person.endedOn ?? asOf;
  return Array.from({ length: wanted }, (): Draft => {
    const createdOn = workday(addDays(lastDay, -random.int(4, Math.max(5, present))));
    const due = workday(addDays(createdOn, random.int(2, 32)));
    const resolvedOn = due < lastDay && random.chance(0.93) ? due : null;
    const kind = random.weighted([
      ['Bug', 35],
      ['Story', 30],
      ['Task', 35],
    ] as const);
    return {
      ...draft(person, staff, random),
      project: one.key,
      type: kind,
      summary: summaryOf(kind, one, random, used),
      createdAt: at(createdOn, random),
      ...outcome(resolvedOn, lastDay, random),
      storyPoints: kind === 'Bug' && random.chance(0.5) ? null : random.pick([1, 2, 3, 3, 5, 5, 8]),
      labels: random.chance(0.3) ? [random.pick(['customer-request', 'tech-debt', 'regression', 'quick-win', 'documentation'])] : [],
    };
  });
}

const draft = (person: Person, staff: readonly Person[], random: Random) => ({
  assigneeId: person.id,
  reporterId: random.pick(staff).id,
  priority: random.weighted([
    ['High', 20],
    ['Medium', 60],
    ['Low', 20],
  ] as const),
});

function outcome(resolvedOn: string | null, lastDay: string, random: Random): Pick<Draft, 'resolvedOn' | 'updatedAt' | 'status'> {
  if (resolvedOn !== null) return { resolvedOn, updatedAt: at(resolvedOn, random), status: 'Done' };
  return {
    resolvedOn,
    updatedAt: at(addDays(lastDay, -random.int(0, 3)), random),
    status: random.pick(['To Do', 'In Progress', 'In Progress', 'In Review']),
  };
}

/** Between nine in the morning and three in the afternoon UTC: the same day wherever the company works. */
const at = (day: string, random: Random) => instant(day, random.int(9 * 60, 15 * 60));

const SYMPTOMS = [
  'shows stale values',
  'times out',
  'returns an empty page',
  'loses its settings',
  'counts some entries twice',
  'fails without a message',
  'ignores the time zone',
  'uses too much memory',
];
const OCCASIONS = [
  'after a restart',
  'when two people save at once',
  'on the last day of the month',
  'when the connection drops',
  'for accounts older than a year',
  'under heavy load',
  'after an upgrade',
  'for sites without a name',
];
const ROLES = ['site managers', 'technicians', 'administrators', 'customers', 'auditors', 'colleagues'];
const CHORES = [
  'Document the',
  'Add tests for the',
  'Upgrade the libraries of the',
  'Remove dead code from the',
  'Add a dashboard for the',
  'Write a runbook for the',
  'Speed up the',
  'Tidy up the logs of the',
  'Review the permissions of the',
  'Split the',
];

function summaryOf(kind: 'Bug' | 'Story' | 'Task', { parts, abilities }: Project, random: Random, used: Set<string>): string {
  const sentence = () => {
    const part = random.pick(parts);
    if (kind === 'Bug') return `${part.charAt(0).toUpperCase()}${part.slice(1)} ${random.pick(SYMPTOMS)} ${random.pick(OCCASIONS)}`;
    return kind === 'Story' ? `Let ${random.pick(ROLES)} ${random.pick(abilities)}` : `${random.pick(CHORES)} ${part}`;
  };
  let summary = sentence();
  for (let tries = 0; used.has(summary) && tries < 40; tries += 1) summary = sentence();
  used.add(summary);
  return summary;
}

const numbered = (key: string, drafts: readonly Draft[]): Issue[] =>
  drafts.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).map((one, index) => ({ key: `${key}-${index + 1}`, ...one }));
