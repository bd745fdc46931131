import { expect, test } from '@jest/globals';
import { readConfig } from './config.js';

test.each([
  ['a port that is no number', { PORT: 'abc' }, 'PORT is no whole number from 0 to 65535'],
  ['a port there is not', { PORT: '70000' }, 'PORT is no whole number from 0 to 65535'],
  ['an empty address of a database', { DATABASE_URL: '' }, 'DATABASE_URL is no address such as postgres://'],
  ['the address of another kind of database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is no address such as postgres://'],
  [
    'a password with an @ and a / in it',
    { DATABASE_URL: 'postgres://u:se@kr/et@h/x' },
    'write @, / and : of a password as %40, %2F and %3A',
  ],
  ['an empty home', { PLUMBLINE_HOME: '' }, 'PLUMBLINE_HOME is empty: name a folder, or leave it out'],
  ['a level there is not', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is none of: debug, info, warn, error, silent'],
])('%s is said in words, with what would fit', (_what, variables, said) => {
  expect(() => readConfig(variables)).toThrow(said);
});

test('all that is wrong is said at once', () => {
  expect(() => readConfig({ PORT: 'abc', LOG_LEVEL: 'loud' })).toThrow(/PORT .*; LOG_LEVEL /);
});

test('who asks a database stands in front of its host, wherever it was written', () => {
  const { databaseUrl, databaseAppUrl } = readConfig({
    DATABASE_URL: 'postgres://nobody@host:5433/hub?user=owner&password=p%40ss%2F&sslmode=require',
    DATABASE_APP_URL: 'postgres://host/hub?user=app',
  });

  expect(databaseUrl).toBe('postgres://owner:p%40ss%2F@host:5433/hub?sslmode=require');
  expect(databaseAppUrl).toBe('postgres://app@host/hub');
});
