import { isUtf8 } from 'node:buffer';
import { FatalError } from '../errors.js';
import type { Cut, CutBytes } from './cut-records.js';
import { nameColumns } from './name-columns.js';
import { parseJsonLine } from './parse-json-line.js';
import { splitFields } from './split-fields.js';
import { type RefusedRow, type TableEncoding, type TableFormat, type TableRow, excerptOf, excerptOfBytes } from './table.js';

export interface RowRules {
  readonly format: TableFormat;
  /** What the bytes were before they became UTF-8. */
  readonly encoding: TableEncoding;
  readonly delimiter: string;
  /** Nobody named the delimiter, so the header is asked whether it can be right. */
  readonly delimiterIsAssumed: boolean;
  readonly requiredColumns: readonly string[];
  readonly afterLine: number;
}

/** Turns records into rows; the first record of a CSV or TSV names the columns. */
export class RowReader {
  private columns: readonly string[] | undefined;
  private hasBegun = false;

  constructor(private readonly rules: RowRules) {}

  rows({ bytes, records }: CutBytes): (TableRow | RefusedRow)[] {
    const suspects = suspectsIn({ bytes, records });
    const rows: (TableRow | RefusedRow)[] = [];
    for (const record of records) {
      if (!this.hasBegun && this.begin(bytes, record)) continue;
      if (record.line <= this.rules.afterLine) continue;
      rows.push('reason' in record ? record : this.row(bytes, record, suspects));
    }
    return rows;
  }

  refuseUnlessBegun(): void {
    if (!this.hasBegun) throw new FatalError('the file holds nothing but empty lines');
  }

  /** @returns whether this first record was a header, and so no row. */
  private begin(bytes: Buffer, record: Cut | RefusedRow): boolean {
    this.hasBegun = true;
    const isCut = 'start' in record;
    if (this.rules.format === 'jsonl') {
      if (isCut && bytes[record.start] === LEFT_BRACKET) throw new FatalError('the file is a JSON array, not one JSON object a line');
      return false;
    }
    const wrong = isCut ? this.wrongBytes(bytes, record) : record.reason;
    if (!isCut || wrong !== undefined) throw new FatalError(`the header cannot be read: ${wrong}`);
    this.columns = nameColumns(this.cells(bytes, record), this.rules.delimiterIsAssumed);
    const missing = this.rules.requiredColumns.find((required) => !this.columns?.includes(required));
    if (missing !== undefined) throw new FatalError(`the header names no column ${JSON.stringify(missing)}`);
    return true;
  }

  private row(bytes: Buffer, record: Cut, suspects: boolean): TableRow | RefusedRow {
    const wrong = suspects ? this.wrongBytes(bytes, record) : undefined;
    if (wrong !== undefined) return { line: record.line, reason: wrong, excerpt: excerptOfBytes(bytes, record.start, record.end) };

    const fields = this.columns ? underColumns(this.columns, this.cells(bytes, record)) : parseJsonLine(textOf(bytes, record));
    if (typeof fields !== 'string') return { line: record.line, fields };
    return { line: record.line, reason: fields, excerpt: excerptOf(textOf(bytes, record)) };
  }

  private cells(bytes: Buffer, record: Cut): readonly string[] {
    const text = textOf(bytes, record);
    return record.mayHoldQuotes ? splitFields(text, this.rules.delimiter) : text.split(this.rules.delimiter);
  }

  private wrongBytes(bytes: Buffer, { start, end }: Cut): string | undefined {
    const { encoding } = this.rules;
    const record = bytes.subarray(start, end);
    if (record.includes(0)) return 'the record holds a NUL character: if the file is UTF-16 without a byte-order mark, name its encoding';
    if (encoding === 'utf-8') {
      return isUtf8(record)
        ? undefined
        : 'the record is not UTF-8: if the file comes from an older program, name its encoding (windows-1252)';
    }
    return record.includes(REPLACEMENT) ? `the record holds bytes that are no character in ${encoding}` : undefined;
  }
}

const LEFT_BRACKET = 0x5b;
const REPLACEMENT = Buffer.from('\uFFFD');

const textOf = (bytes: Buffer, { start, end }: Cut): string => bytes.toString('utf8', start, end);

/** One look at all of them, so that in a clean file no record is looked at by itself. */
function suspectsIn({ bytes, records }: CutBytes): boolean {
  const isCut = (record: Cut | RefusedRow) => 'start' in record;
  const first = records.find(isCut);
  const last = records.findLast(isCut);
  if (!first || !last) return false;
  const all = bytes.subarray(first.start, last.end);
  return !isUtf8(all) || all.includes(0) || all.includes(REPLACEMENT);
}

/** @returns the fields, or what is wrong with their number. */
function underColumns(columns: readonly string[], cells: readonly string[]): Record<string, string> | string {
  if (cells.length !== columns.length) return `the record has ${cells.length} columns, and the header ${columns.length}`;
  const fields: Record<string, string> = {};
  for (let index = 0; index < columns.length; index += 1) {
    // In step with `columns`, as just compared.
    fields[columns[index] as string] = cells[index] as string;
  }
  return fields;
}
