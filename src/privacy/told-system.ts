import type { Bounds } from './bands.js';
import { atomsByGroup, atomsOf, type Members } from './atoms.js';

/** A group some figure of one question was let out of, and what that says. */
export interface Told {
  readonly members: Members;
  /** Groups of one table exclude each other. */
  readonly table: string;
  readonly bounds: Readonly<Record<string, Bounds>>;
}

/** A group told of, or what is left of one when the parts of it that are told of are taken away. */
export interface ToldGroup {
  /** Looked up only where they are asked for, in order: there may be very many. */
  members(): readonly string[];
  readonly people: number;
  /** Everything told of exactly these people; nothing where they are only what is left. */
  readonly told: readonly Told[];
}

/** Groups, by their number, that make up another. */
export interface Partition {
  readonly whole: number;
  readonly parts: readonly number[];
}

/**
 * All groups there is something to say of, and which of them make up which: those told of, what one table leaves of another's, and the
 * cells in which they cross, as small as they are, for whoever knows who is in which group knows who is in a cell.
 */
export function toldSystem(told: readonly Told[]): { groups: readonly ToldGroup[]; partitions: readonly Partition[] } {
  const system = new System(told);
  const toldOf = system.atomsOfGroups.length;
  for (let group = 0; group < toldOf; group += 1) system.divide(group);
  // What one table leaves hidden, another may divide.
  for (let group = toldOf, rests = system.atomsOfGroups.length; group < rests; group += 1) system.divide(group);
  for (const tables of system.crossings()) system.cross(tables);
  return { groups: system.groups(), partitions: system.partitions };
}

type Atoms = ReadonlySet<number>;
/** The groups of one table, by their number. */
type Table = ReadonlySet<number>;

/** More tables than these are crossed two by two, and all together. */
const ALL_CROSSINGS_UP_TO = 4;

const subsetsOf = <Of>(all: readonly Of[]): Of[][] =>
  all.reduce((subsets: Of[][], one) => [...subsets, ...subsets.map((some) => [...some, one])], [[]]);

class System {
  readonly atomsOfGroups: Atoms[] = [];
  readonly partitions: Partition[] = [];
  readonly #atoms;
  readonly #numbers = new Map<string, number>();
  readonly #tables = new Map<string, Set<number>>();
  readonly #told = new Map<number, Told[]>();

  constructor(told: readonly Told[]) {
    this.#atoms = atomsOf(told.map(({ members }) => members));
    const atomsOfTold = atomsByGroup(this.#atoms, told.length);
    told.forEach((one, row) => {
      const group = this.#number(new Set(atomsOfTold[row]));
      this.#told.set(group, [...(this.#told.get(group) ?? []), one]);
      this.#tables.set(one.table, (this.#tables.get(one.table) ?? new Set()).add(group));
    });
  }

  /** Takes from a group what each table tells of parts of it. */
  divide(whole: number): void {
    const all = this.#atomsOf(whole);
    for (const table of this.#tables.values()) {
      const parts = [...table].filter((part) => part !== whole && this.#atomsOf(part).isSubsetOf(all));
      if (parts.length === 0) continue;
      const rest = all.difference(new Set(parts.flatMap((part) => [...this.#atomsOf(part)])));
      this.partitions.push({ whole, parts: rest.size === 0 ? parts : [...parts, this.#number(rest)] });
    }
  }

  /** Some tables at a time: bounds on the cells of two follow from those two alone, and may be lost among the cells of all. */
  crossings(): Table[][] {
    const dividing = [...this.#tables.values()].filter((groups) => groups.size > 1 || this.#isPartial(groups));
    if (dividing.length <= ALL_CROSSINGS_UP_TO) return subsetsOf(dividing).filter((some) => some.length > 1);
    const pairs = dividing.flatMap((one, at) => dividing.slice(at + 1).map((other) => [one, other]));
    return [...pairs, dividing];
  }

  /** Takes every group that is made of cells of these tables apart into them. */
  cross(tables: readonly Table[]): void {
    const places = tables.map(
      (table) => new Map([...table].flatMap((group) => [...this.#atomsOf(group)].map((atom) => [atom, group] as const))),
    );
    const byPlaces = Map.groupBy(this.#atoms.keys(), (atom) => places.map((place) => place.get(atom) ?? '').join(' '));
    const cells = [...byPlaces.values()].map((atoms) => new Set(atoms));
    const cellOf = new Map(cells.flatMap((cell) => [...cell].map((atom) => [atom, cell] as const)));
    for (let whole = 0, groups = this.atomsOfGroups.length; whole < groups; whole += 1) {
      const all = this.#atomsOf(whole);
      const parts = new Set([...all].map((atom) => cellOf.get(atom) ?? new Set([atom])));
      const isMadeOf = [...parts].reduce((sum, cell) => sum + cell.size, 0) === all.size;
      if (parts.size > 1 && isMadeOf) this.partitions.push({ whole, parts: [...parts].map((cell) => this.#number(cell)) });
    }
  }

  #isPartial(table: Table): boolean {
    return [...table].reduce((sum, group) => sum + this.#atomsOf(group).size, 0) < this.#atoms.length;
  }

  groups(): ToldGroup[] {
    return this.atomsOfGroups.map((atoms, group) => {
      const parts = [...atoms].map((atom) => this.#atoms[atom]?.people ?? []);
      const people = parts.reduce((sum, part) => sum + part.length, 0);
      return { members: () => parts.flat().toSorted(), people, told: this.#told.get(group) ?? [] };
    });
  }

  #atomsOf(group: number): Atoms {
    return this.atomsOfGroups[group] ?? new Set();
  }

  #number(atoms: Atoms): number {
    const key = [...atoms].toSorted((left, right) => left - right).join(' ');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.atomsOfGroups.length);
    return this.atomsOfGroups.push(atoms) - 1;
  }
}
