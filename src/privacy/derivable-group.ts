import { minus, PRIME, reduce } from './modular.js';

export type Members = ReadonlySet<string>;

/** After this many steps the search gives up: the answer is then `too-many`, and nobody may take that for a no. */
const MOST_STEPS = 20_000;

/** Larger systems than this are not even eliminated: some seconds' work, while the tenant's other questions wait. */
const MOST_WORK = 1e9;

/**
 * Looks for a group of fewer than `k` people whose sum would follow from the sums of the published groups together with the added
 * ones, and does not follow from the published alone: by any linear combination of them, be it a part subtracted from a whole or a combination of three and more that no pairwise rule sees.
 * (What was let out under a lower threshold cannot be taken back, and must not keep everything else hidden for ever.)
 *
 * People in the same published groups are one atom. A set of atoms is derivable exactly if it is orthogonal to everything that
 * is orthogonal to the published groups. So a set grows from each atom in turn: as long as some such vector does not sum to zero
 * over it, an atom where that vector is not zero is missing, and there are few of those. Methods 1.6.
 *
 * @returns the people of such a group; undefined when there is none; `too-many` when that cannot be said in reasonable time.
 */
export function smallDerivableGroup(
  published: readonly Members[],
  added: readonly Members[],
  k: number,
): string[] | 'too-many' | undefined {
  const before = distinct(published);
  const sets = distinct([...before, ...added]);
  if (sets.length === 0) return undefined;
  const atoms = atomsOf(sets);
  if (sets.length ** 2 * atoms.length > MOST_WORK) return 'too-many';
  const matrix = sets.map((_set, row) => atoms.map(({ signature }) => (signature[row] === '1' ? 1 : 0)));
  const vectors = nullVectors(matrix, atoms.length);
  let known: readonly (readonly number[])[] | undefined; // seldom needed, and as dear as the search
  const isNew = (chosen: readonly number[]) => {
    known ??= nullVectors(matrix.slice(0, before.length), atoms.length);
    return !sumsToZero(chosen.map((atom) => known?.[atom] ?? []));
  };
  const found = new DerivableSearch(atoms, vectors, k).run(isNew);
  return found === undefined || found === 'too-many' ? found : found.flatMap((atom) => atoms[atom]?.people ?? []);
}

/** People who are in exactly the same of some groups. */
export interface Atom {
  /** For each group in turn whether they are in it: 1 or 0. */
  readonly signature: string;
  readonly people: readonly string[];
}

function distinct(published: readonly Members[]): Members[] {
  const byText = new Map(published.filter(({ size }) => size > 0).map((members) => [[...members].toSorted().join('\n'), members]));
  return [...byText.values()];
}

export function atomsOf(sets: readonly Members[]): Atom[] {
  const everybody = new Set(sets.flatMap((members) => [...members]));
  const bySignature = Map.groupBy(everybody, (person) => sets.map((members) => (members.has(person) ? '1' : '0')).join(''));
  return [...bySignature].map(([signature, people]) => ({ signature, people }));
}

/** For each atom its coordinates in a basis of the null space of the matrix. */
function nullVectors(matrix: readonly (readonly number[])[], atoms: number): number[][] {
  const { rows, pivots } = reduce(matrix);
  const pivotRow = new Map(pivots.map((column, row) => [column, row]));
  const free = Array.from({ length: atoms }, (_nothing, column) => column).filter((column) => !pivotRow.has(column));
  return Array.from({ length: atoms }, (_nothing, column) => {
    const row = pivotRow.get(column);
    return free.map((other) => (row === undefined ? (other === column ? 1 : 0) : minus(0, rows[row]?.[other] ?? 0)));
  });
}

/** One search: which atoms an orthogonal vector touches, and how many steps are left. */
class DerivableSearch {
  readonly #sizes: readonly number[];
  /** For each orthogonal vector the atoms small enough to matter where it is not zero. */
  readonly #touched: readonly (readonly number[])[];
  #steps = 0;

  constructor(
    atoms: readonly Atom[],
    private readonly vectors: readonly (readonly number[])[],
    private readonly k: number,
  ) {
    this.#sizes = atoms.map(({ people }) => people.length);
    const small = [...atoms.keys()].filter((atom) => (this.#sizes[atom] ?? k) < k);
    this.#touched = (vectors[0] ?? []).map((_first, at) => small.filter((atom) => vectors[atom]?.[at] !== 0));
  }

  /** @param isNew of a derivable set of atoms: a part of one that is not new need not be looked at further, for the rest of it would be found by itself. */
  run(isNew: (chosen: readonly number[]) => boolean): readonly number[] | 'too-many' | undefined {
    const excluded = new Set<number>();
    for (const [start, size] of this.#sizes.entries()) {
      if (size >= this.k) continue;
      excluded.add(start); // later sets are those without it
      const found = this.#grow([start], size, this.vectors[start] ?? [], excluded, isNew);
      if (found) return found;
    }
    return undefined;
  }

  #grow(
    chosen: readonly number[],
    people: number,
    sums: readonly number[],
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
      const vector = this.vectors[atom] ?? [];
      const grown = sums.map((sum, at) => (sum + (vector[at] ?? 0)) % PRIME);
      const found = this.#grow([...chosen, atom], people + (this.#sizes[atom] ?? 0), grown, tried, isNew);
      if (found) return found;
    }
    return undefined;
  }

  /** The atoms one of which has to join, by the vector that leaves the fewest; undefined when every vector sums to zero. */
  #fewestMissing(people: number, sums: readonly number[], excluded: ReadonlySet<number>): readonly number[] | undefined {
    let fewest: readonly number[] | undefined;
    for (const [at, sum] of sums.entries()) {
      if (sum === 0) continue;
      const fitting = (this.#touched[at] ?? []).filter((atom) => !excluded.has(atom) && people + (this.#sizes[atom] ?? 0) < this.k);
      if (fewest === undefined || fitting.length < fewest.length) fewest = fitting;
      if (fewest.length === 0) break;
    }
    return fewest;
  }
}

const sumsToZero = (vectors: readonly (readonly number[])[]): boolean =>
  (vectors[0] ?? []).every((_first, at) => vectors.reduce((sum, vector) => (sum + (vector[at] ?? 0)) % PRIME, 0) === 0);
