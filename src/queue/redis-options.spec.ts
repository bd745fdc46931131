import { expect, test } from '@jest/globals';
import { redisOptions } from './redis-options.js';

test('takes everything from the URL, a percent-encoded password included', () => {
  expect(redisOptions('redis://hub:p%40ss@cache.example.com:6380/3')).toMatchObject({
    host: 'cache.example.com',
    port: 6380,
    db: 3,
    username: 'hub',
    password: 'p@ss',
  });
});

test('names no user and no password where the URL has none, and takes the usual port', () => {
  const options = redisOptions('redis://localhost');

  expect(options).toMatchObject({ host: 'localhost', port: 6379, db: 0 });
  expect(options).not.toHaveProperty('username');
  expect(options).not.toHaveProperty('password');
});

test.each([
  ['rediss is encrypted', 'rediss://cache.example.com', true],
  ['redis is not', 'redis://cache.example.com', false],
])('%s', (_reason, url, encrypted) => {
  expect('tls' in redisOptions(url)).toBe(encrypted);
});

test('connects to an IPv6 address', () => {
  expect(redisOptions('redis://[::1]:6379').host).toBe('::1');
});
