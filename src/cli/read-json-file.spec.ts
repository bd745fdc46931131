import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readJsonFile } from './read-json-file.js';

const folder = mkdtempSync(join(tmpdir(), 'json-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (text: string): string => {
  const path = join(folder, 'hr.json');
  writeFileSync(path, text);
  return path;
};

test('a file of JSON is read, with a byte-order mark too', () => {
  expect(readJsonFile(written('{"subdomain":"acme"}'), 'Mend it.')).toEqual({ subdomain: 'acme' });
  expect(readJsonFile(written('\uFEFF{"subdomain":"acme"}'), 'Mend it.')).toEqual({ subdomain: 'acme' });
});

test.each([
  ['a text without its quotes', '{"apiKey":KEY1234}', /no JSON: a value .* is not written as JSON has it/],
  ['a quote of another kind', "{'apiKey':'KEY1234'}", /no JSON: it breaks on line 1, at column 2/],
  ['one comma too many', '{"apiKey":"KEY1234",\n}', /no JSON: it breaks on line 2, at column 1/],
  ['the key alone', 'KEY1234', /no JSON: a value/],
  ['an end too early', '{"apiKey":"KEY1234"', /no JSON: (it ends before|it breaks on line 1)/],
  ['nothing', '', /no JSON: it ends before it is complete/],
])('what is no JSON is refused by its place, and its text is not repeated: %s', (_what, text, said) => {
  const read = () => readJsonFile(written(text), 'Mend it.');

  expect(read).toThrow(said);
  expect(read).toThrow(/Mend it\.$/);
  expect(read).not.toThrow(/KEY/);
});

test('a refusal holds nothing of the text in what caused it either, because causes are logged', () => {
  try {
    readJsonFile(written('{"apiKey":KEY1234}'), 'Mend it.');
  } catch (refusal) {
    expect(refusal).not.toHaveProperty('cause');
  }
  expect.assertions(1);
});

test('a file that is not there, and one that is none, are told apart', () => {
  expect(() => readJsonFile(join(folder, 'none.json'), 'Mend it.')).toThrow(/none\.json cannot be read: there is no such file\. Mend it\./);
  expect(() => readJsonFile(folder, 'Mend it.')).toThrow(/cannot be read: it is a folder/);
});
