/** What a table may be written in. `jsonl` is one JSON object a line. */
export const tableFormats = ['csv', 'tsv', 'jsonl'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** What a table's bytes may mean where no byte-order mark says it. */
export const tableEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be', 'windows-1252'] as const;
export type TableEncoding = (typeof tableEncodings)[number];

export interface TableOptions {
  /** Default: told by the file's extension. */
  readonly format?: TableFormat | undefined;
  /** Default: UTF-8. A byte-order mark in the file wins over both. */
  readonly encoding?: TableEncoding | undefined;
  /** One ASCII character. Default: a comma for `csv`, a tab for `tsv`. */
  readonly delimiter?: string | undefined;
  /** A longer record is refused, and never held in memory. Default: 8 MB. */
  readonly maxRecordBytes?: number | undefined;
  /** Columns the header of a CSV or TSV must name. */
  readonly requiredColumns?: readonly string[] | undefined;
  /** Records that begin on this line or before are passed over: where an earlier read ended. */
  readonly afterLine?: number | undefined;
}

/** A record that could be read. An empty cell is an empty string; nothing is trimmed or converted. */
export interface TableRow {
  /** The physical line, from 1, on which the record begins. */
  readonly line: number;
  readonly fields: Record<string, string>;
}

/** A record that could not be read. The ones after it are. */
export interface RefusedRow {
  readonly line: number;
  readonly reason: string;
  /** Its first 80 characters, with what could not be decoded replaced. */
  readonly excerpt: string;
}

const EXCERPT_CHARACTERS = 80;
const LONGEST_CHARACTER_BYTES = 4;

/** Postgres stores neither NUL nor half a surrogate pair, and a refused record must be storable. */
export const excerptOf = (text: string): string =>
  [...text.slice(0, 2 * EXCERPT_CHARACTERS)].slice(0, EXCERPT_CHARACTERS).join('').toWellFormed().replaceAll('\0', '\uFFFD');

export const excerptOfBytes = (bytes: Buffer, start: number, end: number): string =>
  excerptOf(bytes.toString('utf8', start, Math.min(end, start + EXCERPT_CHARACTERS * LONGEST_CHARACTER_BYTES)));
