import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFile, mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenConnection } from '../kit/connector.js';
import { FatalError } from '../kit/errors.js';
import { openConnection } from '../kit/open.js';
import connector from './index.js';
import { type FilesConfig, files } from './source.js';
import { definition } from './streams/definition.js';
import { fileRow, rows } from './streams/rows.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'files-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A folder with these files in it. */
async function aFolder(contents: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(root, 'case-'));
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  return folder;
}

const connectionTo = (config: FilesConfig, signal = new AbortController().signal) =>
  openConnection(connector, config, signal) as OpenConnection<FilesConfig>; // its configuration was just parsed by this connector

type Checkpoint = Parameters<typeof rows.read>[1];
const pages = (config: FilesConfig, from?: Checkpoint) => Array.fromAsync(rows.read(connectionTo(config), from));
async function reading(config: FilesConfig, from?: Checkpoint) {
  const read = await pages(config, from);
  return { records: read.flatMap((page) => page.records), refused: read.flatMap((page) => page.refused ?? []) };
}

const numbered = (from: number, count: number) => Array.from({ length: count }, (_, index) => `E${from + index},x\n`).join('');

describe('rows', () => {
  test('are keyed by the key column', async () => {
    const folder = await aFolder({ 'people.csv': 'employee id,name\nE1,Ada\n,Nobody\nE2,Bo\n' });

    const { records, refused } = await reading({ path: join(folder, 'people.csv'), keyColumn: 'employee id' });

    expect(records).toEqual([
      { $key: 'E1', 'employee id': 'E1', name: 'Ada' },
      { $key: 'E2', 'employee id': 'E2', name: 'Bo' },
    ]);
    expect(refused).toEqual([
      { key: 'people.csv line 3', reason: 'the key column "employee id" is empty', excerpt: '{"employee id":"","name":"Nobody"}' },
    ]);
  });

  test('wait by their line where their key is longer than one may be', async () => {
    const folder = await aFolder({ 'people.csv': `id,name\nE1,Ada\n${'E'.repeat(501)},Bo\n` });

    const { records, refused } = await reading({ path: join(folder, 'people.csv'), keyColumn: 'id' });

    expect(records).toEqual([{ $key: 'E1', id: 'E1', name: 'Ada' }]);
    expect(refused).toMatchObject([
      { key: 'people.csv line 3', reason: 'the key column "id" holds a key of 501 characters, where 500 at most fit' },
    ]);
  });

  test('are keyed by line under one name, whatever the file is called', async () => {
    const folder = await aFolder({ 'pulse.csv': 'name\nBo\n', 'pulse corrected.csv': 'name\nBo\nx,y\n' });

    const first = await reading({ path: join(folder, 'pulse.csv'), knownAs: 'pulse' });
    const second = await reading({ path: join(folder, 'pulse corrected.csv'), knownAs: 'pulse' });

    expect(first.records).toEqual([{ $key: 'pulse line 2', name: 'Bo' }]);
    expect(second.records).toEqual(first.records);
    expect(second.refused).toMatchObject([{ key: 'pulse line 3' }]);
    await expect(reading({ path: folder, knownAs: 'pulse' })).rejects.toThrow('a folder of several');
  });

  test('are keyed by where they stand when no column is named', async () => {
    const folder = await aFolder({ 'a.csv': 'name\n"Ada\nOkafor"\nBo\n', 'b.csv': 'name\nCy\n' });

    const { records } = await reading({ path: folder });

    expect(records.map((record) => fileRow.parse(record).$key)).toEqual(['a.csv line 2', 'a.csv line 4', 'b.csv line 2']);
  });

  test('may have columns named like anything but our own', async () => {
    const folder = await aFolder({ 'a.csv': 'reason,line,excerpt,fields\n1,2,3,4\n', 'b.csv': '$key\n1\n' });

    const { records } = await reading({ path: join(folder, 'a.csv') });

    expect(records).toEqual([{ $key: 'a.csv line 2', reason: '1', line: '2', excerpt: '3', fields: '4' }]);
    await expect(reading({ path: join(folder, 'b.csv') })).rejects.toThrow('"$key"');
  });

  test('of a folder come file by file in the order of their names, whatever the format', async () => {
    const folder = await aFolder({
      '2.tsv': 'id\tname\n2\tBo\n',
      '1.csv': 'id,name\n1,Ada\n',
      '3.jsonl': '{"id":3,"name":"Cy"}\n',
      '.hidden': 'x',
    });
    await mkdir(join(folder, 'archive'));

    const { records } = await reading({ path: folder, keyColumn: 'id' });

    expect(records.map((record) => fileRow.parse(record))).toEqual([
      { $key: '1', id: '1', name: 'Ada' },
      { $key: '2', id: '2', name: 'Bo' },
      { $key: '3', id: '3', name: 'Cy' },
    ]);
  });

  test('that cannot be read are refused where they stand, and the rest is read', async () => {
    const folder = await aFolder({ 'people.csv': 'id,name\n1\n2,Bo\n3,"C"y\n4,Di\n' });

    const { records, refused } = await reading({ path: folder, keyColumn: 'id' });

    expect(records.map((record) => fileRow.parse(record).$key)).toEqual(['2', '4']);
    expect(refused).toEqual([
      { key: 'people.csv line 2', reason: expect.stringContaining('1 columns'), excerpt: '1' },
      { key: 'people.csv line 4', reason: expect.stringContaining('quote'), excerpt: '3,"C"y' },
    ]);
  });
});

