import { expect, test } from '@jest/globals';
import { mappingsOf } from '../../mappings/index.js';
import { mapRaw } from './map-raw.js';

const anEmployee = (fields: object = {}) => ({
  eeid: '1',
  firstName: 'Ada',
  lastName: 'Okafor',
  hireDate: '2024-01-01',
  status: 'Active',
  lastChanged: '2026-01-01T00:00:00Z',
  ...fields,
});
const mappings = mappingsOf('bamboohr', 'employees', { subdomain: 'acme' });

test('a text that no database keeps makes a misfit, and the next record is mapped', () => {
  const { mapped, misfits } = mapRaw(
    [
      { key: '1', raw: anEmployee({ firstName: 'A\u0000da' }) },
      { key: '2', raw: anEmployee({ eeid: '2' }) },
    ],
    mappings,
  );

  expect(misfits.map(({ key, reason }) => [key, reason])).toEqual([['1', 'holds a character (NUL) that no text may hold']]);
  expect(new Set(mapped.map(({ key }) => key))).toEqual(new Set(['2']));
});
