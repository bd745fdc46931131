import { expect, test } from '@jest/globals';
import { familyNamesOf } from './family-names.js';

const familyOf = (...names: readonly string[]) => familyNamesOf(new Map(names.map((name, at) => [String(at), { name }]))).get('0');

test.each([
  ['nobody else has it', ['Noor Haddad', 'Priya Menon'], 'Haddad'],
  ['a brother has it', ['Noor Haddad', 'Karim Haddad'], undefined],
  ['it is written otherwise there', ['Noor Haddad', 'Karim HADDAD'], undefined],
  ['it is part of a longer one', ['Noor Haddad', 'Karim Haddad Saleh'], undefined],
  ['it is the first name of somebody', ['Noor James', 'James Haddad'], undefined],
  ['there is only one name', ['Noor'], undefined],
  ['something stands behind it', ['Noor Haddad Jr.', 'Priya Menon'], 'Haddad'],
])('where %s', (_where, names, family) => {
  expect(familyOf(...names)).toBe(family);
});
