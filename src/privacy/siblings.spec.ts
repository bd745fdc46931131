import { expect, test } from '@jest/globals';
import { visibilityOfSiblings } from './siblings.js';

/** n: no data, s: shown, w: withheld; in the order given. */
test.each<[string, number[], string]>([
  ['two children, one small', [4, 9], 'ww'],
  ['chain stops early', [4, 6, 9, 30], 'wwss'],
  ['small ones cover each other', [3, 3, 9, 30], 'wwss'],
  ['empty child is no secret', [0, 7, 8], 'nss'],
  ['tie', [1, 5, 5, 9], 'wwss'],
  ['nothing small', [5, 6], 'ss'],
  ['only child, too small', [2], 'w'],
  ['all small', [4, 4], 'ww'],
  ['one giant left', [1, 1, 1, 40], 'wwww'],
  ['nobody at all', [0, 0], 'nn'],
  ['no children', [], ''],
])('%s', (_case, sizes, expected) => {
  const children = sizes.map((respondents, position) => ({ id: `child ${position}`, respondents }));

  const visibility = visibilityOfSiblings(children, 5);

  expect(children.map(({ id }) => visibility.get(id)?.[0]).join('')).toBe(expected);
});

test('hides the same child of equal ones in whatever order they come', () => {
  const children = [
    { id: 'b', respondents: 5 },
    { id: 'a', respondents: 5 },
    { id: 'c', respondents: 1 },
  ];

  expect(visibilityOfSiblings(children, 5).get('a')).toBe('withheld');
  expect(visibilityOfSiblings(children.toReversed(), 5).get('a')).toBe('withheld');
});
