import { expect, test } from '@jest/globals';
import { printable } from './terminal.js';

test.each([
  ['a colour', 'a\u001B[31mred', String.raw`a\u001b[31mred`],
  ['a new line in a name', 'one\ntwo\r', String.raw`one\u000atwo\u000d`],
  ['the eight-bit escape', '\u009B2J', String.raw`\u009b2J`],
  ['text that runs backwards', 'a\u202Egnp.exe', String.raw`a\u202egnp.exe`],
])('%s does not reach the terminal raw', (_what, raw, shown) => {
  expect(printable(raw)).toBe(shown);
});

test('letters of every language and emoji reach it as they are', () => {
  expect(printable('Zoë · Łódź — 部署 “👩‍💻”')).toBe('Zoë · Łódź — 部署 “👩‍💻”');
});

test('JSON stays the same JSON', () => {
  const value = { name: 'a\u001B[31m\u009B\u2028b\n' };

  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
});
