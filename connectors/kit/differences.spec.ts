import { expect, test } from '@jest/globals';
import { differences } from './differences.js';

const emptyIsNothing = { normalise: (_field: string, value: unknown) => (value === '' ? null : value) };

test.each([
  ['an emptied field that comes back as nothing', emptyIsNothing, { name: '' }, { name: null }, []],
  ['a field that does not come back at all', {}, { name: null }, {}, []],
  ['an emptied field where nobody says it means nothing', {}, { name: '' }, { name: null }, ['name']],
  ['another value', emptyIsNothing, { name: 'Ada', team: 'A' }, { name: 'Ada', team: 'B' }, ['team']],
  ['a field nobody asked for', {}, { name: 'Ada' }, { name: 'Ada', team: 'B' }, []],
])('%s', (_reason, operation, wanted, held, fields) => {
  expect(differences(operation, wanted, held)).toEqual(fields);
});
