import { expect, test } from '@jest/globals';
import { packed, unpacked } from './packed-members.js';

const people = Array.from({ length: 40_000 }, (_nothing, at) => `p${at}`);
const places = new Map(people.map((person, at) => [person, at]));

test.each([
  ['nobody', []],
  ['the first', [0]],
  ['the last', [39_999]],
  ['neighbours', [7, 8, 9]],
  ['some far apart, in whatever order', [39_000, 0, 127, 128, 255, 16_384, 16_511]],
  ['everybody', [...people.keys()]],
])('%s comes back as it was packed', (_who, chosen) => {
  const members = new Set(chosen.map((at) => `p${at}`));

  expect(unpacked(packed(members, places), people)).toEqual(members);
});

test('a stranger cannot be packed, and nobody beyond the list unpacked', () => {
  expect(() => packed(new Set(['stranger']), places)).toThrow('not among the respondents');
  expect(() => unpacked(packed(new Set(['p9']), places), people.slice(0, 9))).toThrow('not among the respondents');
});
