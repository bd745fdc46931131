import type { Bounds } from './bands.js';
import { type Constraint, narrowBounds } from './narrow-bounds.js';
import { below, cuts, favourableSide, type Question, SUM } from './question.js';
import { type Told, toldSystem } from './told-system.js';

/**
 * Whether everything told of a question together would say more than it was meant to, of a group told of or of what a table leaves
 * hidden: a count of people exactly, a sum so that one person's answer could not be any on the scale, or, with all figures of the
 * question held against each other, that a whole group answered on one side. Methods 1.5, for wholes and their parts.
 * What earlier releases say already is not held against the new one.
 */
export function tellsTooMuch(before: readonly Told[], added: readonly Told[], question: Question): boolean {
  const now = findings([...before, ...added], question);
  if (now.size === 0) return false;
  const known = findings(before, question);
  return [...now].some((finding) => !known.has(finding));
}

/** What gives too much away, by whom it is about and what is known of them. */
function findings(told: readonly Told[], question: Question): Set<string> {
  const { groups, partitions } = toldSystem(told);
  const range = question.scale.max - question.scale.min;
  const names = [...new Set([...told.flatMap(({ bounds }) => Object.keys(bounds)), ...cuts(question).map(below)])];
  const numberOf = (group: number, name: string) => group * names.length + names.indexOf(name);
  const known = groups.flatMap(({ people, told: here }) =>
    names.map((name): Bounds => here.reduce(narrower(name), { low: 0, high: name === SUM ? people * range : people })),
  );
  const additive = partitions.flatMap(({ whole, parts }) =>
    names.map((name): Constraint => {
      const taken = parts.map((part) => [numberOf(part, name), -1] as const);
      return { terms: [[numberOf(whole, name), 1], ...taken], min: 0, max: 0 };
    }),
  );
  const linking = groups.flatMap(({ people }, group) =>
    links(people, question, (name) => (names.includes(name) ? numberOf(group, name) : undefined)),
  );
  const isCount = (unknown: number) => names[unknown % names.length] !== SUM;
  const bySubtraction = narrowBounds(known, additive, isCount);
  const byEverything = bySubtraction && narrowBounds(bySubtraction, [...additive, ...linking], isCount);
  const isTooMuch = (name: string, group: number, people: number): boolean => {
    const [counted, held] = [bySubtraction?.[numberOf(group, name)], byEverything?.[numberOf(group, name)]];
    if (counted === undefined || held === undefined) return true;
    if (name === SUM) return Math.floor(counted.high) - Math.ceil(counted.low) < range;
    return counted.high - counted.low < 1 || held.low > people - 1 || held.high < 1;
  };
  const judged = (here: readonly Told[]) => names.filter((name) => (here.length > 0 ? here : told).some(({ bounds }) => name in bounds));
  return new Set(
    groups.flatMap(({ people, members, told: here }, group) =>
      judged(here)
        .filter((name) => isTooMuch(name, group, people))
        .map((name) => `${name}\n${members().join('\n')}`),
    ),
  );
}

const narrower =
  (name: string) =>
  (known: Bounds, { bounds }: Told): Bounds => {
    const told = bounds[name];
    return told === undefined ? known : { low: Math.max(known.low, told.low), high: Math.min(known.high, told.high) };
  };

/** How the figures of one question in one group hang together. */
function links(people: number, question: Question, numberOf: (name: string) => number | undefined): Constraint[] {
  const { min, max } = question.scale;
  const range = max - min;
  const sum = numberOf(SUM);
  const lattice = cuts(question).flatMap((threshold) => numberOf(below(threshold)) ?? []);
  const rising = lattice.slice(1).map((next, at): Constraint => {
    const one = lattice[at] ?? next;
    const terms = [[next, 1] as const, [one, -1] as const];
    return { terms, min: 0, max: people };
  });
  if (sum === undefined) return rising;
  // Who answered below a value is one step further down for it.
  if (lattice.length > 0) return [...rising, { terms: [[sum, -1], ...lattice.map((count) => [count, 1] as const)], min: 0, max: 0 }];
  const side = favourableSide(question);
  const count = side === undefined ? undefined : numberOf(below(side.threshold));
  if (side === undefined || count === undefined) return rising;
  const down = max - side.threshold;
  const weighted = (weight: number) => [[sum, 1] as const, [count, weight] as const];
  return [
    { terms: weighted(-down), min: 0, max: people * range },
    { terms: weighted(down - range), min: -people * range, max: people * down },
  ];
}
