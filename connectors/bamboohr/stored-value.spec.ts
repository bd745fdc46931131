import { expect, test } from '@jest/globals';
import { ratingOutcomeToBamboohr } from '../../mappings/bamboohr/rating-outcome-to-writes.js';
import { differences } from '../kit/differences.js';
import { createOutcomeRow } from './operations/create-outcome-row.js';
import { updateEmployee } from './operations/update-employee.js';
import { storedValue } from './stored-value.js';

test.each([
  ['a rating in a field of decimals', 'customLastRating', '4.0', '4'],
  ['a rating that came as a number', 'customRating', 4, '4'],
  ['a half rating with another digit', 'customRating', '3.50', '3.5'],
  ['a rating in words', 'customRating', 'Strong', 'Strong'],
  ['a value with blanks around it', 'customTeam', ' Team 17 ', 'Team 17'],
  ['a number that is a name', 'employeeNumber', '007', '007'],
  ['a version, which is no number', 'customVersion', '1.10', '1.10'],
  ['an emptied field', 'customTeam', '', null],
  ['nothing', 'customTeam', null, null],
])('%s is the same however it is written', (_what, field, held, value) => {
  expect(storedValue(field, held)).toBe(value);
});

test('every rating the hub writes may come back with other digits, and another rating may not', () => {
  const change = { cycleKey: '2026-H1', score: 4, scale: { min: 1, max: 5 }, decidedOn: '2026-07-01', isLatest: true };
  const writes = ratingOutcomeToBamboohr.map(change, { person: '42', settings: {}, decisionId: 'one' });

  for (const { operation: name, change: wanted } of writes) {
    const operation = [createOutcomeRow, updateEmployee].find((one) => one.name === name);
    const fields = operation?.change.parse(wanted).fields ?? {};
    const held = (rating: string) =>
      Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value === '4' ? rating : value]));

    expect(differences(operation ?? {}, fields, held('4.00'))).toEqual([]);
    expect(differences(operation ?? {}, fields, held('4.5'))).toEqual([expect.stringMatching(/Rating$/)]);
  }
  expect(writes).toHaveLength(2);
});
