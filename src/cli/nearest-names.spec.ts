import { expect, test } from '@jest/globals';
import { nearestNames } from './nearest-names.js';

test.each([
  ['another way to write it', 'time_with_us', ['team', 'Time with us'], ['Time with us']],
  ['a slip of the finger', 'gendre', ['country', 'gender', 'age'], ['gender']],
  ['the likest first', 'team', ['teams', 'steam engine', 'team name', 'Team'], ['Team', 'teams']],
  ['nothing like it', 'q', ['a', 'b'], []],
])('finds %s', (_reason, wanted, names, near) => {
  expect(nearestNames(wanted, names)).toEqual(near);
});
