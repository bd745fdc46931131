import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guessDelimiter } from './guess-delimiter.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'delimiter-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each<[string, string, string | undefined, string?]>([
  ['commas', 'a,b\n1,2\n', ','],
  ['semicolons, with decimal commas in the cells', 'amount;rate\n1,5;2,5\n3,5;4,5\n', ';'],
  ['semicolons, with a comma in each name', 'Name, first;Name, last\nAda;Okafor\n', ';'],
  ['semicolons, with a line that does not fit', 'a;b, c\n1;2\n3\n4;5, 6\n7;8\n', ';'],
  ['commas, with semicolons in quoted names', '"a;b","c;d"\n1,2\n', ','],
  ['tabs in a file called CSV', 'a\tb\n1\t2\n', '\t'],
  ['bars', 'a|b\n1|2\n', '|'],
  ['commas and bars alike, in whose favour the name speaks', 'a|b,c\n1|2,3\n', ','],
  ['more columns than the other way', 'a;b;c, d\n1;2;3, 4\n', ';'],
  ['nothing: one column', 'name\nAda\n', undefined],
  ['nothing: a file whose name says it', 'a;b\n1;2\n', undefined, 'table.tsv'],
])('%s', async (_reason, content, delimiter, name = 'table.csv') => {
  const path = join(await mkdtemp(join(folder, 'case-')), name);
  await writeFile(path, content);

  expect(await guessDelimiter(path)).toBe(delimiter);
});
