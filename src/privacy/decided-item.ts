import type { Members } from './atoms.js';
import { MOST_COARSER } from './bands.js';
import type { CohortTable } from './cohort-table.js';
import { type Figures, figures } from './figures.js';
import { tellsTooMuch } from './interval-audit.js';
import type { Question } from './question.js';
import type { GateRespondent, GateSurvey } from './released.js';
import type { Told } from './told-system.js';

/** The name of everybody together, which no group of a field has. */
export const EVERYBODY: unique symbol = Symbol('everybody');
export type GroupName = string | typeof EVERYBODY;

/** What of one question may be shown, and the figures that may. */
export interface DecidedItem {
  readonly table: CohortTable;
  readonly distributions: CohortTable;
  readonly figures: ReadonlyMap<GroupName, Figures>;
  readonly told: readonly Told[];
}

export interface ItemRequest {
  readonly item: GateSurvey['items'][number] & Question;
  /** Everybody first, then each group of the field, with those of it who answered and the table it is in. */
  readonly groups: readonly {
    readonly name: GroupName;
    readonly table: string;
    readonly people: readonly GateRespondent[];
    readonly members: Members;
  }[];
  /** Who may be shown, by who answered. */
  readonly table: CohortTable;
  readonly distributions: CohortTable;
  /** Everything told of this question before. */
  readonly before: readonly Told[];
}

/**
 * In how coarse bands the groups of a question may be shown, so that nothing ever told of it puts them together again: as fine as
 * their sizes allow, coarser if need be, at last not at all. Everybody is always given as fine as their number allows: that figure
 * is the same in every table. This is the one decision that looks at answers; docs/privacy.md says what it may tell.
 */
export function decideItem(request: ItemRequest): DecidedItem {
  const { table, distributions } = request;
  for (let coarser = 0; coarser <= MOST_COARSER; coarser += 1) {
    const decided = inBands(request, table, distributions, coarser);
    if (isSafe(request, decided.told)) return decided;
  }
  const alone = inBands(request, withoutGroups(table), withoutGroups(distributions), 0);
  return isSafe(request, alone.told) ? alone : inBands(request, withheld(table), withheld(distributions), 0);
}

function inBands({ item, groups }: ItemRequest, table: CohortTable, distributions: CohortTable, coarser: number): DecidedItem {
  const shown = groups.flatMap(({ name, people, members, table: of }): { name: GroupName; found: Figures; told: Told }[] => {
    if (visibilityIn(table, name) !== 'shown') return [];
    const isDistributionShown = visibilityIn(distributions, name) === 'shown';
    const answered = people.flatMap(({ answers }) => answers[item.id] ?? []);
    const found = figures(answered, item, isDistributionShown, name === EVERYBODY ? 0 : coarser);
    return [{ name, found, told: { members, table: of, bounds: found.bounds } }];
  });
  return {
    table,
    distributions,
    figures: new Map(shown.map(({ name, found }) => [name, found])),
    told: shown.map(({ told }) => told),
  };
}

const isSafe = ({ item, before }: ItemRequest, told: readonly Told[]): boolean => !tellsTooMuch(before, told, item);

export const visibilityIn = (table: CohortTable, name: GroupName) =>
  name === EVERYBODY ? table.whole : (table.cohorts.get(name) ?? 'withheld');

const withoutGroups = (table: CohortTable): CohortTable => ({
  ...table,
  cohorts: new Map([...table.cohorts].map(([name, visibility]) => [name, visibility === 'shown' ? 'withheld' : visibility])),
  shown: table.shown.slice(0, 1),
});

const withheld = (table: CohortTable): CohortTable => ({
  ...withoutGroups(table),
  whole: table.whole === 'shown' ? 'withheld' : table.whole,
  shown: [],
});
