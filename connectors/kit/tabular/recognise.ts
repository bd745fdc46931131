import { extname } from 'node:path';
import { FatalError } from '../errors.js';
import type { TableEncoding, TableFormat } from './table.js';

const extensions: Readonly<Record<string, TableFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/** @throws FatalError when the name does not say it. */
export function formatByName(path: string): TableFormat {
  const format = extensions[extname(path).toLowerCase()];
  if (format) return format;
  throw new FatalError(
    `the file's name does not say what it is: it should end in ${Object.keys(extensions).join(', ')}, or the format be named`,
  );
}

/** The longest first: the mark of UTF-32LE begins with the one of UTF-16LE. */
const byteOrderMarks: readonly { readonly encoding: TableEncoding; readonly mark: readonly number[] }[] = [
  { encoding: 'utf-32le', mark: [0xff, 0xfe, 0x00, 0x00] },
  { encoding: 'utf-32be', mark: [0x00, 0x00, 0xfe, 0xff] },
  { encoding: 'utf-8', mark: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
];

/** The encoding a file's byte-order mark names, and how long the mark is. */
export function byteOrderMark(head: Buffer): { readonly encoding: TableEncoding; readonly bytes: number } | undefined {
  const found = byteOrderMarks.find(({ mark }) => mark.every((byte, index) => head[index] === byte));
  return found && { encoding: found.encoding, bytes: found.mark.length };
}

/** How files begin that are often given a table's name. Written as latin-1, one character a byte. */
const disguises: readonly { readonly begins: string; readonly is: string }[] = [
  { begins: 'PK\x03\x04', is: 'a ZIP archive: unpack it first' },
  { begins: 'PK\x05\x06', is: 'an empty ZIP archive' },
  { begins: '\x1f\x8b', is: 'compressed with gzip: unpack it first' },
  { begins: 'BZh', is: 'compressed with bzip2: unpack it first' },
  { begins: '\xfd7zXZ\0', is: 'compressed with xz: unpack it first' },
  { begins: '\x28\xb5\x2f\xfd', is: 'compressed with zstd: unpack it first' },
  { begins: '7z\xbc\xaf\x27\x1c', is: 'a 7z archive: unpack it first' },
  { begins: 'Rar!\x1a\x07', is: 'a RAR archive: unpack it first' },
  { begins: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', is: 'an old Excel or other Office file: save it as CSV first' },
  { begins: '%PDF-', is: 'a PDF' },
  { begins: 'PAR1', is: 'a Parquet file' },
  { begins: 'SQLite format 3\0', is: 'an SQLite database' },
  { begins: '-----BEGIN PGP MESSAGE-----', is: 'encrypted with PGP: decrypt it first' },
  { begins: '<?xml', is: 'XML' },
  { begins: '<!DOCTYPE html', is: 'a web page, perhaps the sign-in page of where it was fetched' },
  { begins: '<html', is: 'a web page, perhaps the sign-in page of where it was fetched' },
];

/** @throws FatalError naming what the file is, when its first bytes show that it is no table. Nothing is ever unpacked. */
export function refuseDisguise(head: Buffer): void {
  const begins = head.toString('latin1');
  const disguise = disguises.find((known) => begins.slice(0, known.begins.length).toLowerCase() === known.begins.toLowerCase());
  if (!disguise) return;
  const isWorkbook = disguise.begins === 'PK\x03\x04' && /\[Content_Types\]\.xml|xl\//.test(begins);
  throw new FatalError(`the file is no table: it is ${isWorkbook ? 'an Excel workbook (XLSX): save it as CSV first' : disguise.is}`);
}
