import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { appendFile, chmod, mkdir, mkdtemp, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FatalError } from '../errors.js';
import { readTable } from './read-table.js';
import type { RefusedRow, TableOptions, TableRow } from './table.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabular-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function aFile(content: string | Buffer, name = 'people.csv'): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'case-')), name);
  await writeFile(path, content);
  return path;
}

async function reading(content: string | Buffer, options: TableOptions = {}, name?: string): Promise<(TableRow | RefusedRow)[]> {
  return Array.fromAsync(readTable(await aFile(content, name), options));
}

const row = (line: number, fields: Record<string, string>) => ({ line, fields });
const refused = (line: number, reason: string, excerpt: string) => ({ line, reason: expect.stringContaining(reason), excerpt });

const ADA = 'id,name\n1,Ada Okafor\n2,Zoë 🚀 Åberg\n';
const READ_ADA = [row(2, { id: '1', name: 'Ada Okafor' }), row(3, { id: '2', name: 'Zoë 🚀 Åberg' })];
const withMark = (mark: readonly number[], bytes: Buffer) => Buffer.concat([Buffer.from(mark), bytes]);
const unmarked = (encoding: string, text = ADA) => iconv.encode(text, encoding, { addBOM: false });

describe('rows', () => {
  test.each([
    [
      'quoted line breaks, doubled quotes and delimiters',
      'a,b\n"x\ny","say ""hi"", twice"\n3,4\n',
      [row(2, { a: 'x\ny', b: 'say "hi", twice' }), row(4, { a: '3', b: '4' })],
    ],
    ['empty cells', 'a,b\n,\n"",x\n', [row(2, { a: '', b: '' }), row(3, { a: '', b: 'x' })]],
    ['spaces, which are kept in cells and trimmed in names', ' a ,b\n 1 , 2\n', [row(2, { a: ' 1 ', b: ' 2' })]],
    ['names that objects already have', 'constructor,toString\n1,2\n', [row(2, { constructor: '1', toString: '2' })]],
    ['names that are numbers', '2,1\nx,y\n', [row(2, { '2': 'x', '1': 'y' })]],
    ['columns without a name', 'a,,b,\n1,2,3,4\n', [row(2, { a: '1', 'column 2': '2', b: '3', 'column 4': '4' })]],
    ['a header and nothing else', 'a,b\n', []],
    ['a header without a line break', 'a,b', []],
    ['line breaks of an old Macintosh', 'a,b\r1,2\r3,4', [row(2, { a: '1', b: '2' }), row(3, { a: '3', b: '4' })]],
    [
      'too few and too many columns',
      'a,b\n1\n1,2\n1,2,3\n',
      [refused(2, 'has 1 columns, and the header 2', '1'), row(3, { a: '1', b: '2' }), refused(4, 'has 3 columns', '1,2,3')],
    ],
    ['a NUL character', 'a,b\nx\0,1\ny,2\n', [refused(2, 'NUL', 'x\uFFFD,1'), row(3, { a: 'y', b: '2' })]],
    ['a stray quote', 'a,b\n"x,1\ny,"2"\n', [refused(2, 'quote', '"x,1'), row(3, { a: 'y', b: '2' })]],
    ['a quote left open', 'a,b\n"x,1\ny,2\n', [refused(2, 'never closed', '"x,1'), row(3, { a: 'y', b: '2' })]],
  ])('%s', async (_reason, content, rows) => {
    expect(await reading(content)).toEqual(rows);
  });

  test('of a TSV are parted by tabs', async () => {
    expect(await reading('a\tb\n1,5\t"x\ty"\n', {}, 'people.tsv')).toEqual([row(2, { a: '1,5', b: 'x\ty' })]);
  });

  test('are parted by the delimiter that is named', async () => {
    expect(await reading('a;b\n1;2,5\n', { delimiter: ';' })).toEqual([row(2, { a: '1', b: '2,5' })]);
  });

  test('follow the named format whatever the file is called', async () => {
    expect(await reading('a\tb\n1\t2\n', { format: 'tsv' }, 'export.txt')).toEqual([row(2, { a: '1', b: '2' })]);
  });

  test('begin after the line an earlier read ended on', async () => {
    expect(await reading('a\n1\n"2\n2"\n3\n', { afterLine: 3 })).toEqual([row(5, { a: '3' })]);
  });

  test('give an excerpt of 80 whole characters', async () => {
    const [first] = await reading(`a,b\n${'🚀'.repeat(100)}\n`);

    expect(first).toEqual(refused(2, 'columns', '🚀'.repeat(80)));
  });
});

