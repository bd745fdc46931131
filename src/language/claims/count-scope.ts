import { covers, dayAfter, EARLIEST, isWithin, LATEST, overlaps } from './calendar.js';
import type { EntityMention, NumberMention, Period } from './claim.js';
import type { Told } from './count-readings.js';
import { type EvidenceItem, finishedOn, inWords, isDone } from './evidence.js';
import type { ReadClaim } from './extract.js';
import type { CheckingContext } from './verdict.js';
import { stem, wordsOf } from './words.js';

/** What a counting claim counts: which records, where and when. */
export interface CountScope {
  readonly kind: 'work-item' | 'goal';
  readonly measure: 'items' | 'story-points';
  /** The type of issue named ("bug"), when the evidence knows types. */
  readonly issueType?: string;
  readonly projects: readonly string[];
  readonly period?: Period;
  /** Whether a period was stated that could not be resolved to a year. */
  readonly hasUnresolvedPeriod: boolean;
  /** Days at its end that may be meant or not: "by March" may be before or after it. */
  readonly open?: Period;
  readonly mustBeDone: boolean;
}

/** Times that only the day of writing would settle. */
const RELATIVE_TIME =
  /\b(?:(?:last|previous|past|this|recent|first|second|current|final) (?:\p{L}+ )?(?:quarter|month|week|sprint|year|spring|summer|autumn|fall|winter|weeks|months|days|sprints)|recently|lately|so far|to date|year[- ]to[- ]date|yesterday|since (?:joining|then))\b/iu;
const WORK_NOUNS = new Set(['issue', 'ticket', 'task', 'bug', 'defect', 'story', 'item', 'subtask', 'epic', 'card', 'incident'].map(stem));
const GOAL_NOUNS = new Set(['goal', 'objective', 'okr', 'target', 'milestone'].map(stem));
const TYPE_NOUNS = new Set(['bug', 'task', 'story', 'epic', 'incident', 'subtask'].map(stem));
const NOT_FINISHING =
  /\b(?:worked on|working on|handled|picked up|took on|was assigned|were assigned|assigned|contributed to|touched|has|had|held|owned?)\b/iu;
const NOT_COUNTED_HERE =
  /\b(?:opened|reported|created|raised|filed|logged|reviewed|triaged|estimated|commented|introduced|caused|reopened)\b/iu;

export const UP_TO_A_MONTH = /^(?:by|as of|until|till)\s+\p{L}+\.?(?:,?\s+\d{4})?$/iu;
export const monthOf = (day: string): Period => ({ from: `${day.slice(0, 8)}01`, to: day });

/** Reads the scope of a counting claim; undefined when the number counts nothing that work items or goals could settle. */
export function readCountScope(
  { claim, statement, sentenceDates, sentenceEntities }: ReadClaim,
  counted: NumberMention,
  told: Told,
): CountScope | undefined {
  if (counted.unit !== 'count' || counted.noun === undefined || NOT_COUNTED_HERE.test(statement)) return undefined;
  const isPoints = counted.noun === 'point' && /\bstory points?\b|\bpoints?\b/iu.test(statement);
  const kind = isPoints || WORK_NOUNS.has(counted.noun) ? 'work-item' : GOAL_NOUNS.has(counted.noun) ? 'goal' : undefined;
  if (kind === undefined) return undefined;

  const dates = claim.dates.length > 0 ? told.dates : sentenceDates;
  const stated = dates.length === 1 ? dates[0] : undefined;
  const isOpenEnded = stated !== undefined && /^as of\b/iu.test(stated.text) && !/\b(?:had|has|have)\b/iu.test(statement); // "as of April she closed": from then on, maybe
  return {
    kind,
    measure: isPoints ? 'story-points' : 'items',
    ...(TYPE_NOUNS.has(counted.noun) ? { issueType: counted.noun } : {}),
    projects: kind === 'goal' ? [] : placesIn(claim.entities.some(isPlace) ? told.places : sentenceEntities),
    ...(stated?.period === undefined ? {} : { period: stated.period }),
    ...(stated?.period === undefined || !UP_TO_A_MONTH.test(stated.text) ? {} : { open: monthOf(stated.period.to) }),
    hasUnresolvedPeriod:
      isOpenEnded || (dates.length > 0 && stated?.period === undefined) || (dates.length === 0 && RELATIVE_TIME.test(statement)),
    mustBeDone:
      kind === 'goal'
        ? !/\b(?:has|had|set|took on|owns?|owned)\b/iu.test(statement) ||
          /\b(?:complet|finish|achiev|reach|deliver|accomplish|clos)(?:e|ed)\b|\b(?:met|hit)\b/iu.test(statement)
        : !NOT_FINISHING.test(statement) || /\bclosed|resolved|completed|finished\b/iu.test(statement),
  };
}

