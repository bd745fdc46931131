import { expect, test } from '@jest/globals';
import { speakingOf, typed } from './typed.js';

test.each([
  ['where it lives where it does by default', {}, 'linux', 'npm run plumbline -- cases list'],
  ['in another tenant', { tenant: 'acme' }, 'linux', 'npm run plumbline -- cases list --tenant acme'],
  ['in a home of its own', { home: '.plumbline/demo' }, 'linux', 'PLUMBLINE_HOME=.plumbline/demo npm run plumbline -- cases list'],
  ['in a home with a space', { home: "/my hub's" }, 'linux', String.raw`PLUMBLINE_HOME='/my hub'\''s' npm run plumbline -- cases list`],
  ['on Windows', { home: String.raw`C:\my hub` }, 'win32', String.raw`set "PLUMBLINE_HOME=C:\my hub" && npm run plumbline -- cases list`],
] as const)('a command can be typed as it is said, %s', (_where, started, platform, line) => {
  expect(typed('cases list', started, platform)).toBe(line);
});

test('what is advised while a tenant is spoken of is advised for that tenant, also after something was waited for', async () => {
  const said = await Promise.all(
    ['acme', 'beta'].map((tenant) =>
      speakingOf(tenant, async () => {
        await Promise.resolve();
        return typed('cases list');
      }),
    ),
  );

  expect(said).toEqual(['npm run plumbline -- cases list --tenant acme', 'npm run plumbline -- cases list --tenant beta']);
});
