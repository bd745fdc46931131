import { expect, test } from '@jest/globals';
import { readConfig } from './config.js';

test.each([
  ['a port that is no number', { PORT: 'abc' }, 'PORT is no whole number from 0 to 65535'],
  ['a port there is not', { PORT: '70000' }, 'PORT is no whole number from 0 to 65535'],
  ['an empty address of a database', { DATABASE_URL: '' }, 'DATABASE_URL is no address such as postgres://'],
  ['the address of another kind of database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is no address such as postgres://'],
  ['an empty home', { PLUMBLINE_HOME: '' }, 'PLUMBLINE_HOME is empty: name a folder, or leave it out'],
  ['a level there is not', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is none of: debug, info, warn, error, silent'],
])('%s is said in words, with what would fit', (_what, variables, said) => {
  expect(() => readConfig(variables)).toThrow(said);
});

test('all that is wrong is said at once', () => {
  expect(() => readConfig({ PORT: 'abc', LOG_LEVEL: 'loud' })).toThrow(/PORT .*; LOG_LEVEL /);
});
