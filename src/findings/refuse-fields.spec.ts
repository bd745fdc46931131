import { expect, test } from '@jest/globals';
import { refuseFields } from './refuse-fields.js';

const survey = { key: 'pulse', fields: ['team', 'R&D site', 'Team, site'] };

test('fields that the survey has are not refused, whatever they are called', () => {
  expect(() => refuseFields(survey, survey.fields)).not.toThrow();
});

test('crossed fields are refused', () => {
  expect(() => refuseFields(survey, ['team × site'])).toThrow(/team × site crosses fields.*--by team,site$/);
});

test('a field there is not is refused, and those there are can be typed as they are listed', () => {
  expect(() => refuseFields(survey, ['Team'])).toThrow(/no field Team; it has: team, R&D site, "Team, site"\. Those in double quotes/);
  expect(() => refuseFields({ key: 'pulse', fields: [] }, ['Team'])).toThrow(/it has: none$/);
});