/**
 * The records of the person that fall into a scope, those that would if they had a date, and those finished after the cycle had closed
 * or when the review was written already.
 */
export interface ScopedRecords {
  readonly counted: EvidenceItem[];
  readonly undated: EvidenceItem[];
  readonly late: EvidenceItem[];
  /** Finished within a day of where the period begins or ends, counted or not: in another time zone that is another day. And what is in days that may be meant or not. */
  readonly nearEdges: EvidenceItem[];
}

export function recordsIn(scope: CountScope, context: CheckingContext): ScopedRecords {
  const candidates = candidatesFor(scope, context).filter((item) => !scope.mustBeDone || isDone(item) === true);
  const { period } = scope;
  const { writtenOn = LATEST, cyclePeriod } = context;
  const isAfterwards = ({ facts }: EvidenceItem) => scope.mustBeDone && (finishedOn(facts) ?? '') >= writtenOn;
  if (period === undefined) {
    const isLate = (item: EvidenceItem) =>
      isAfterwards(item) || (scope.mustBeDone && (finishedOn(item.facts) ?? '') > (cyclePeriod?.to ?? LATEST));
    return { counted: candidates.filter((item) => !isLate(item)), undated: [], late: candidates.filter(isLate), nearEdges: [] };
  }
  const within = (span: Period) =>
    candidates.filter((item) => {
      const on = dateFor(item, scope);
      return on !== undefined && isWithin(on, span);
    });
  return {
    counted: within(period).filter((item) => !isAfterwards(item)),
    undated: candidates.filter((item) => dateFor(item, scope) === undefined),
    late: within(period).filter(isAfterwards),
    nearEdges: [
      ...(period.from === EARLIEST ? [] : within({ from: dayAfter(period.from, -1), to: period.from })),
      ...(scope.open === undefined ? [] : within(scope.open)),
      ...(period.to === LATEST ? [] : within({ from: period.to, to: dayAfter(period.to, 1) })),
    ].filter((item) => !isAfterwards(item)),
  };
}

/** The person's own records of the kind and in the projects named, finished or not, whenever. */
export function candidatesFor({ kind, projects, issueType }: CountScope, context: CheckingContext): EvidenceItem[] {
  const own = context.index.items.filter((item) => item.kind === kind && isOwn(item, context));
  const inProjects = projects.length === 0 ? own : own.filter((item) => projects.some((project) => belongsTo(item, project)));
  const hasTypes = issueType !== undefined && inProjects.some((item) => item.facts?.issueType !== undefined);
  return hasTypes ? inProjects.filter((item) => isOfType(item, issueType)) : inProjects;
}

/** Of what is counted by points, the records that carry none: not none at all, but nobody knows how many. */
export const unpointed = (items: readonly EvidenceItem[], { measure }: CountScope): EvidenceItem[] =>
  measure === 'items' ? [] : items.filter(({ facts }) => facts?.storyPoints === undefined);

/** Whether nobody knows from which day to which the claim speaks: then what is counted is all there ever was. */
export const isUnbounded = ({ period }: CountScope, { cyclePeriod }: CheckingContext): boolean =>
  period === undefined && cyclePeriod === undefined;