describe('encodings', () => {
  test.each([
    ['UTF-8', Buffer.from(ADA), undefined],
    ['UTF-8 with its mark', withMark([0xef, 0xbb, 0xbf], Buffer.from(ADA)), undefined],
    ['UTF-16LE with its mark', withMark([0xff, 0xfe], unmarked('utf-16le')), undefined],
    ['UTF-16BE with its mark', withMark([0xfe, 0xff], unmarked('utf-16be')), undefined],
    ['UTF-32LE with its mark', withMark([0xff, 0xfe, 0, 0], unmarked('utf-32le')), undefined],
    ['UTF-32BE with its mark', withMark([0, 0, 0xfe, 0xff], unmarked('utf-32be')), undefined],
    ['UTF-16LE by name', unmarked('utf-16le'), 'utf-16le'],
    ['a mark that contradicts the name', withMark([0xff, 0xfe], unmarked('utf-16le')), 'windows-1252'],
  ] as const)('%s', async (_reason, bytes, encoding) => {
    expect(await reading(bytes, { encoding })).toEqual(READ_ADA);
  });

  test.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const)('%s characters survive lying across chunks', async (encoding) => {
    const names = Array.from({ length: 60_000 }, (_, index) => `${'x'.repeat(index % 3)}🚀${index}`);

    const rows = await reading(unmarked(encoding, `name\n${names.join('\n')}\n`), { encoding });

    expect(rows.map((found) => ('fields' in found ? found.fields.name : found.reason))).toEqual(names);
  });

  test('windows-1252 is refused record by record until it is named', async () => {
    const bytes = iconv.encode('id,name\n1,Zoë\n2,Ada\n3,“€”\n', 'windows-1252');

    expect(await reading(bytes)).toEqual([
      refused(2, 'windows-1252', '1,Zo\uFFFD'),
      row(3, { id: '2', name: 'Ada' }),
      refused(4, 'not UTF-8', '3,\uFFFD\uFFFD\uFFFD'),
    ]);
    expect(await reading(bytes, { encoding: 'windows-1252' })).toEqual([
      row(2, { id: '1', name: 'Zoë' }),
      row(3, { id: '2', name: 'Ada' }),
      row(4, { id: '3', name: '“€”' }),
    ]);
  });

  test('a byte that is no character in the named encoding refuses its record', async () => {
    const bytes = Buffer.from('a\nx\x81\ny\n', 'latin1');

    expect(await reading(bytes, { encoding: 'windows-1252' })).toEqual([
      refused(2, 'no character in windows-1252', 'x\uFFFD'),
      row(3, { a: 'y' }),
    ]);
  });
});

describe('JSON lines', () => {
  const lines = (...texts: string[]) => reading(`${texts.join('\n')}\n`, {}, 'people.jsonl');

  test.each([
    ['text, and quotes that are only characters', '{"a":"x, \\"y\\""}', { a: 'x, "y"' }],
    ['nested values stay JSON', '{"a":{"b":[1,null]},"c":[]}', { a: '{"b":[1,null]}', c: '[]' }],
    [
      'numbers keep every digit',
      '{"id":12345678901234567890,"pay":52000.00,"in":{"pay":1.10}}',
      { id: '12345678901234567890', pay: '52000.00', in: '{"pay":1.10}' },
    ],
    ['true, false and null', '{"a":true,"b":false,"c":null}', { a: 'true', b: 'false', c: '' }],
    ['an empty object', '{}', {}],
  ])('%s', async (_reason, text, fields) => {
    expect(await lines(text)).toEqual([row(1, fields)]);
  });

  test.each([
    ['no JSON', '{"a":', 'not JSON'],
    ['a number', '5', 'not an object'],
    ['a string', '"x"', 'not an object'],
    ['null', 'null', 'not an object'],
    ['an array', '[1]', 'not an object'],
    ['a NUL spelled as an escape', '{"a":"\\u0000"}', 'NUL'],
    ['half a surrogate pair spelled as an escape', '{"a":"\\ud83d"}', 'surrogate'],
    ['a field no record can carry', '{"__proto__":"x"}', '__proto__'],
  ])('a line that is %s is refused, and the next read', async (_reason, text, reason) => {
    expect(await lines('{"a":"1"}', text, '', '{"a":"2"}')).toEqual([row(1, { a: '1' }), refused(2, reason, text), row(4, { a: '2' })]);
  });

  test.each([
    ['arrays', '['],
    ['objects', '{"a":'],
    ['arrays of numbers', '[1,'],
  ])('%s nested a million deep are refused', async (_reason, opening) => {
    const closing = opening.startsWith('[') ? ']' : '}';
    const nested = `{"a":${opening.repeat(1_000_000)}1${closing.repeat(1_000_000)}}`;

    const [first, second] = await lines(nested, '{"a":"2"}');

    expect(first).toEqual(refused(1, 'nested too deeply', nested.slice(0, 80)));
    expect(second).toEqual(row(2, { a: '2' }));
  });
});

