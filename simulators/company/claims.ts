import { z } from 'zod';
import { addDays, monthEnd, monthName, monthStart, spoken } from './calendar.js';
import type { Goal } from './goals.js';
import type { Issue } from './issues.js';
import { projects } from './projects.js';
import type { Random } from './random.js';

export const VERDICTS = ['supported', 'contradicted', 'unsupported', 'opinion'] as const;
/** A sentence of a review, and what the person's own goals and issues say of it. */
export const claim = z.object({
  sentence: z.string(),
  verdict: z.enum(VERDICTS),
  /** Issue keys and goal ids. */
  evidenceIds: z.array(z.string()),
});
export type Claim = z.infer<typeof claim>;

/** Half a year of somebody's work. */
export interface Evidence {
  readonly name: string;
  readonly issues: readonly Issue[];
  readonly goals: readonly Goal[];
  readonly cycle: { readonly startsOn: string; readonly endsOn: string };
  /** What is claimed happened before this day. */
  readonly writtenOn: string;
}

/** Everything a manager could truthfully say about this work, at most one sentence of each kind. */
export function truths(evidence: Evidence, random: Random): readonly Claim[] {
  return [
    ...milestone(evidence, random),
    ...issueCount(evidence, random),
    ...bugCount(evidence, random),
    ...oneIssue(evidence, random),
    ...reachedGoal(evidence, random),
    ...openGoal(evidence, random),
  ];
}

const supported = (sentence: string, evidenceIds: readonly string[]): Claim[] => [
  { sentence, verdict: 'supported', evidenceIds: [...evidenceIds] },
];

export const delivered = ({ summary, key }: Issue, name: string, day: string) =>
  `${name} delivered the ${lowerFirst(summary)} (${key}) on ${spoken(day)}.`;

function milestone({ name, issues, ...evidence }: Evidence, random: Random): Claim[] {
  const done = issues.filter((one) => one.type === 'Epic' && resolvedWithin(one, evidence.cycle.startsOn, evidence.writtenOn));
  return some(done, random).flatMap((epic) => supported(delivered(epic, name, epic.resolvedOn ?? ''), [epic.key]));
}

function issueCount({ name, issues, cycle }: Evidence, random: Random): Claim[] {
  const { from, to, said } = someMonths(cycle.startsOn, random);
  const counted = Map.groupBy(
    issues.filter((one) => one.type !== 'Epic' && resolvedWithin(one, from, to)),
    ({ project }) => project,
  );
  const [key, most = []] = [...counted].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
  // an epic is no piece of work of its own, and yet whoever counts by hand would count it: leave such windows out
  if (key === undefined || most.length < 2 || issues.some((one) => one.type === 'Epic' && resolvedWithin(one, from, to))) return [];
  const project = projects.find((one) => one.key === key)?.name ?? key;
  const phrases = [
    `${name} closed ${most.length} issues in the ${project} project ${said}.`,
    `${name} resolved ${most.length} ${project} issues ${said}.`,
    `In the ${project} project, ${name} completed ${most.length} issues ${said}.`,
  ];
  return supported(
    random.pick(phrases),
    most.map((one) => one.key),
  );
}

function bugCount({ name, issues, cycle }: Evidence, random: Random): Claim[] {
  const { from, to, said } = someMonths(cycle.startsOn, random);
  const bugs = issues.filter((one) => one.type === 'Bug' && resolvedWithin(one, from, to));
  if (bugs.length < 2) return [];
  return supported(
    `${name} fixed ${bugs.length} bugs ${said}.`,
    bugs.map(({ key }) => key),
  );
}

function oneIssue({ name, issues, ...evidence }: Evidence, random: Random): Claim[] {
  const done = issues.filter((one) => one.type !== 'Epic' && resolvedWithin(one, evidence.cycle.startsOn, evidence.writtenOn));
  return some(done, random).flatMap(({ key, summary, resolvedOn }) => {
    const day = spoken(resolvedOn ?? '');
    return supported(
      random.pick([`${name} finished ${key} ("${summary}") on ${day}.`, `${key}, "${summary}", was resolved by ${name} on ${day}.`]),
      [key],
    );
  });
}

function reachedGoal({ name, goals, ...evidence }: Evidence, random: Random): Claim[] {
  const reached = goals.filter(
    ({ completedOn }) => completedOn !== null && completedOn >= evidence.cycle.startsOn && completedOn < evidence.writtenOn,
  );
  return some(reached, random).flatMap(({ id, title, completedOn }) => {
    const day = spoken(completedOn ?? '');
    return supported(random.pick([`${name} completed the goal "${title}" on ${day}.`, `The goal "${title}" was reached on ${day}.`]), [id]);
  });
}

function openGoal({ name, goals }: Evidence, random: Random): Claim[] {
  const open = goals.filter(({ status }) => status === 'in_progress');
  return some(open, random).flatMap(({ id, title, percentComplete }) =>
    supported(
      random.pick([
        `The goal "${title}" stands at ${percentComplete} percent.`,
        `${name} has brought the goal "${title}" to ${percentComplete} percent.`,
      ]),
      [id],
    ),
  );
}

export const resolvedWithin = ({ resolvedOn }: Issue, from: string, to: string) =>
  resolvedOn !== null && resolvedOn >= from && resolvedOn <= to;

/** Two to five whole months of the cycle, its last month left out as reviews are written in it. */
function someMonths(cycleStart: string, random: Random): { from: string; to: string; said: string } {
  const first = random.int(0, 2);
  const from = monthStart(cycleStart, first);
  const lastMonth = monthStart(cycleStart, random.int(first + 1, 4));
  const years = from.slice(0, 4) === lastMonth.slice(0, 4) ? '' : ` ${from.slice(0, 4)}`;
  return { from, to: monthEnd(lastMonth), said: `between ${monthName(from)}${years} and ${monthName(lastMonth)} ${lastMonth.slice(0, 4)}` };
}

const some = <T>(from: readonly T[], random: Random): T[] => (from.length === 0 ? [] : [random.pick(from)]);
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Six weeks early: far enough that nobody calls it a slip of the pen. */
export const wrongDay = (day: string) => addDays(day, -40);
