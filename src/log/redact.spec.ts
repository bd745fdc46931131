import { expect, test } from '@jest/globals';
import { createLog } from './log.js';

const lineOf = (write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = [];
  write(createLog('debug', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
};

test.each([
  ['a name', { displayName: 'Ada Okafor' }, 'Ada'],
  ['an e-mail in a field that is open', { stream: 'ada.okafor@example.com' }, 'ada.okafor'],
  ['a salary', { salary: 52000 }, '52000'],
  ['a nested answer', { body: { answer: 'my manager shouts' } }, 'shouts'],
  ['a list of texts', { comments: ['my manager shouts'] }, 'shouts'],
  ['a credential in an error', { error: new Error('could not reach postgres://hub:s3cret@db/x') }, 's3cret'],
  ['an authorisation header in an error', { error: new Error('sent Basic dG9rZW46eA==') }, 'dG9rZW46eA'],
  ['a key among the headers of an error', { error: new Error('sent x-api-token: 0123abcd, accept: */*') }, '0123abcd'],
  ['a key in an address', { url: 'https://hub.example/jobs?page=2&api_key=0123abcd' }, '0123abcd'],
])('hides %s', (_what, fields, secret) => {
  const line = lineOf((log) => log.info(fields, 'something.happened'));

  expect(line).toContain('something.happened');
  expect(line).not.toContain(secret);
});

test('hides an e-mail in the message itself', () => {
  expect(lineOf((log) => log.info('delivered to ada@example.com'))).not.toContain('ada@example.com');
});

test('hides what is told in the message itself', () => {
  expect(lineOf((log) => log.info('stored %o', { displayName: 'Ada Okafor' }))).not.toContain('Ada');
  expect(lineOf((log) => log.info({ read: 1 }, 'stored %o', { displayName: 'Ada Okafor' }))).not.toContain('Ada');
});

test('lets ids, counts and durations through', () => {
  const line = lineOf((log) => log.info({ runId: 'run-1', read: 12, tookMs: 40 }, 'page.stored'));

  expect(JSON.parse(line)).toMatchObject({ runId: 'run-1', read: 12, tookMs: 40, msg: 'page.stored' });
});
