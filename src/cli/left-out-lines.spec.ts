import { expect, test } from '@jest/globals';
import { dayLines, evidenceLines, leftOutLines, unreadLines, withdrawnLines } from './left-out-lines.js';

const none = { subjectUnknown: 0, reviewerUnknown: 0 };

test('what a calibration left out is said by what is not known of it', () => {
  const lines = leftOutLines({ reviews: { subjectUnknown: 1, reviewerUnknown: 12 }, ratings: { ...none, subjectUnknown: 2 } });

  expect(lines).toEqual([
    '12 reviews left out: their reviewer is not known',
    '1 review left out: its subject is not known',
    '2 ratings left out: their subject is not known',
    expect.stringContaining('npm run plumbline -- people unclear'),
  ]);
});

test('where everything was looked at, nothing is said', () => {
  expect(leftOutLines({ reviews: none, ratings: none })).toEqual([]);
});

test('what is only written to is said, with what to do where it has evidence', () => {
  expect(unreadLines([])).toEqual([]);
  expect(unreadLines(['work'])).toEqual([expect.stringMatching(/^nothing of work was looked at.*npm run plumbline -- sync work$/)]);
});

test('what holds no more is said with what is gone', () => {
  expect(withdrawnLines({ cycle: '2026-H1', gone: [], withdrawn: 0 })).toEqual([]);
  expect(withdrawnLines({ cycle: '2026-H1', gone: [], withdrawn: 1 })).toEqual(['1 finding withdrawn']);
  expect(withdrawnLines({ cycle: '2026-H1', gone: ['review', 'rating'], withdrawn: 3 })).toEqual([
    'no review and no rating of 2026-H1 is at its source any more, and what rested on one does not hold: 3 findings withdrawn',
  ]);
});

test('that nobody knows the days of a cycle is said, with what its name would have to be', () => {
  expect(dayLines({ cycle: 'Mid-year 2026', areDaysKnown: false })).toEqual([
    expect.stringMatching(/^the days of Mid-year 2026 are not known.*2026-H1/),
  ]);
  expect(dayLines({ cycle: '2026-H1', areDaysKnown: true })).toEqual([]);
});

test.each([
  [
    { 'work-item': 0, goal: 0 },
    227,
    /^the hub has no work item and no goal of 2026-H1, .*cannot be checked \(227 claims of theirs open no case.*connections add NAME jira/,
  ],
  [{ 'work-item': 0, goal: 3 }, 1, /^the hub has no work item of 2026-H1, .*cannot be checked \(1 claim of theirs opens no case/],
])('what reviews could be held against nothing of is said, once: %j', (evidence, unchecked, said) => {
  expect(evidenceLines({ cycle: '2026-H1', reviews: 5, evidence, unchecked })).toEqual([expect.stringMatching(said)]);
});

test('nothing is said of evidence where there is some of each, or no review', () => {
  expect(evidenceLines({ cycle: '2026-H1', reviews: 5, evidence: { 'work-item': 2, goal: 3 }, unchecked: 0 })).toEqual([]);
  expect(evidenceLines({ cycle: '2026-H1', reviews: 0, evidence: { 'work-item': 0, goal: 0 }, unchecked: 0 })).toEqual([]);
});
