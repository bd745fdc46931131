import type { Members } from './atoms.js';
import { smallDerivableGroup } from './derivable-group.js';
import { type Visibility, visibilityOfSiblings } from './siblings.js';

export interface Cohort {
  readonly name: string;
  readonly members: Members;
}

export interface CohortTable {
  readonly whole: Visibility;
  readonly cohorts: ReadonlyMap<string, Visibility>;
  /** Every group whose figures this table shows, the whole first. */
  readonly shown: readonly Members[];
}

/**
 * Decides what of a whole and the cohorts that partition it may be shown for one measure:
 * first siblings, within the published group each cohort lies in; then, until nothing changes, whatever small group all that was
 * ever published would give away together with this.
 * Looks at who is in which group and never at what anybody answered.
 * @param elsewhere groups of other surveys that share answers with this one; of `published`, too.
 * @param sameAnswers by whom those are stood for who gave the same answers as somebody else.
 */
export function decideTable(
  whole: Members,
  cohorts: readonly Cohort[],
  k: number,
  published: readonly Members[],
  hiddenBefore: ReadonlySet<string> = new Set(),
  elsewhere: readonly Members[] = [],
  sameAnswers: ReadonlyMap<string, string> = new Map(),
): CohortTable {
  if (whole.size === 0) return { whole: 'no-data', cohorts: new Map(cohorts.map(({ name }) => [name, 'no-data'])), shown: [] };
  const others = elsewhere.map((members) => ({ members, times: timesOf(members, sameAnswers) }));
  const isNearOther = (group: Members) => {
    const times = timesOf(group, sameAnswers);
    return others.some((other) => {
      const shared = [group.intersection(other.members).size, sharedIn(times, other.times)];
      return shared.some((people) => isNear(group.size, other.members.size, people, k));
    });
  };
  if (whole.size < k || isNearOther(whole) || smallDerivableGroup(published, [whole], k)) return withheld(cohorts);
  const hiddenAlready = new Set([...hiddenBefore, ...cohorts.filter(({ members }) => isNearOther(members)).map(({ name }) => name)]);
  const hidden = new Set(hiddenAlready);
  for (const siblings of byParent(cohorts, [whole, ...published])) {
    const visibility = visibilityOfSiblings(
      siblings.map(({ name, members }) => ({ id: name, respondents: members.size })),
      k,
      hiddenAlready,
    );
    for (const { name } of siblings) if (visibility.get(name) === 'withheld') hidden.add(name);
  }
  const visible = () => cohorts.filter(({ name, members }) => members.size > 0 && !hidden.has(name));
  for (;;) {
    const derivable = smallDerivableGroup(published, [whole, ...visible().map(({ members }) => members)], k);
    if (derivable === undefined) break;
    hidden.add(cover(visible(), [...published, whole], derivable === 'too-many' ? [] : derivable));
  }
  const visibility = (cohort: Cohort): Visibility =>
    cohort.members.size === 0 ? 'no-data' : hidden.has(cohort.name) ? 'withheld' : 'shown';
  return {
    whole: 'shown',
    cohorts: new Map(cohorts.map((cohort) => [cohort.name, visibility(cohort)])),
    shown: [whole, ...visible().map(({ members }) => members)],
  };
}

/**
 * Whether a group and one of another survey have more in common than a few people by whom they differ. A corrected answer is an old
 * one and a new one, and no sum of either follows from both groups; but the difference of the two would show. Methods 1.6.
 */
const isNear = (size: number, otherSize: number, shared: number, k: number): boolean =>
  [size - shared, otherSize - shared].some((apart) => apart > 0 && apart < k && apart <= shared);

/** How many of a group gave each answers. */
function timesOf(group: Members, sameAnswers: ReadonlyMap<string, string>): Map<string, number> {
  const times = new Map<string, number>();
  for (const person of group) {
    const first = sameAnswers.get(person) ?? person;
    times.set(first, (times.get(first) ?? 0) + 1);
  }
  return times;
}

const sharedIn = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number =>
  [...one].reduce((sum, [first, times]) => sum + Math.min(times, other.get(first) ?? 0), 0);

function withheld(cohorts: readonly Cohort[]): CohortTable {
  return {
    whole: 'withheld',
    cohorts: new Map(cohorts.map(({ name, members }) => [name, members.size === 0 ? 'no-data' : 'withheld'])),
    shown: [],
  };
}

/**
 * Cohorts by the smallest published group they lie in. Where the cohorts in such a group do not make up the whole of it,
 * subtracting leaves others as well, and they are siblings in the whole instead.
 */
function byParent(cohorts: readonly Cohort[], groups: readonly Members[]): Cohort[][] {
  const bySize = groups.toSorted((left, right) => left.size - right.size);
  const [everybody] = groups;
  const parents = Map.groupBy(
    cohorts,
    ({ members }) => bySize.find((group) => members.size < group.size && members.isSubsetOf(group)) ?? everybody,
  );
  const whole: Cohort[] = [];
  const nested: Cohort[][] = [];
  for (const [parent, siblings] of parents) {
    const together = siblings.reduce((sum, { members }) => sum + members.size, 0);
    if (parent !== undefined && parent !== everybody && together === parent.size) nested.push(siblings);
    else whole.push(...siblings);
  }
  return [...nested, whole];
}

/** The cohort whose hiding covers a small group best: the smallest that shares the smallest published group with it. */
function cover(visible: readonly Cohort[], published: readonly Members[], derivable: readonly string[]): string {
  const around = published
    .filter((group) => derivable.every((person) => group.has(person)))
    .toSorted((left, right) => left.size - right.size);
  const bySize = visible.toSorted((left, right) => left.members.size - right.members.size || (left.name < right.name ? -1 : 1));
  const near =
    derivable.length === 0
      ? undefined
      : around.map((group) => bySize.find(({ members }) => members.isSubsetOf(group))).find((cohort) => cohort !== undefined);
  const chosen = near ?? bySize[0];
  if (chosen === undefined) throw new Error('nothing of this table is visible, and the whole was safe: it cannot be unsafe now');
  return chosen.name;
}
