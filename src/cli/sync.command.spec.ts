import { expect, test } from '@jest/globals';
import type { StreamReport } from '../ingest/ingest.js';
import { syncAnswer } from './sync.command.js';

const aReport = (fields: Partial<StreamReport> = {}): StreamReport => ({
  connection: 'hr',
  stream: 'employees',
  state: 'ok',
  read: 1,
  landed: 1,
  unchanged: 0,
  quarantined: 0,
  duplicate: 0,
  notes: [],
  ...fields,
});
const clear = { opened: 0, waiting: 0 };

test.each([
  ['all is well', [aReport()], clear, 0, 0],
  ['a stream failed', [aReport({ state: 'failed' })], { opened: 1, waiting: 1 }, 1, 1],
  ['a stream is suspect', [aReport({ state: 'suspect' })], clear, 0, 3],
  ['a record was set aside', [aReport({ quarantined: 1 })], clear, 1, 3],
  ['a record waits that an earlier sync set aside', [aReport()], clear, 1, 3],
  ['somebody has to say who is who, asked now or before', [aReport()], { opened: 0, waiting: 2 }, 0, 3],
])('where %s, the exit code says so', (_what, reports, identity, quarantined, code) => {
  expect(syncAnswer(reports, identity, quarantined).code).toBe(code);
});

test('who has to look is told how', () => {
  expect(syncAnswer([aReport()], { opened: 1, waiting: 1 }, 2).lines.slice(-2)).toEqual([
    '2 records wait in quarantine; see them with: npm run plumbline -- quarantine list',
    '1 question of who is who; see them with: npm run plumbline -- people unclear',
  ]);
});
