import type { Atom } from './atoms.js';
import { minus, reduce, times, inverse } from './modular.js';

/** Larger systems than this are not even eliminated: some seconds' work, while the tenant's other questions wait. */
const MOST_WORK = 1e9;

/** Sums of atoms in echelon form: what each is of every atom, and at which atom it alone is one. */
export interface Sums {
  readonly rows: readonly (readonly number[])[];
  readonly pivots: readonly number[];
}

/**
 * What combinations of the groups' sums say of small atoms alone: a basis, in echelon form over those atoms, of every combination in
 * which each large atom cancels. Nothing is left of most tables, however large: that is why it is asked first.
 * @param groups the numbers of the groups that may be combined.
 */
export function sumsOfSmall(atoms: readonly Atom[], isSmall: (atom: Atom) => boolean, groups: readonly number[]): Sums | 'too-many' {
  if (groups.length ** 3 > MOST_WORK) return 'too-many';
  const place = new Map(groups.map((group, at) => [group, at]));
  const placesOf = (atom: Atom) => atom.groups.flatMap((group) => place.get(group) ?? []);
  const weights = cancelling(atoms.filter((atom) => !isSmall(atom)).map(placesOf), groups.length);
  const small = atoms.filter(isSmall).map(placesOf);
  if (weights.length ** 2 * small.length > MOST_WORK) return 'too-many';
  return reduce(weights.map((weight) => small.map((places) => places.reduce((sum, at) => minus(sum, minus(0, weight[at] ?? 0)), 0))));
}

/** A basis of all weights of groups under which each of the sums named is zero. */
function cancelling(sums: readonly (readonly number[])[], groups: number): number[][] {
  const byPivot = new Map<number, number[]>();
  for (const places of sums) {
    const equation = Array.from({ length: groups }, () => 0);
    for (const at of places) equation[at] = 1;
    // Each known one has zeros at the pivots of all others, so that none brings back what another took out.
    for (const at of places) subtract(equation, byPivot.get(at), 1);
    const pivot = equation.findIndex((factor) => factor !== 0);
    if (pivot === -1) continue;
    const scale = inverse(equation[pivot] ?? 1);
    const scaled = equation.map((factor) => times(factor, scale));
    for (const known of byPivot.values()) subtract(known, scaled, known[pivot] ?? 0);
    byPivot.set(pivot, scaled);
  }
  const free = Array.from({ length: groups }, (_nothing, at) => at).filter((at) => !byPivot.has(at));
  return free.map((at) => {
    const weight = Array.from({ length: groups }, () => 0);
    weight[at] = 1;
    for (const [pivot, equation] of byPivot) weight[pivot] = minus(0, equation[at] ?? 0);
    return weight;
  });
}

function subtract(from: number[], what: readonly number[] | undefined, factor: number): void {
  if (what === undefined || factor === 0) return;
  for (let at = 0; at < from.length; at += 1) {
    const part = what[at] ?? 0;
    if (part !== 0) from[at] = minus(from[at] ?? 0, times(part, factor));
  }
}
