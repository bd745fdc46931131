import { expect, test } from '@jest/globals';
import { userInfo } from 'node:os';
import { localUser } from './local-user.js';

test('a user goes by the name the system knows', () => {
  expect(localUser()).toBe(userInfo().username);
});

test('one the system has no name for goes by number', () => {
  const nameless = () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };

  expect(localUser(nameless)).toBe(String(process.getuid?.()));
});
