import { expect, test } from '@jest/globals';
import { shareInShort, shareInWords } from './banded.js';

test.each([
  [{ value: 0, step: 0.1 }, '≤ 5 %', 'at most 5 %'],
  [{ value: 1, step: 0.25 }, '≥ 87.5 %', 'at least 87.5 %'],
  [{ value: 0.4, step: 0.1 }, '40 ±5 %', 'about 40 %'],
  [{ value: 1 / 3, step: 1 / 3 }, '33 ±17 %', 'about 33 %'],
  [{ value: 0.62, step: 0.01 }, '62 %', '62 %'],
  [{ value: 0, step: 0.01 }, '≤ 0.5 %', 'at most 0.5 %'],
  [{ value: 0, step: 1 }, '≤ 50 %', 'at most 50 %'],
])('a share of %o reads %s', (share, short, words) => {
  expect([shareInShort(share), shareInWords(share)]).toEqual([short, words]);
});
