import { expect, test } from '@jest/globals';
import type { ArgumentsHost } from '@nestjs/common';
import { FatalError, TransientError } from '../../connectors/kit/errors.js';
import { DatabaseAway } from '../database/database-away.js';
import { SayError } from './say-error.js';

/** What the filter answers, and what it logs. */
function said(thrown: unknown): { status: number; message: string; logged: string[] } {
  const answer = { status: 0, message: '', logged: [] as string[] };
  const response = {
    getHeader: () => 'trace-1',
    status: (status: number) => {
      answer.status = status;
      return { json: (body: { error: { message: string } }) => void (answer.message = body.error.message) };
    },
  };
  const note = (_: unknown, event?: string) => void answer.logged.push(event ?? '');
  // as much of a request as the filter looks at
  new SayError({ error: note, warn: note }).catch(thrown, { switchToHttp: () => ({ getResponse: () => response }) } as ArgumentsHost);
  return answer;
}

test('a database that is away is no fault of ours, and says nothing of what was done', () => {
  const { status, message, logged } = said(new DatabaseAway(new Error('Connection terminated unexpectedly')));

  expect([status, logged]).toEqual([503, ['database.away']]);
  expect(message).toMatch(/database of the hub does not answer.*look first whether what you asked for was done/);
});

test.each([
  ['a source that is away', new TransientError('Vendor did not answer'), 503, /Nothing was changed/],
  ['a source that refuses', new FatalError('Vendor answered 401'), 409, /401/],
  ['a defect', new Error('secret'), 500, /trace trace-1/],
])('%s is said', (_what, thrown, expected, words) => {
  const { status, message } = said(thrown);

  expect(status).toBe(expected);
  expect(message).toMatch(words);
  expect(message).not.toContain('secret');
});
