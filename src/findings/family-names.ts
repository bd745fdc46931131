/**
 * Of each person the family name, where nobody else who is known has it in theirs, as a first name or as a last one: then it can only be
 * that person who is called by it.
 */
export function familyNamesOf(people: ReadonlyMap<string, { readonly name: string }>): Map<string, string> {
  const holders = new Map<string, Set<string>>();
  for (const [personId, { name }] of people)
    for (const word of wordsOf(name)) holders.set(word.toLowerCase(), (holders.get(word.toLowerCase()) ?? new Set()).add(personId));
  return new Map(
    [...people].flatMap(([personId, { name }]) => {
      const words = wordsOf(name);
      const family = words.at(-1) ?? '';
      const isAlone = words.length > 1 && family.length > 1 && holders.get(family.toLowerCase())?.size === 1;
      return isAlone ? [[personId, family] as const] : [];
    }),
  );
}

const wordsOf = (name: string): string[] => name.split(/\s+/).filter((word) => word !== '' && !/^(?:jr|sr|i{1,3}|iv|.*\.)$/iu.test(word));
