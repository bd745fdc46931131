/** What a column's cells look like, counted as far as it takes to guess what they are. */
export interface ColumnSample {
  readonly name: string;
  readonly filled: number;
  readonly blank: number;
  /** Different texts and how often each came; no more are kept than a guess needs. */
  readonly words: ReadonlyMap<string, number>;
  /** Whether more different texts came than were kept. */
  readonly isOpen: boolean;
  readonly meanLength: number;
}

const MOST_WORDS = 200;

/** Looks at rows one by one and keeps counts only. */
export class ColumnSampler {
  readonly #columns = new Map<string, { filled: number; blank: number; length: number; isOpen: boolean; words: Map<string, number> }>();

  add(row: Readonly<Record<string, string>>): void {
    for (const [name, cell] of Object.entries(row)) {
      const word = cell.trim();
      const column = this.#columns.get(name) ?? { filled: 0, blank: 0, length: 0, isOpen: false, words: new Map<string, number>() };
      this.#columns.set(name, column);
      if (word === '') {
        column.blank += 1;
        continue;
      }
      column.filled += 1;
      column.length += word.length;
      if (column.words.has(word) || column.words.size < MOST_WORDS) column.words.set(word, (column.words.get(word) ?? 0) + 1);
      else column.isOpen = true;
    }
  }

  get samples(): readonly ColumnSample[] {
    return [...this.#columns].map(([name, { length, ...column }]) => ({
      name,
      ...column,
      meanLength: column.filled === 0 ? 0 : length / column.filled,
    }));
  }
}