/** Whether a period that is stated reaches over what the evidence is of: what was finished outside of the cycle is not in it. */
export const isBeyondCycle = ({ period }: CountScope, { cyclePeriod, writtenOn }: CheckingContext): boolean =>
  period !== undefined &&
  cyclePeriod !== undefined &&
  ((period.from !== EARLIEST && period.from < cyclePeriod.from) ||
    (writtenOn !== undefined && writtenOn > cyclePeriod.to && period.to > cyclePeriod.to));

/** Sums what the claim counts. */
export const amountOf = (items: readonly EvidenceItem[], { measure }: CountScope): number =>
  measure === 'items' ? items.length : items.reduce((sum, { facts }) => sum + (facts?.storyPoints ?? 0), 0);

/**
 * Whether the evidence is known to reach over the scope, so that what it does not hold did not happen:
 * declared so, or shown by a record of that project inside the period or by records on both sides of it.
 */
export function isCovered(scope: CountScope, context: CheckingContext): boolean {
  const { period, projects, kind } = scope;
  const declared = context.coverage.filter((area) => area.kind === kind);
  const reaches = (project: string | undefined) =>
    declared.some(
      (area) => (area.project === undefined || area.project === project) && (period === undefined || covers(area.period, period)),
    );
  if (declared.length > 0) return projects.length === 0 ? reaches(undefined) : projects.every(reaches);

  const dates = candidatesFor(scope, context).flatMap((item) => (anyDate(item) === undefined ? [] : [anyDate(item) ?? '']));
  if (period === undefined) return dates.length > 0;
  return dates.some((day) => isWithin(day, period)) || (dates.some((day) => day < period.from) && dates.some((day) => day > period.to));
}

export function belongsTo(item: EvidenceItem, project: string): boolean {
  const sought = project.toLowerCase();
  const { facts } = item;
  if (facts?.project?.toLowerCase() === sought) return true;
  if (facts?.issueKey?.toLowerCase().startsWith(`${sought}-`)) return true;
  if (facts?.project !== undefined && overlapsName(facts.project, project)) return true;
  return (
    facts?.project === undefined &&
    ` ${wordsOf(inWords(item))
      .map(({ text }) => text)
      .join(' ')} `.includes(` ${sought} `)
  );
}

/** Whether a record is the person's own work: an assignee that is somebody else's rules it out. */
export const isOwn = ({ facts }: EvidenceItem, { subjectPersonId, subjectNames }: CheckingContext): boolean =>
  facts?.assignee === undefined ||
  facts.assignee === subjectPersonId ||
  subjectNames.some((name) => name.toLowerCase() === facts.assignee?.toLowerCase());

/** "Atlas" is the project "Atlas Migration", and "Atlas Programme" the project "Atlas"; by whole words. */
function overlapsName(left: string, right: string): boolean {
  const a = ` ${left.toLowerCase()} `;
  const b = ` ${right.toLowerCase()} `;
  return a.includes(b) || b.includes(a);
}

const placesIn = (entities: readonly EntityMention[]): string[] => [...new Set(entities.filter(isPlace).map(({ text }) => text))];

const isPlace = ({ kind }: EntityMention): boolean => kind === 'project';

const isOfType = ({ facts }: EvidenceItem, type: string): boolean =>
  facts?.issueType !== undefined && wordsOf(facts.issueType).some(({ text }) => stem(text) === type);

const dateFor = (item: EvidenceItem, { mustBeDone }: CountScope): string | undefined =>
  finishedOn(item.facts) ?? item.occurredOn ?? (mustBeDone || item.period === undefined ? undefined : item.period.from);

const anyDate = (item: EvidenceItem): string | undefined =>
  finishedOn(item.facts) ?? item.occurredOn ?? item.period?.from ?? item.facts?.dueOn;

export const isInsideCycle = (period: Period | undefined, context: CheckingContext): boolean =>
  period === undefined || context.cyclePeriod === undefined || overlaps(period, context.cyclePeriod);
