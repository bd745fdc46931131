import { expect, test } from '@jest/globals';
import type { FindingView } from '../findings/finding.js';
import type { CaseSummary } from '../review/case-summary.js';
import { caseLines, ratingLines, requestOf } from './cases.command.js';

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

const aFinding = (facts: FindingView['body']['facts']): FindingView => ({
  id: '5b1f9a52-9c0e-4d38-8b83-0a4f3f0a7f12',
  pipeline: 'calibration',
  kind: 'claim-contradicted',
  cycle: '2026 H1',
  subject: 'Ada Okafor',
  confidence: 1,
  engine: 'embedded@1',
  policyVersion: 1,
  traceId: '5b1f9a52-9c0e-4d38-8b83-0a4f3f0a7f13',
  createdAt: new Date('2026-07-01T08:00:00Z'),
  supersededAt: null,
  supersededBy: null,
  body: { title: 'Found', sentences: [{ text: 'Ada closed 9 issues.', verdict: 'contradicted', evidence: [] }], facts },
});

test.each<[string, Parameters<typeof ratingLines>[0], RegExp]>([
  ['that an approval would let stand', { found: 3, now: 3 }, /^the rating that stands: 3$/],
  [
    'as it was found and as it is now, where that is another, and how to decide on it',
    { found: 3, now: 4 },
    /^the rating when this was found: 3; now: 4\. .*calibration run --cycle 2026-H1$/,
  ],
  ['of which nobody can say any more what it is', { found: 3, now: null }, /found: 3; now: not known as one\./],
  ['of a decided case as it was found', null, /^the rating when this was found: 3$/],
])('tells the rating %s', (_what, rating, said) => {
  expect(ratingLines(rating, aFinding({ cycleKey: '2026-H1', score: 3 })).join('\n')).toMatch(said);
});

test('says nothing of a rating where there was and is none', () => {
  expect([ratingLines(null, null), ratingLines({ found: null, now: null }, aFinding({ cycleKey: '2026-H1' }))]).toEqual([[], []]);
});

test.each([
  ['decision: is text, where one of these: approve, edit, reject, override, return fits', { decision: 'maybe' }],
  ['reasonCode: is no code of lower-case letters and dashes, such as evidence-missing', { reasonCode: 'Not seen' }],
])('of a decision it is said: %s', (message, fields) => {
  expect(() => requestOf({ decision: 'approve', reasonCode: 'reviewed', reason: 'I looked', ...fields })).toThrow(message);
});
