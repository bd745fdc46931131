import { type Cohort, type CohortTable, decideTable } from './cohort-table.js';
import type { Members } from './derivable-group.js';
import { figures } from './figures.js';
import type { GateSurvey, ReleasedGroup, ReleasedItem, ReleasedTheme } from './released.js';
import type { Visibility } from './siblings.js';
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

export interface GateRespondent {
  /** A pseudonym: the gate has no need to know who it is. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly themes: readonly { readonly id: string; readonly label: string }[];
}

/** A group some figure of which was let out before. */
export interface Published {
  readonly measure: string;
  readonly members: Members;
}

export interface GateRequest {
  readonly survey: GateSurvey;
  readonly respondents: readonly GateRespondent[];
  readonly field: string | null;
  readonly thresholds: Thresholds;
  readonly policyVersion: number;
  readonly takenAt: string;
  /** Everything ever let out of this survey, to anybody. */
  readonly published: readonly Published[];
}

/** People who left the field empty are a group like the others: without it the blank is the leak. */
export const BLANK = '(blank)';

/** A full distribution needs this many times the respondents of a score: survey privacy §7.13. */
const DISTRIBUTION_FACTOR = 2;

/**
 * Lets a one-way table of a survey out, with all that may not be seen taken out of it.
 * @returns the release, and what has to be written to the ledger in the same transaction.
 */
export function release(request: GateRequest): { release: Release; published: Published[] } {
  const { survey, respondents, field, thresholds, policyVersion, takenAt } = request;
  const decisions = new Decisions(request);
  const group = (name: string, people: readonly GateRespondent[], decided: (table: CohortTable | undefined) => Visibility | undefined) =>
    describe(name, people, survey, decisions, (table) => decided(table) ?? 'withheld');
  const cohorts = field === null ? [] : cohortsOf(respondents, field);
  const released: Release = {
    [passed]: true,
    surveyKey: survey.key,
    surveyLabel: survey.label,
    field,
    thresholds,
    policyVersion,
    takenAt,
    everybody: group('everybody', respondents, (table) => table?.whole),
    groups: cohorts.map(({ name, people }) => group(name, people, (table) => table?.cohorts.get(name))),
  };
  return { release: released, published: decisions.published };
}

interface People {
  readonly name: string;
  readonly people: readonly GateRespondent[];
}

function cohortsOf(respondents: readonly GateRespondent[], field: string): People[] {
  const byValue = Map.groupBy(respondents, ({ attributes }) => attributes[field] ?? BLANK);
  return [...byValue].map(([name, people]) => ({ name, people })).toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** One decided table per measure; a group hidden as such is hidden in every one of them. */
class Decisions {
  readonly respondents: CohortTable;
  readonly comments: CohortTable;
  readonly #items: ReadonlyMap<string, CohortTable>;
  readonly #distributions: ReadonlyMap<string, CohortTable>;
  readonly #themes: ReadonlyMap<string, CohortTable>;
  readonly published: Published[] = [];

  constructor(private readonly request: GateRequest) {
    const { survey, respondents, thresholds } = request;
    const { kScores, kComments } = thresholds;
    this.respondents = this.#decide('respondents', () => true, kScores, undefined);
    this.#items = new Map(
      survey.items.map(({ id }) => [id, this.#decide(`item:${id}`, ({ answers }) => answers[id] !== undefined, kScores, this.respondents)]),
    );
    // A measure of its own: the distribution of everybody minus that of one large group is that of the small ones.
    const atLeast = DISTRIBUTION_FACTOR * kScores;
    this.#distributions = new Map(
      [...this.#items].map(([id, within]) => [
        id,
        this.#decide(`distribution:${id}`, ({ answers }) => answers[id] !== undefined, atLeast, within),
      ]),
    );
    this.comments = this.#decide('comments', () => true, kComments, this.respondents);
    const themes = new Set(respondents.flatMap((one) => one.themes.map(({ id }) => id)));
    this.#themes = new Map(
      [...themes].map((theme) => [
        theme,
        this.#decide(`theme:${theme}`, (one) => one.themes.some(({ id }) => id === theme), kComments, this.comments),
      ]),
    );
  }

  item = (id: string): CohortTable | undefined => this.#items.get(id);
  distribution = (id: string): CohortTable | undefined => this.#distributions.get(id);
  theme = (id: string): CohortTable | undefined => this.#themes.get(id);

  #decide(measure: string, counts: (respondent: GateRespondent) => boolean, k: number, within: CohortTable | undefined): CohortTable {
    const { respondents, field, published } = this.request;
    const members = (people: readonly GateRespondent[]): Members => new Set(people.filter(counts).map(({ id }) => id));
    const cohorts: Cohort[] =
      field === null ? [] : cohortsOf(respondents, field).map(({ name, people }) => ({ name, members: members(people) }));
    const before = published.filter((one) => one.measure === measure).map((one) => one.members);
    if (within !== undefined && within.whole !== 'shown')
      return decideTable(
        new Set(),
        cohorts.map(({ name }) => ({ name, members: new Set<string>() })),
        k,
        before,
      );
    const hidden = new Set([...(within?.cohorts ?? [])].filter(([, visibility]) => visibility === 'withheld').map(([name]) => name));
    const table = decideTable(members(respondents), cohorts, k, before, hidden);
    this.published.push(
      ...table.shown.filter((group) => !before.some((known) => same(known, group))).map((group) => ({ measure, members: group })),
    );
    return table;
  }
}

const same = (left: Members, right: Members): boolean => left.size === right.size && left.isSubsetOf(right);

function describe(
  name: string,
  people: readonly GateRespondent[],
  survey: GateSurvey,
  decisions: Decisions,
  of: (table: CohortTable | undefined) => Visibility,
): ReleasedGroup {
  const visibility = of(decisions.respondents);
  if (visibility !== 'shown') return { name, visibility };
  const items = survey.items.map((item): ReleasedItem => {
    const shown = of(decisions.item(item.id));
    return {
      id: item.id,
      text: item.text,
      scale: item.scale,
      visibility: shown,
      ...(shown === 'shown'
        ? figures(
            people.flatMap(({ answers }) => answers[item.id] ?? []),
            item,
            of(decisions.distribution(item.id)) === 'shown',
          )
        : {}),
    };
  });
  const themes = of(decisions.comments) === 'shown' ? { themes: themesOf(people, (id) => of(decisions.theme(id)) === 'shown') } : {};
  return { name, visibility, respondents: people.length, items, ...themes };
}

function themesOf(people: readonly GateRespondent[], mayShow: (theme: string) => boolean): ReleasedTheme[] {
  const labels = new Map(people.flatMap(({ themes }) => themes.map(({ id, label }) => [id, label])));
  return [...labels]
    .filter(([id]) => mayShow(id))
    .map(([id, label]) => ({ id, label, commenters: people.filter(({ themes }) => themes.some((theme) => theme.id === id)).length }))
    .toSorted((left, right) => right.commenters - left.commenters || (left.id < right.id ? -1 : 1));
}
