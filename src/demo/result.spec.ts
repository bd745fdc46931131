import { expect, test } from '@jest/globals';
import { curtain } from './curtain.js';
import { brokenClauses, type DemoRun, demoResult, printed } from './result.js';

const aRun = (): DemoRun => ({
  seconds: 20,
  syncs: [
    {
      ...{ connection: 'hr', stream: 'employees', state: 'ok', expected: 'ok' },
      ...{ read: 10, landed: 6, unchanged: 2, quarantined: 1, duplicate: 1, served: 10 },
    },
    {
      ...{ connection: 'hr', stream: 'employees', state: 'suspect', expected: 'suspect' },
      ...{ read: 10, landed: 0, unchanged: 10, quarantined: 0, duplicate: 0, served: 10 },
    },
  ],
  findings: { listening: 1, calibration: 2 },
  cases: { opened: 3, decided: 2 },
  privacy: { released: 4, withheld: 2 },
  outbox: { planned: 5, verified: 3, conflict: 1, unknown: 0, rejected: 1 },
  reconciliation: { total: 3, matched: 3, missing: 0, drifted: 0, duplicate: 0, unexpected: 0, unverifiable: 0 },
  effects: { expected: 3, observed: 3, amiss: [] },
  planted: [{ name: 'permission loss', expected: 'suspect', found: 'suspect' }],
});

const told = (run: ReturnType<typeof aRun>): string => {
  const broken = brokenClauses(run);
  return curtain(run, broken).join('\n');
};

test('a run of which everything holds breaks nothing, and says so', () => {
  expect(brokenClauses(aRun())).toEqual([]);
  expect(told(aRun())).toContain('every one accounted for');
  expect(told(aRun())).toContain('Everything held, in 20 s.');
});

test.each<[string, (run: ReturnType<typeof aRun>) => void]>([
  ['a record is not accounted for', (run) => Object.assign(run.syncs[0] ?? {}, { landed: 5 })],
  ['the source served another number than was read', (run) => Object.assign(run.syncs[0] ?? {}, { served: 11 })],
  ['a stream failed', (run) => Object.assign(run.syncs[0] ?? {}, { state: 'failed' })],
  ['a stream is suspect that nobody made so', (run) => Object.assign(run.syncs[0] ?? {}, { state: 'suspect' })],
  ['a stream is believed that was made suspect', (run) => Object.assign(run.syncs[1] ?? {}, { state: 'ok' })],
  ['nothing was synced', (run) => Object.assign(run, { syncs: [] })],
  ['a message came to no end', (run) => Object.assign(run.outbox, { planned: 6 })],
  ['a message is unknown', (run) => Object.assign(run.outbox, { unknown: 1 })],
  ['the reconciliation does not sum', (run) => Object.assign(run.reconciliation, { total: 4 })],
  ['a write is missing', (run) => Object.assign(run.reconciliation, { missing: 1, total: 4 })],
  ['a write is there twice', (run) => Object.assign(run.reconciliation, { duplicate: 1, total: 4 })],
  ['something unexpected carries our mark', (run) => Object.assign(run.reconciliation, { unexpected: 1, total: 4 })],
  ['a write is there otherwise', (run) => Object.assign(run.reconciliation, { drifted: 1, total: 4 })],
  ['a write could not be looked at again', (run) => Object.assign(run.reconciliation, { unverifiable: 1, total: 4 })],
  ['a verified write was not looked at again', (run) => Object.assign(run.reconciliation, { matched: 2, total: 2 })],
  ['a source saw one effect more', (run) => Object.assign(run.effects, { observed: 4 })],
  [
    'a source saw one effect twice and another not at all',
    (run) => Object.assign(run.effects, { amiss: ['issue.create a: 2, where 1 should be'] }),
  ],
  ['a planted incident was found otherwise', (run) => Object.assign(run.planted[0] ?? {}, { found: 'ok' })],
  ['nothing was planted', (run) => Object.assign(run, { planted: [] })],
])('is not ok when %s', (_reason, breakIt) => {
  const run = aRun();

  breakIt(run);

  expect(brokenClauses(run)).not.toEqual([]);
  expect(told(run)).not.toContain('Everything held');
  expect(told(run)).toContain(`✗ ${brokenClauses(run)[0] ?? ''}`);
});

test('says of records that are not accounted for that they are not', () => {
  const run = aRun();

  Object.assign(run.syncs[0] ?? {}, { served: 11 });

  expect(told(run)).not.toContain('every one accounted for');
});

test('is printed with these keys and no others, at every depth', () => {
  const line = printed(true, aRun());
  const [sync] = line.syncs;

  expect(Object.keys(sync ?? {}).toSorted()).toEqual(
    ['connection', 'stream', 'read', 'landed', 'unchanged', 'quarantined', 'duplicate', 'state'].toSorted(),
  );
  expect(demoResult.safeParse(line).success).toBe(true);
  for (const extra of [
    { ...line, more: 1 },
    { ...line, syncs: [{ ...sync, served: 10 }] },
    { ...line, privacy: { ...line.privacy, more: 1 } },
    { ...line, reconciliation: { ...line.reconciliation, more: 1 } },
  ])
    expect(demoResult.safeParse(extra).success).toBe(false);
});