describe('the definition', () => {
  const read = (config: FilesConfig) => Array.fromAsync(definition.read(connectionTo(config), undefined));

  test('is one record where the map defines a survey', async () => {
    const map = { as: 'survey', survey: { key: 'pulse', label: 'Pulse' }, items: [] };

    expect(await read({ path: 'a.csv', map })).toEqual([{ records: [{ $key: 'pulse', map }], checkpoint: {} }]);
  });

  test.each([
    ['there is no map', {}],
    ['the map is of something else', { map: { as: 'metrics', name: 'm' } }],
  ])('is nothing where %s', async (_reason, config) => {
    expect(await read({ path: 'a.csv', ...config })).toEqual([{ records: [], checkpoint: {} }]);
  });
});

describe('pages', () => {
  test('hold a thousand rows, refused ones among them', async () => {
    const folder = await aFolder({ 'a.csv': `id,x\n${numbered(1, 999)}broken\n${numbered(2000, 500)}` });

    const sizes = (await pages({ path: folder })).map((page) => [page.records.length, page.refused?.length ?? 0]);

    expect(sizes).toEqual([
      [999, 1],
      [500, 0],
      [0, 0],
    ]);
  });

  test('hold fewer rows where rows are long', async () => {
    const folder = await aFolder({ 'a.csv': `id\n${`${'x'.repeat(6_000_000)}\n`.repeat(6)}` });

    const sizes = (await pages({ path: folder })).map((page) => page.records.length);

    expect(Math.max(...sizes)).toBeLessThan(4);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(6);
  });

  test('each let a killed import go on from it without a row lost or given again', async () => {
    const folder = await aFolder({
      'a.csv': `id,x\n${numbered(1, 1500)}`,
      'b.csv': `id,x\n"B\n1",x\n${numbered(5000, 1200)}`,
      'c.csv': 'id,x\n',
    });
    const config = { path: folder, keyColumn: 'id' };
    const read = await pages(config);
    const all = read.flatMap((page) => page.records);

    for (const [index, page] of read.slice(0, -1).entries()) {
      const stored = read.slice(0, index + 1).flatMap((earlier) => earlier.records);
      expect(await rows.goesOnFrom?.(connectionTo(config), rows.checkpoint.parse(page.checkpoint))).toBe(true);
      const rest = await reading(config, rows.checkpoint.parse(JSON.parse(JSON.stringify(page.checkpoint))));

      expect([...stored, ...rest.records]).toEqual(all);
    }
    expect(read).toHaveLength(5);
  });

  test('end with a checkpoint from which everything is read again', async () => {
    const folder = await aFolder({ 'a.csv': 'id,x\n1,x\n' });
    const last = (await pages({ path: folder })).at(-1);

    const again = await reading({ path: folder }, last?.checkpoint);

    expect(again.records).toHaveLength(1);
  });

  test.each([
    ['a file is another', (folder: string) => appendFile(join(folder, 'a.csv'), 'E9,x\n'), {}],
    ['a file came', (folder: string) => writeFile(join(folder, '0.csv'), 'id,x\n'), {}],
    ['the settings are others', async () => undefined, { keyColumn: 'x' }],
  ])('of an earlier read count for nothing once %s', async (_reason, change, settings) => {
    const folder = await aFolder({ 'a.csv': `id,x\n${numbered(1, 1500)}` });
    const config = { path: folder, keyColumn: 'id' };
    const [first] = await pages(config);
    await change(folder);

    const checkpoint = rows.checkpoint.parse(first?.checkpoint);
    expect(await rows.goesOnFrom?.(connectionTo({ ...config, ...settings }), checkpoint)).toBe(false);
    await expect(pages({ ...config, ...settings }, checkpoint)).rejects.toThrow('is no longer what was read so far');
  });

  test('never include the last of a file that changed while it was read', async () => {
    const folder = await aFolder({ 'a.csv': `id,x\n${numbered(1, 1500)}` });
    const path = join(folder, 'a.csv');
    await utimes(path, 0, 0);
    const read = rows.read(connectionTo({ path }), undefined)[Symbol.asyncIterator]();
    const first = await read.next();

    await truncate(path, 100);

    expect(first.value.records).toHaveLength(1000);
    await expect(read.next()).rejects.toThrow(`${path}: the file changed while it was read`);
  });

  test('stop when the run is cancelled', async () => {
    const folder = await aFolder({ 'a.csv': `id,x\n${numbered(1, 200_000)}` });
    const run = new AbortController();
    const read = rows.read(connectionTo({ path: folder }, run.signal), undefined)[Symbol.asyncIterator]();
    await read.next();

    run.abort(new Error('cancelled'));

    await expect(Array.fromAsync({ [Symbol.asyncIterator]: () => read })).rejects.toThrow('cancelled');
  });
});

