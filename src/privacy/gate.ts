import { EVERYBODY, type GroupName, visibilityIn } from './decided-item.js';
import { cohortsOf, type DecisionRequest, Decisions, type Published } from './decisions.js';
import type { PublishedFigure } from './release-view.js';
import type { GateRespondent, GateSurvey, ReleasedGroup, ReleasedItem, ReleasedTheme } from './released.js';
import type { Thresholds } from './thresholds.js';

/** Not exported: nothing outside this file can make a `Release`. */
const passed = Symbol('passed the gate');

/** The one way survey data leaves: everything in it may be read by whoever may read the survey at all. */
export interface Release {
  readonly [passed]: true;
  readonly surveyKey: string;
  readonly surveyLabel: string;
  /** What the groups are made of; null for everybody together. */
  readonly field: string | null;
  readonly thresholds: Thresholds;
  readonly policyVersion: number;
  readonly takenAt: string;
  readonly everybody: ReleasedGroup;
  readonly groups: readonly ReleasedGroup[];
}

export interface GateRequest extends DecisionRequest {
  readonly policyVersion: number;
  readonly takenAt: string;
}

/**
 * Lets a one-way table of a survey out, with all that may not be seen taken out of it.
 * @returns the release, and what has to be written to the ledger in the same transaction.
 */
export function release(request: GateRequest): { release: Release; published: Published[] } {
  const { survey, respondents, field, thresholds, policyVersion, takenAt } = request;
  const decisions = new Decisions(request);
  const released: Release = {
    [passed]: true,
    surveyKey: survey.key,
    surveyLabel: survey.label,
    field,
    thresholds,
    policyVersion,
    takenAt,
    everybody: describe(EVERYBODY, respondents, survey, decisions),
    groups: cohortsOf(respondents, field).map(({ name, people }) => describe(name, people, survey, decisions)),
  };
  return { release: released, published: decisions.published };
}

/** Figures somebody else has published: who may read them was decided where they were published, and nothing is taken out of them. */
export interface PublishedRelease {
  readonly [passed]: true;
  readonly surveyKey: string;
  readonly sources: readonly string[];
  readonly figures: readonly PublishedFigure[];
  readonly policyVersion: number;
  readonly takenAt: string;
}

/** Lets published figures out as they are. They are about groups already; nobody's answers are among them. */
export const releasePublished = (published: Omit<PublishedRelease, typeof passed>): PublishedRelease => ({ [passed]: true, ...published });

function describe(group: GroupName, people: readonly GateRespondent[], survey: GateSurvey, decisions: Decisions): ReleasedGroup {
  const name = group === EVERYBODY ? 'everybody' : group;
  const visibility = visibilityIn(decisions.respondents, group);
  if (visibility !== 'shown') return { name, visibility };
  const items = survey.items.map(({ id, text, scale }): ReleasedItem => {
    const decided = decisions.items.get(id);
    const shown = decided === undefined ? 'withheld' : visibilityIn(decided.table, group);
    return { id, text, scale, visibility: shown, ...decided?.figures.get(group)?.released };
  });
  const mayShow = (theme: string) => {
    const table = decisions.themes.get(theme);
    return table !== undefined && visibilityIn(table, group) === 'shown';
  };
  const themes = visibilityIn(decisions.comments, group) === 'shown' ? { themes: themesOf(people, mayShow) } : {};
  return { name, visibility, respondents: people.length, items, ...themes };
}

function themesOf(people: readonly GateRespondent[], mayShow: (theme: string) => boolean): ReleasedTheme[] {
  const labels = new Map(people.flatMap(({ themes }) => themes.map(({ id, label }) => [id, label])));
  return [...labels]
    .filter(([id]) => mayShow(id))
    .map(([id, label]) => ({ id, label, commenters: people.filter(({ themes }) => themes.some((theme) => theme.id === id)).length }))
    .toSorted((left, right) => right.commenters - left.commenters || (left.id < right.id ? -1 : 1));
}
