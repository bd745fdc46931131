import { expect, test } from '@jest/globals';
import { marker } from '../../connectors/kit/marker.js';
import { byMark, compareMarks } from './compare-intended.js';

const mark = marker('key-1');
const known = (reference: string | null) => byMark([{ messageId: 'm1', idempotencyKey: 'key-1', reference, change: {} }]);
const places = (...references: string[]) => references.map((reference) => ({ marker: mark, reference }));

test.each([
  ['the one the source named is ours, wherever it stands', '42/9', ['42/7', '42/9'], ['42/7']],
  ['the first is ours where the source named none', null, ['42/7', '42/9'], ['42/9']],
  ['the first is ours where the named one is gone', '42/3', ['42/7', '42/9'], ['42/9']],
  ['a single one is no duplicate', '42/9', ['42/9'], []],
])('of two with one mark %s', (_reason, reference, there, duplicates) => {
  expect(compareMarks(known(reference), places(...there)).map((row) => [row.status, row.reference])).toEqual(
    duplicates.map((one) => ['duplicate', one]),
  );
});

test('each of two with a mark no message made is unexpected', () => {
  expect(compareMarks(new Map(), places('42/7', '42/9')).map(({ status }) => status)).toEqual(['unexpected', 'unexpected']);
});
