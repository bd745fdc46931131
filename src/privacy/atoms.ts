export type Members = ReadonlySet<string>;

/** People who are in exactly the same of some groups. */
export interface Atom {
  /** The numbers of the groups they are in, rising. */
  readonly groups: readonly number[];
  readonly people: readonly string[];
}

/** Divides everybody in some groups into atoms, looking at each member of each group once. */
export function atomsOf(sets: readonly Members[]): Atom[] {
  const atomOf = new Map<string, number>();
  const groups: number[][] = [];
  sets.forEach((members, group) => {
    const parts = new Map<number, number>(); // of each atom met the number of the part that is in this group
    for (const person of members) {
      const before = atomOf.get(person) ?? -1;
      let part = parts.get(before);
      if (part === undefined) {
        part = groups.push([...(groups[before] ?? []), group]) - 1;
        parts.set(before, part);
      }
      atomOf.set(person, part);
    }
  });
  const people = new Map<number, string[]>();
  for (const [person, atom] of atomOf) {
    const known = people.get(atom);
    if (known === undefined) people.set(atom, [person]);
    else known.push(person);
  }
  return [...people].map(([atom, all]) => ({ groups: groups[atom] ?? [], people: all }));
}

/** For each of so many groups the numbers of the atoms it is made of. */
export function atomsByGroup(atoms: readonly Atom[], groups: number): number[][] {
  const made = Array.from({ length: groups }, (): number[] => []);
  atoms.forEach((atom, number) => {
    for (const group of atom.groups) made[group]?.push(number);
  });
  return made;
}
