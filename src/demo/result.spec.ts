import { expect, test } from '@jest/globals';
import { brokenClauses, type DemoResult } from './result.js';

const aRun = (): Omit<DemoResult, 'ok'> => ({
  seconds: 20,
  syncs: [
    { connection: 'hr', stream: 'employees', read: 10, landed: 6, unchanged: 2, quarantined: 1, duplicate: 1, state: 'ok', served: 10 },
  ],
  findings: { listening: 1, calibration: 2 },
  cases: { opened: 3, decided: 2 },
  privacy: { released: 4, withheld: 2 },
  outbox: { planned: 5, verified: 3, conflict: 1, unknown: 0, rejected: 1 },
  reconciliation: { total: 4, matched: 3, missing: 0, drifted: 1, duplicate: 0, unexpected: 0, unverifiable: 0 },
  effects: { expected: 3, observed: 3 },
  planted: [{ name: 'permission loss', expected: 'suspect', found: 'suspect' }],
});

test('a run of which everything holds breaks nothing', () => {
  expect(brokenClauses(aRun())).toEqual([]);
});

test.each<[string, (run: ReturnType<typeof aRun>) => void]>([
  ['a record is not accounted for', (run) => Object.assign(run.syncs[0] ?? {}, { landed: 5 })],
  ['the source served another number than was read', (run) => Object.assign(run.syncs[0] ?? {}, { served: 11 })],
  ['nothing was synced', (run) => Object.assign(run, { syncs: [] })],
  ['a message came to no end', (run) => Object.assign(run.outbox, { planned: 6 })],
  ['a message is unknown', (run) => Object.assign(run.outbox, { unknown: 1 })],
  ['the reconciliation does not sum', (run) => Object.assign(run.reconciliation, { total: 5 })],
  ['a write is missing', (run) => Object.assign(run.reconciliation, { missing: 1, total: 5 })],
  ['a write is there twice', (run) => Object.assign(run.reconciliation, { duplicate: 1, total: 5 })],
  ['something unexpected carries our mark', (run) => Object.assign(run.reconciliation, { unexpected: 1, total: 5 })],
  ['a source saw one effect more', (run) => Object.assign(run.effects, { observed: 4 })],
  ['a planted incident was found otherwise', (run) => Object.assign(run.planted[0] ?? {}, { found: 'ok' })],
  ['nothing was planted', (run) => Object.assign(run, { planted: [] })],
])('is not ok when %s', (_reason, breakIt) => {
  const run = aRun();

  breakIt(run);

  expect(brokenClauses(run)).not.toEqual([]);
});
