import { isDeepStrictEqual } from 'node:util';
import { type Cohort, type CohortTable, decideTable } from './cohort-table.js';
import { decideItem, type DecidedItem, EVERYBODY } from './decided-item.js';
import type { Members } from './atoms.js';
import type { GateRespondent, GateSurvey } from './released.js';
import type { Thresholds } from './thresholds.js';
import type { Told } from './told-system.js';

/** A group some figure of which was let out. */
export interface Published extends Told {
  readonly measure: string;
}

export interface DecisionRequest {
  readonly survey: GateSurvey;
  readonly respondents: readonly GateRespondent[];
  /** What the groups are made of; null for everybody together. */
  readonly field: string | null;
  readonly thresholds: Thresholds;
  /** Everything ever let out of this survey, to anybody. */
  readonly published: readonly Published[];
  /** The same of every other survey that shares answers with it. */
  readonly elsewhere: readonly Published[];
  /** Of those who gave the same answers, here or in such a survey, by whom they are stood for. */
  readonly sameAnswers?: ReadonlyMap<string, string>;
  /** Whether it holds the same responses as another survey that was let out, and nobody can tell which is which: then nothing is shown. */
  readonly isRepeat?: boolean;
}

/** People who left the field empty are a group like the others: without it the blank is the leak. */
export const BLANK = '(blank)';

/** A full distribution needs this many times the respondents of a score: survey privacy §7.13. */
const DISTRIBUTION_FACTOR = 2;

export interface People {
  readonly name: string;
  readonly people: readonly GateRespondent[];
}

export function cohortsOf(respondents: readonly GateRespondent[], field: string | null): People[] {
  if (field === null) return [];
  const byValue = Map.groupBy(respondents, ({ attributes }) => attributes[field] ?? BLANK);
  return [...byValue].map(([name, people]) => ({ name, people })).toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

type Counts = (respondent: GateRespondent) => boolean;
type MembersOf = (people: readonly GateRespondent[]) => Members;

/** Those of some people who are counted, each set made once: there are as many as there are groups and questions. */
function membersWhere(counts: Counts): MembersOf {
  const made = new Map<readonly GateRespondent[], Members>();
  return (people) => {
    const members = made.get(people) ?? new Set(people.filter(counts).map(({ id }) => id));
    made.set(people, members);
    return members;
  };
}

/** One decided table per measure; a group hidden as such is hidden in every one of them. */
export class Decisions {
  readonly respondents: CohortTable;
  readonly comments: CohortTable;
  readonly items: ReadonlyMap<string, DecidedItem>;
  readonly themes: ReadonlyMap<string, CohortTable>;
  /** What has to be written down of it. */
  readonly published: Published[] = [];
  readonly #cohorts: readonly People[];

  constructor(private readonly request: DecisionRequest) {
    const { survey, respondents, field, thresholds } = request;
    const { kComments, kScores } = thresholds;
    this.#cohorts = cohortsOf(respondents, field);
    this.respondents = this.#counted('respondents', () => true, kScores, undefined);
    this.items = new Map(survey.items.map((item) => [item.id, this.#item(item)]));
    this.comments = this.#counted('comments', () => true, kComments, this.respondents);
    const themes = new Set(respondents.flatMap((one) => one.themes.map(({ id }) => id)));
    this.themes = new Map(
      [...themes].map((theme) => [
        theme,
        this.#counted(`theme:${theme}`, (one) => one.themes.some(({ id }) => id === theme), kComments, this.comments),
      ]),
    );
  }

  #item(item: GateSurvey['items'][number]): DecidedItem {
    const { respondents, thresholds } = this.request;
    const answered = membersWhere(({ answers }) => answers[item.id] !== undefined);
    const [scores, distributions] = [`item:${item.question}`, `distribution:${item.question}`];
    const table = this.#decide(scores, answered, thresholds.kScores, this.respondents);
    const isWhole = respondents.every(({ answers }) => Number.isInteger(answers[item.id] ?? 0));
    const decided = decideItem({
      item: { ...item, isWhole },
      groups: [
        { name: EVERYBODY, table: this.#tableName(null), people: respondents, members: answered(respondents) },
        ...this.#cohorts.map((cohort) => ({ ...cohort, members: answered(cohort.people), table: this.#tableName(this.request.field) })),
      ],
      table,
      // A measure of its own: the distribution of everybody minus that of one large group is that of the small ones.
      distributions: this.#decide(distributions, answered, DISTRIBUTION_FACTOR * thresholds.kScores, table),
      before: this.#before(scores),
    });
    this.#publish(scores, decided.told);
    this.#publish(distributions, this.#toldOf(decided.distributions));
    return decided;
  }

  #counted(measure: string, counts: Counts, k: number, within: CohortTable | undefined): CohortTable {
    const table = this.#decide(measure, membersWhere(counts), k, within);
    this.#publish(measure, this.#toldOf(table));
    return table;
  }

  #decide(measure: string, members: MembersOf, k: number, within: CohortTable | undefined): CohortTable {
    const isShown = within === undefined || within.whole === 'shown';
    const cohorts = this.#cohorts.map(({ name, people }): Cohort => ({ name, members: isShown ? members(people) : new Set() }));
    const hidden = new Set([...(within?.cohorts ?? [])].filter(([, visibility]) => visibility === 'withheld').map(([name]) => name));
    const groupsOf = (published: readonly Published[]) => published.filter((one) => one.measure === measure).map((one) => one.members);
    const { respondents, published, elsewhere, sameAnswers, isRepeat = false } = this.request;
    return decideTable(
      isShown ? members(respondents) : new Set(),
      cohorts,
      isRepeat ? Number.POSITIVE_INFINITY : k,
      groupsOf([...published, ...elsewhere]),
      hidden,
      groupsOf(elsewhere),
      sameAnswers,
    );
  }

  #before(measure: string): Published[] {
    return [...this.request.published, ...this.request.elsewhere].filter((one) => one.measure === measure);
  }

  /** Groups of whom no more is known than that they were counted. */
  #toldOf({ shown }: CohortTable): Told[] {
    return shown.map((members, at) => ({ members, table: this.#tableName(at === 0 ? null : this.request.field), bounds: {} }));
  }

  #tableName(field: string | null): string {
    return JSON.stringify([this.request.survey.key, field]);
  }

  #publish(measure: string, told: readonly Told[]): void {
    const before = this.#before(measure);
    const isKnown = (one: Told) =>
      before.some(
        ({ members, table, bounds }) => table === one.table && same(members, one.members) && isDeepStrictEqual(bounds, one.bounds),
      );
    this.published.push(...told.filter((one) => !isKnown(one)).map((one) => ({ measure, ...one })));
  }
}

const same = (left: Members, right: Members): boolean => left.size === right.size && left.isSubsetOf(right);