describe('a connection is refused', () => {
  const check = (config: FilesConfig) => files.source.check(connectionTo(config));

  test.each([
    ['to nothing', {}, 'none.csv', 'there is no such file'],
    ['to an empty folder', {}, '', 'holds no file'],
    ['to a file of an unknown kind', { 'a.txt': 'x\n' }, '', 'does not say what it is'],
    ['to an empty file', { 'a.csv': '' }, 'a.csv', 'the file is empty'],
    ['to a table without the key column', { 'a.csv': 'name\nAda\n' }, 'a.csv', 'names no column "id"'],
    ['to a folder of which one file is wrong', { 'a.csv': 'id\n1\n', 'b.csv': 'PK\x03\x04' }, '', 'a ZIP archive'],
  ])('%s', async (_reason, contents, name, message) => {
    const folder = await aFolder(contents);

    const checking = check({ path: join(folder, name), keyColumn: 'id' });

    await expect(checking).rejects.toThrow(FatalError);
    await expect(checking).rejects.toThrow(message);
  });

  test('to a folder with a link in it, which could lead anywhere', async () => {
    const folder = await aFolder({ 'a.csv': 'id\n1\n' });
    await symlink('/etc/passwd', join(folder, 'b.csv'));

    await expect(check({ path: folder })).rejects.toThrow(`${join(folder, 'b.csv')}: the folder holds a link`);
  });

  test('naming the file of a folder that it is about', async () => {
    const folder = await aFolder({ 'a.csv': 'id\n1\n', 'b.csv': '' });

    await expect(check({ path: folder })).rejects.toThrow(`${join(folder, 'b.csv')}: the file is empty`);
    await expect(check({ path: join(folder, 'none') })).rejects.toThrow(`${join(folder, 'none')}: there is no such file`);
  });

  test('with a delimiter of two characters', () => {
    expect(() => connectionTo({ path: 'a.csv', delimiter: '||' })).toThrow('one ASCII character');
  });

  test('not when all is well', async () => {
    const folder = await aFolder({ 'a.csv': 'id\n1\n', 'b.csv': 'id\n' });

    await expect(check({ path: folder, keyColumn: 'id' })).resolves.toBeUndefined();
  });
});
