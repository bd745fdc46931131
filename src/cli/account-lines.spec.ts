import { expect, test } from '@jest/globals';
import { accountLines } from './account-lines.js';

const decisions = { total: 0, planned: 0, unplanned: 0, rejected: 0, returned: 0, contradicted: 0 };
const messages = { total: 0, compared: 0, replaced: 0, waiting: 0, conflict: 0, refused: 0, calledOff: 0, underway: 0 };

test('where nothing was decided, nothing is counted', () => {
  expect(accountLines({ decisions, messages })).toEqual(['0 decisions', '0 planned writes']);
});

test('every place where something is has its figure, and no other', () => {
  const lines = accountLines({
    decisions: { ...decisions, total: 14, planned: 12, rejected: 1, returned: 1 },
    messages: { ...messages, total: 20, compared: 17, calledOff: 2, waiting: 1 },
  });

  expect(lines).toEqual([
    '14 decisions: 12 led to writes · 1 rejected · 1 returned',
    '20 planned writes: 17 compared · 1 not sent yet · 2 called off before they were sent',
  ]);
});

test('a write that was planned against a decision is said apart, with what to do', () => {
  const lines = accountLines({ decisions: { ...decisions, total: 1, contradicted: 1 }, messages });

  expect(lines.at(-1)).toMatch(/^1 rejected or returned, and a write was planned all the same: .*Stop the writing.*outbox list/);
});
