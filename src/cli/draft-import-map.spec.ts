import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draftOf, writeDraft } from './draft-import-map.js';
import { prepareImport } from './prepare-import.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'draft-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function aFile(content: string): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'case-')), 'pay.csv');
  await writeFile(path, content);
  return path;
}
const PAY = 'E-Mail;Valid from;Base;Currency;Compa ratio\nada@example.com;2026-01-01;52000.00;EUR;1.02\n';

test('the draft of a file parted by semicolons names them, and the file can be brought in under it', async () => {
  const file = await aFile(PAY);
  const map = join(file, '../pay.map.json');
  jest.spyOn(console, 'log').mockImplementation(() => undefined);

  await writeDraft(file, 'compensation', map, { json: true });

  expect(JSON.parse(await readFile(map, 'utf8'))).toMatchObject({
    file: { delimiter: ';' },
    columns: { base: { amount: 'Base', currency: 'Currency' } },
  });
  const drafted = JSON.parse(await readFile(map, 'utf8'));
  await writeFile(
    map,
    JSON.stringify({
      ...drafted,
      columns: { ...drafted.columns, effectiveOn: 'Valid from', person: { column: 'E-Mail', kind: 'work-email' } },
    }),
  );
  expect((await prepareImport(file, 'compensation', map)).rehearsal).toEqual({ rows: 1, refused: new Map() });
});

test('a draft for a machine is one line of JSON', async () => {
  const file = await aFile(PAY);
  const written: string[] = [];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);

  await writeDraft(file, 'compensation', '-', { json: true });

  stdout.mockRestore();
  expect(JSON.parse(written.join('').trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ as: 'compensation' });
});

test('a draft is read under the delimiter somebody names', async () => {
  const file = await aFile('a|b,c\n1|2,3\n');

  expect((await draftOf(file, 'metrics')).file).toBeUndefined();
  expect((await draftOf(file, 'metrics', '|')).file).toEqual({ delimiter: '|' });
});

test('pay below zero does not fit, and the line is said', async () => {
  const file = await aFile(`${PAY}bo@example.com;2026-01-01;-5;EUR;\n`);
  const map = join(file, '../map.json');
  const columns = {
    person: { column: 'E-Mail', kind: 'work-email' },
    effectiveOn: 'Valid from',
    base: { amount: 'Base', currency: 'Currency' },
  };
  await writeFile(map, JSON.stringify({ as: 'compensation', name: 'pay', file: { delimiter: ';' }, columns }));

  const { rehearsal } = await prepareImport(file, 'compensation', map);

  expect([...rehearsal.refused]).toEqual([
    ['column "Base": is an amount below zero, where pay of zero or more fits', { rows: 1, line: 3 }],
  ]);
});
