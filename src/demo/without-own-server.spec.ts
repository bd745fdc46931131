import { expect, test } from '@jest/globals';
import { EmbeddedPostgresError, explainFailure } from '../database/embedded/embedded-postgres-error.js';
import { withoutOwnServer } from './without-own-server.js';

test('nobody is sent to a server of their own that the demonstration would not use', () => {
  const full = explainFailure(Object.assign(new Error('no space'), { code: 'ENOSPC' }), '/home/ada/hub');

  expect(() => withoutOwnServer(full)).toThrow(EmbeddedPostgresError);
  expect(() => withoutOwnServer(full)).toThrow(/: free some space \(a new database takes about 50 MB, its binaries 60 MB\)$/);
});

test('what is wrong otherwise is passed on as it is', () => {
  const cause = new Error('a defect');

  expect(() => withoutOwnServer(cause)).toThrow(cause);
});