describe('a file is refused as a whole', () => {
  test.each([
    ['empty', '', 'the file is empty'],
    ['empty but for its byte-order mark', Buffer.from([0xef, 0xbb, 0xbf]), 'the file is empty'],
    ['only empty lines', '\n\r\n\n', 'nothing but empty lines'],
    ['one with two columns of one name', 'id,name,id\n1,2,3\n', 'two columns "id"'],
    ['one whose names differ by spaces only', 'id, id\n1,2\n', 'two columns "id"'],
    ['one with a column no record can carry', 'id,__proto__\n1,2\n', '__proto__'],
    ['parted by something else', 'id;name\n1;2\n', 'name the delimiter'],
    ['one with a broken header', 'id,"na"me\n1,2\n', 'the header cannot be read'],
    ['UTF-16 without a mark', unmarked('utf-16le'), 'name its encoding'],
    ['windows-1252 in its header', Buffer.from('id,pr\xe9nom\n', 'latin1'), 'name its encoding'],
    ['UTF-32 cut off within a character', withMark([0xff, 0xfe, 0, 0], unmarked('utf-32le').subarray(0, -1)), 'middle of a character'],
    ['an Excel workbook', Buffer.from('PK\x03\x04\x14\0\x06\0[Content_Types].xml', 'latin1'), 'an Excel workbook (XLSX)'],
    ['a ZIP archive', Buffer.from('PK\x03\x04\x14\0\0\0people.csv', 'latin1'), 'a ZIP archive'],
    ['gzip', gzipSync(ADA), 'gzip'],
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old Excel'],
    ['a PDF', '%PDF-1.7\n', 'a PDF'],
    ['a web page', '<!doctype HTML><html>', 'a web page'],
  ])('%s', async (_reason, content, message) => {
    const read = reading(content);

    await expect(read).rejects.toThrow(FatalError);
    await expect(read).rejects.toThrow(message);
  });

  test.each([
    ['JSON lines that are one JSON array', '[\n{"a":1}\n]', 'data.jsonl', 'a JSON array'],
    ['a name that does not say the format', 'a\n1\n', 'people.txt', 'does not say what it is'],
  ])('%s', async (_reason, content, name, message) => {
    await expect(reading(content, {}, name)).rejects.toThrow(new FatalError(message).message);
  });

  test('without a column that is required', async () => {
    await expect(reading(ADA, { requiredColumns: ['name', 'email'] })).rejects.toThrow('names no column "email"');
  });

  test('missing', async () => {
    await expect(Array.fromAsync(readTable(join(folder, 'none.csv')))).rejects.toThrow('there is no such file');
  });

  test('a folder', async () => {
    const path = join(folder, 'folder.csv');
    await mkdir(path);

    await expect(Array.fromAsync(readTable(path))).rejects.toThrow('names a folder, not a file');
  });

  test('a device', async () => {
    await expect(Array.fromAsync(readTable('/dev/zero', { format: 'csv' }))).rejects.toThrow('a device, pipe or socket');
  });

  test('unreadable', async () => {
    const path = await aFile(ADA);
    await chmod(path, 0o000);

    await expect(asNobody(() => Array.fromAsync(readTable(path)))).rejects.toThrow('may not be read');
  });
});

/** Root may read everything, so a test run as root becomes somebody else for a moment. */
async function asNobody<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('a file that changes while it is read', () => {
  const LONG_AGO = new Date('2020-01-01T00:00:00Z');
  const manyRows = `a,b\n${'some cell,another\n'.repeat(50_000)}`;

  test.each([
    ['grows', (path: string) => appendFile(path, '1,2\n')],
    ['shrinks', (path: string) => truncate(path, 100)],
    ['is written over with as many bytes', (path: string) => writeFile(path, manyRows.replaceAll('some', 'SOME'))],
    ['is deleted', (path: string) => rm(path)],
    [
      'is replaced by another',
      async (path: string) => {
        await writeFile(`${path}.new`, manyRows);
        await utimes(`${path}.new`, LONG_AGO, LONG_AGO);
        await rename(`${path}.new`, path);
      },
    ],
  ])('and %s is refused before its end is reached', async (_reason, change) => {
    const path = await aFile(manyRows);
    await utimes(path, LONG_AGO, LONG_AGO);
    const rows = readTable(path);
    await rows.next();

    await change(path);

    await expect(Array.fromAsync(rows)).rejects.toThrow('changed while it was read');
  });

  test('and stays the same is read to its end', async () => {
    expect(await reading(manyRows)).toHaveLength(50_000);
  });
});

test('a line of 300 MB is refused without being held, and the rest is read', async () => {
  const path = await aFile('a,b\n1,2\nlong,');
  await truncate(path, 300_000_000); // a hole of NUL bytes: the disk holds none of it
  await appendFile(path, '\n3,4\n');
  const before = process.resourceUsage().maxRSS;

  const rows = await Array.fromAsync(readTable(path));

  const grownMb = (process.resourceUsage().maxRSS - before) / 1024;
  expect(rows).toEqual([
    row(2, { a: '1', b: '2' }),
    {
      line: 3,
      reason: 'the line is 299999992 bytes long, and a record may have 8388608',
      excerpt: expect.stringMatching(/^long,\uFFFD{75}$/),
    },
    row(4, { a: '3', b: '4' }),
  ]);
  expect(grownMb).toBeLessThan(150);
});
