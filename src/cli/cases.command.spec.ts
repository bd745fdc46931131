import { expect, test } from '@jest/globals';
import type { CaseSummary } from '../review/case-summary.js';
import { caseLines } from './cases.command.js';

const aCase = (fields: Partial<CaseSummary> = {}): CaseSummary => ({
  id: '5b1f9a52-9c0e-4d38-8b83-0a4f3f0a7f11',
  kind: 'review-claims',
  subject: 'finding:1',
  findingId: null,
  role: 'hr-leader',
  state: 'open',
  openedAt: new Date('2026-07-01T08:00:00Z'),
  dueAt: new Date('2026-07-06T08:00:00Z'),
  title: 'The evidence says otherwise than the review',
  about: 'Ada Okafor',
  cycle: '2026-H1',
  saying: null,
  decidedBefore: null,
  ...fields,
});

test('a case says what it asks, of whom, of which cycle, for how long it waits and until when', () => {
  const [header, line] = caseLines([aCase()], new Date('2026-07-04T09:00:00Z'));

  expect(header).toMatch(/case +what +about +cycle +for +state +age +due/);
  expect(line).toMatch(
    /^5b1f9a52\S+ {2}The evidence says otherwise than the review {2}Ada Okafor {2}2026-H1 {2}hr-leader {2}open +3 d {2}2026-07-06$/,
  );
});

test('what is past its day says so, and what was decided does not', () => {
  const lines = caseLines([aCase(), aCase({ state: 'decided' })], new Date('2026-07-09T09:00:00Z'));

  expect(lines[1]).toMatch(/ overdue /);
  expect(lines[2]).toMatch(/ decided /);
});
