import { FatalError } from '../errors.js';
import { RecordCutter } from './cut-records.js';
import type { Punctuation } from './follow-quotes.js';
import { byteOrderMark, formatByName, refuseDisguise } from './recognise.js';
import { RowReader } from './row-reader.js';
import { type SteadyFile, withSteadyFile } from './steady-file.js';
import type { RefusedRow, TableFormat, TableOptions, TableRow } from './table.js';
import { toUtf8 } from './to-utf8.js';

const HEAD_BYTES = 64 * 1024;
const MAX_RECORD_BYTES = 8 * 1024 * 1024;
const QUOTE = 0x22;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The rows of a CSV, TSV or JSON-lines file, one by one; a record that cannot be read is given as refused, in its place.
 * Memory is bounded by one record and one chunk, whatever the file holds.
 *
 * @throws FatalError when the file is no table, has no usable header, or changes while it is read. Rows given before are then
 * of no file that ever was: take them back.
 */
export async function* readTable(path: string, options: TableOptions = {}): AsyncGenerator<TableRow | RefusedRow> {
  for await (const rows of readTableInChunks(path, options)) {
    for (const row of rows) yield row;
  }
}

/** The same, some thousands of rows at once (or none, while a long one is under way): for those who count in millions. */
export const readTableInChunks = (path: string, options: TableOptions = {}): AsyncGenerator<readonly (TableRow | RefusedRow)[]> =>
  withSteadyFile(path, (file) => rowsOf(file, options, options.format ?? formatByName(path)));

async function* rowsOf(file: SteadyFile, options: TableOptions, format: TableFormat) {
  const head = await file.head(HEAD_BYTES);
  refuseDisguise(head);
  const mark = byteOrderMark(head);
  const markBytes = mark?.bytes ?? 0;
  if (file.sizeBytes === markBytes) throw new FatalError('the file is empty');

  const encoding = mark?.encoding ?? options.encoding ?? 'utf-8';
  const delimiter = delimiterOf(options, format);
  const { maxRecordBytes = MAX_RECORD_BYTES, requiredColumns = [], afterLine = 0 } = options;
  const cutter = new RecordCutter(punctuationOf(format, delimiter, head), maxRecordBytes);
  const delimiterIsAssumed = options.delimiter === undefined;
  const reader = new RowReader({ format, encoding, delimiter, delimiterIsAssumed, requiredColumns, afterLine });

  for await (const chunk of toUtf8(file.chunks(markBytes), encoding)) {
    for (const cut of cutter.cut(chunk)) yield reader.rows(cut);
  }
  for (const cut of cutter.end()) yield reader.rows(cut);
  reader.refuseUnlessBegun();
}

function delimiterOf({ delimiter }: TableOptions, format: TableFormat): string {
  if (delimiter === undefined) return format === 'tsv' ? '\t' : ',';
  if (!/^[\t\x20-\x7e]$/.test(delimiter) || delimiter === '"') throw new FatalError('a delimiter is one ASCII character, and not a quote');
  return delimiter;
}

function punctuationOf(format: TableFormat, delimiter: string, head: Buffer): Punctuation {
  // Old programs on the Macintosh end their lines with a carriage return alone.
  const newline = head.includes(CARRIAGE_RETURN) && !head.includes(NEWLINE) ? CARRIAGE_RETURN : NEWLINE;
  if (format === 'jsonl') return { newline, delimiter: newline, quote: undefined };
  return { newline, delimiter: delimiter.charCodeAt(0), quote: QUOTE };
}
