import { atomsByGroup, atomsOf, type Members } from './atoms.js';
import { minus, PRIME } from './modular.js';
import { type Sums, sumsOfSmall } from './small-sums.js';

/** After this many steps the search gives up: the answer is then `too-many`, and nobody may take that for a no. */
const MOST_STEPS = 20_000;

/**
 * Looks for a group of fewer than `k` people whose sum would follow from the sums of the published groups together with the added
 * ones, and does not follow from the published alone: by any linear combination of them, be it a part subtracted from a whole or a combination of three and more that no pairwise rule sees.
 * (What was let out under a lower threshold cannot be taken back, and must not keep everything else hidden for ever.)
 *
 * People in the same published groups are one atom; an atom of `k` people and more is in no small group, so that only combinations
 * count in which all of those cancel. A set of the others is derivable exactly if it is orthogonal to everything that is orthogonal
 * to these combinations. So a set grows from each atom in turn: as long as some such vector does not sum to zero over it, an atom
 * where that vector is not zero is missing, and there are few of those. Methods 1.6.
 *
 * @returns the people of such a group; undefined when there is none; `too-many` when that cannot be said in reasonable time.
 */
export function smallDerivableGroup(
  published: readonly Members[],
  added: readonly Members[],
  k: number,
): string[] | 'too-many' | undefined {
  const sets = [...published, ...added];
  const atoms = atomsOf(sets);
  const small = atoms.filter(({ people }) => people.length < k);
  if (small.length === 0) return undefined;
  const isSmall = ({ people }: { readonly people: readonly string[] }) => people.length < k;
  // Groups of the same atoms are the same group: the first of them stands for all.
  const byAtoms = new Map(
    atomsByGroup(atoms, sets.length)
      .map((of, group) => [of.join(' '), group])
      .toReversed() as [string, number][],
  );
  const groups = [...byAtoms.values()].toSorted((left, right) => left - right);
  const sums = sumsOfSmall(atoms, isSmall, groups);
  if (sums === 'too-many') return sums;
  if (sums.rows.length === 0) return undefined;
  let known: ReturnType<typeof sumsOfSmall> | undefined; // seldom needed, and as dear as the search
  const isNew = (chosen: readonly number[]) => {
    known ??= sumsOfSmall(
      atoms,
      isSmall,
      groups.filter((group) => group < published.length),
    );
    return known === 'too-many' || !isSumOf(known, new Set(chosen), small.length);
  };
  const sizes = small.map(({ people }) => people.length);
  const found = new DerivableSearch(sizes, sums, k).run(isNew);
  return found === undefined || found === 'too-many' ? found : found.flatMap((atom) => small[atom]?.people ?? []);
}

/** Whether exactly these atoms are summed by some combination. */
function isSumOf({ rows, pivots }: Sums, chosen: ReadonlySet<number>, atoms: number): boolean {
  const taken = rows.filter((_row, at) => chosen.has(pivots[at] ?? -1));
  return Array.from({ length: atoms }, (_nothing, atom) => atom).every(
    (atom) => taken.reduce((sum, row) => (sum + (row[atom] ?? 0)) % PRIME, 0) === (chosen.has(atom) ? 1 : 0),
  );
}

/** For each vector that is orthogonal to all sums, by its number, what it is at some place; nothing where it is zero. */
type Sparse = ReadonlyMap<number, number>;

/** One search: which atoms an orthogonal vector touches, and how many steps are left. */
class DerivableSearch {
  /** Of each atom that some sum touches what the orthogonal vectors are there. */
  readonly #vectors = new Map<number, Map<number, number>>();
  /** For each orthogonal vector the atoms where it is not zero. */
  readonly #touched: number[][] = [];
  #steps = 0;

  constructor(
    private readonly sizes: readonly number[],
    { rows, pivots }: Sums,
    private readonly k: number,
  ) {
    for (const pivot of pivots) this.#vectors.set(pivot, new Map());
    for (const atom of sizes.keys()) {
      if (this.#vectors.has(atom)) continue;
      const summed = rows.flatMap((row, at) => (row[atom] === 0 ? [] : [[pivots[at] ?? 0, minus(0, row[atom] ?? 0)] as const]));
      if (summed.length === 0) continue; // no sum touches it
      const vector = this.#touched.push([atom, ...summed.map(([pivot]) => pivot)]) - 1;
      this.#vectors.set(atom, new Map([[vector, 1]]));
      for (const [pivot, factor] of summed) this.#vectors.get(pivot)?.set(vector, factor);
    }
  }

  /** @param isNew of a derivable set of atoms: a part of one that is not new need not be looked at further, for the rest of it would be found by itself. */
  run(isNew: (chosen: readonly number[]) => boolean): readonly number[] | 'too-many' | undefined {
    const excluded = new Set<number>();
    for (const [start, size] of this.sizes.entries()) {
      const vector = this.#vectors.get(start);
      if (vector === undefined) continue;
      excluded.add(start); // later sets are those without it
      const found = this.#grow([start], size, vector, excluded, isNew);
      if (found) return found;
    }
    return undefined;
  }

  #grow(
    chosen: readonly number[],
    people: number,
    sums: Sparse,
    excluded: ReadonlySet<number>,
    isNew: (chosen: readonly number[]) => boolean,
  ): readonly number[] | 'too-many' | undefined {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) return 'too-many';
    const missing = this.#fewestMissing(people, sums, excluded);
    if (missing === undefined) return isNew(chosen) ? chosen : undefined;
    const tried = new Set(excluded);
    for (const atom of missing) {
      tried.add(atom);
      const grown = added(sums, this.#vectors.get(atom) ?? new Map());
      const found = this.#grow([...chosen, atom], people + (this.sizes[atom] ?? 0), grown, tried, isNew);
      if (found) return found;
    }
    return undefined;
  }

  /** The atoms one of which has to join, by the vector that leaves the fewest; undefined when every vector sums to zero. */
  #fewestMissing(people: number, sums: Sparse, excluded: ReadonlySet<number>): readonly number[] | undefined {
    let fewest: readonly number[] | undefined;
    for (const at of sums.keys()) {
      const fitting = (this.#touched[at] ?? []).filter((atom) => !excluded.has(atom) && people + (this.sizes[atom] ?? 0) < this.k);
      if (fewest === undefined || fitting.length < fewest.length) fewest = fitting;
      if (fewest.length === 0) break;
    }
    return fewest;
  }
}

function added(sums: Sparse, more: Sparse): Sparse {
  const grown = new Map(sums);
  for (const [vector, value] of more) {
    const sum = ((grown.get(vector) ?? 0) + value) % PRIME;
    if (sum === 0) grown.delete(vector);
    else grown.set(vector, sum);
  }
  return grown;
}
