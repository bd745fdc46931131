import { expect, test } from '@jest/globals';
import type { Waiting } from '../outbox/waiting.js';
import { newCaseLines, waitingLines } from './waiting-lines.js';

const until = new Date('2026-11-21T10:00:00Z');
const waiting = (fields: Partial<Waiting>): Waiting => ({
  ...{ why: 'time', state: 'approved', connection: 'hr', reason: null, behind: null, count: 3, until: null },
  ...fields,
});

test.each<[string, Partial<Waiting>, RegExp]>([
  ['an approval', { why: 'approval', state: 'planned' }, /^3 planned: nobody has approved .* over hr.*outbox list --state planned/],
  ['room', { why: 'limit', state: 'planned', until }, /^3 planned: nobody .*outbox\.approvalsPerDay.*from 2026-11-21T10.*policy show/],
  ['a switch', { why: 'stopped' }, /^3 approved: writing over hr is stopped; .*console.*outbox deliver/],
  [
    'one that a person settles',
    { why: 'order', behind: 'parked' },
    /comes first, and is parked; settle that one.*outbox list --state parked/,
  ],
  ['one that is under way', { why: 'order', behind: 'unknown' }, /comes first, and is unknown; it goes in its turn.*outbox deliver/],
  ['a time', { reason: 'answered 429', state: 'unknown', until }, /^3 unknown: answered 429; not before 2026-11-21T10:00:00.000Z, then:/],
  ['its worker', { state: 'sent', until }, /^3 sent: it has left.*not sent again unseen; not before 2026/],
  ['its turn', { why: 'turn' }, /nothing keeps it any more: .*outbox deliver/],
  ['a person, parked', { why: 'person', state: 'parked', reason: 'it said' }, /it said; .*--state parked.*outbox send-again.*cancel/],
  ['a person, in conflict', { why: 'person', state: 'conflict', reason: 'it said' }, /--state conflict.*outbox plan-again.*cancel/],
  ['a person, refused', { why: 'person', state: 'rejected', reason: 'it said' }, /--state rejected.*outbox plan-again/],
])('messages that wait for %s say so in one line, with how many and what to do', (_what, fields, line) => {
  expect(waitingLines([waiting(fields)])).toEqual([expect.stringMatching(line)]);
});

test('cases that were just opened are said, with where they are, and none are not', () => {
  expect(newCaseLines(0)).toEqual([]);
  expect(newCaseLines(1).at(-1)).toMatch(/^1 new case waits for a person; .*cases list$/);
  expect(newCaseLines(3).at(-1)).toMatch(/^3 new cases wait for a person; .*cases list$/);
});
