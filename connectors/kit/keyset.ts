/** What is asked for: everything from an instant on (or from the beginning), everything after one, or a page, by number, of what bears exactly one. */
export type Reach =
  | { readonly kind: 'from'; readonly at: string | undefined }
  | { readonly kind: 'after'; readonly at: string }
  | { readonly kind: 'at'; readonly at: string; readonly page: number };

/** A list that its source sorts by when its rows last changed. Instants are written in one form, so that they compare as text. */
export interface KeysetList<Row> {
  readonly from: string | undefined;
  readonly size: number;
  /** @returns rows in the order of their instants, and how many all pages of what is asked for have, where the source says so. */
  readonly fetch: (reach: Reach) => Promise<{ readonly rows: readonly Row[]; readonly total: number | undefined }>;
  /** The instant a row is sorted by; undefined where it bears none that could be gone on from. */
  readonly position: (row: Row) => string | undefined;
  /** What tells a row from every other. */
  readonly key: (row: Row) => string;
}
