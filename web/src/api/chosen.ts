/** Which rows of a list somebody chose, and how an address says so. */
export interface Choosing<Chosen> {
  /** What the address says; where that cannot be, the first choice. */
  chosenBy(query: URLSearchParams): Chosen;
  /** Nothing for the first choice. */
  queryOf(chosen: Chosen): Readonly<Record<string, string>>;
}

const ALL = 'all';

/** All rows, or those of one word. */
export const byOneOf = <Word extends string>(name: string, words: readonly Word[]): Choosing<Word | typeof ALL> => ({
  chosenBy: (query) => words.find((word) => word === query.get(name)) ?? ALL,
  queryOf: (chosen) => (chosen === ALL ? {} : { [name]: chosen }),
});

/** A kind, as the hub would know one; undefined where nothing is so called. */
export function kindIn(query: URLSearchParams): string | undefined {
  const kind = query.get('kind') ?? '';
  return /^[\w.-]{1,100}$/.test(kind) ? kind : undefined;
}
