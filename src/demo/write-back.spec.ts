import { expect, test } from '@jest/globals';
import { otherRating } from './write-back.js';

test.each(['1', '2', '3', '4', '5'])('what is edited behind our back is another rating than the %s that was decided', (decided) => {
  const edited = otherRating({ employeeId: '7', fields: { customLastRating: decided } });

  expect(['1', '2', '3', '4', '5']).toContain(edited);
  expect(edited).not.toBe(decided);
});
