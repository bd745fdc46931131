import { describe, expect, test } from '@jest/globals';
import { cycle, evidence, subject, verdictsOf } from '../../../test/builders/a-review-of-noor.js';
import { atlasWork } from '../../../test/builders/evidence-item.js';
import { embeddedClaimEngine } from './claim-engine.js';

describe.each([
  [
    'a day as of which',
    [
      'As of 31 March 2026 Noor had closed 45 issues in Atlas.',
      'As of March 31, 2026, she had resolved 30 Atlas tickets.',
      'As of the end of April 2026 Noor has closed 2 issues in Atlas.',
      'As of 20 May 2026, ATL-106 was still open.',
      'As of 31 March 2026 Noor had completed the goal "Cut invoice processing time".',
      'As of 30 April 2026, she has closed 50 Atlas issues.',
      'As of 15 May 2026 "Publish the onboarding handbook" was still open.',
      'Noor had closed only 3 Atlas issues as of 30 April 2026.',
    ],
    [
      'As of 31 March 2026 Noor had closed 10 issues in Atlas.',
      'As of 31 March 2026 Noor had 7 open issues in Atlas.',
      'As of 1 March 2026 Noor closed only Atlas issues.',
      'As of 1 April 2026 she closed 6 issues in Atlas.',
      'As of 15 February 2026, ATL-106 was still open.',
      'As of 3 March 2026, ATL-106 was still open.',
      'As of 31 March 2026 the goal "Cut invoice processing time" was not completed.',
      'As of March 2026 the goal "Publish the onboarding handbook" was still open.',
      'As of 30 April 2026 Noor had completed the goal "Cut invoice processing time".',
      'As of 30 April 2026, she has closed 14 Atlas issues.',
      'As of today Noor has closed 16 Atlas issues.',
      'As of 30 April 2026, "Document the billing interfaces" was at 40 percent.',
      'As of the end of March 2026 the goal "Cut invoice processing time" was still open.',
      'As of April 2026 Noor works on Atlas.',
      'As of February 2026 Noor was on leave.',
    ],
  ],
  [
    'the year of the cycle',
    [
      'This year Noor closed 45 issues in Atlas.',
      'Noor closed 45 Atlas issues this year.',
      'In the first half of the year Noor closed 40 issues in Atlas.',
      'In the first quarter of the year she closed 30 Atlas issues.',
      'In Q1 Noor closed 30 issues in Atlas.',
      'Noor closed 30 Atlas issues in Q1 this year.',
      'She has resolved 70 tickets this year.',
      'This year she resolved 3 issues in Atlas.',
      'Noor closed 90 tickets in the first half of this year.',
      'In Q2 of this year Noor closed 21 Atlas issues.',
      'In March this year she closed 14 issues in Borealis.',
      'In the second quarter of the year Noor closed 16 issues in Atlas.',
    ],
    [
      'This year Noor closed 16 issues in Atlas.',
      'Last year Noor closed 45 issues in Atlas.',
      'This year Noor closed more Atlas issues than the 12 of last year.',
      'Noor closed 12 issues in Atlas in March last year.',
      'In the first half of last year Noor closed 45 Atlas issues.',
      'In the second half of the year Noor will close 40 issues in Atlas.',
      'In the first half of the year Noor closed 16 issues in Atlas.',
      'In the first quarter of the year she closed 10 Atlas issues.',
      'In the first quarter of the fiscal year she closed 6 Atlas issues.',
      'In Q4 Noor closed 30 issues in Atlas.',
      'In the first half of March Noor closed 2 issues in Atlas.',
      'Noor closed 16 issues in Atlas so far this year.',
      'In 2025 and 2026 Noor closed 60 issues in Atlas.',
      'Since January 2025 Noor has closed 60 issues in Atlas.',
      'Noor closed 10 issues in Atlas in Q1 2026 and 6 in Q2 2026.',
      'This year she resolved 19 tickets.',
      'This year has been hard, and Noor closed 5 issues in March 2026.',
      "This year's 40 issues in Atlas were closed by the team.",
      'Last year she closed 3 issues in Atlas.',
      'Compared with the 40 of last year Noor closed 16 issues in Atlas.',
      'In the last quarter of last year Noor closed 28 Atlas issues.',
      'In the second quarter of the year Noor closed 6 issues in Atlas.',
      'Noor closed 6 issues in Atlas in Q2 this year.',
      'In 2024 Noor closed 70 issues in Atlas.',
      'Between October 2025 and March 2026 Noor closed 33 Atlas issues.',
      'Last March Noor closed 45 issues in Atlas.',
      'Last April Noor closed 45 issues in Atlas.',
    ],
  ],
  [
    'from one day to another',
    ['From 10 to 17 March 2026 Noor closed 8 issues in Atlas.', 'Noor closed 11 issues in Atlas from 3 through 31 March 2026.'],
    [
      'Noor closed 2 issues in Atlas from 10 to 17 March 2026.',
      'Noor closed 5 issues in Atlas from 3 through 31 March 2026.',
      'From 1 to 31 March 2026 Noor closed 5 issues in Atlas.',
      'From 1 March 2026 Noor closed 11 issues in Atlas.',
    ],
  ],
  [
    'a time that is no date of the calendar',
    ['In Atlas Noor closed 45 issues.', 'Noor closed 12 issues in Atlas and Borealis in March 2026.'],
    [
      'In FY26 Noor closed 45 issues in Atlas.',
      'In FY2026 Noor closed 45 issues in Atlas.',
      'In CW10 Noor closed 1 issue in Atlas.',
      'In PI24 Noor closed 2 issues in Atlas.',
      'In Summer Noor closed 2 issues in Atlas.',
    ],
  ],
])('%s', (_what, lies, truths) => {
  test.each(lies)('is found: %s', (sentence) => {
    expect(verdictsOf(sentence)).toContain('contradicted');
  });

  test.each(truths)('is not refuted: %s', (sentence) => {
    expect(verdictsOf(sentence)).not.toContain('contradicted');
  });
});

describe('a time that reaches over the cycle', () => {
  const check = (text: string, id: string, from: string, to: string, writtenOn: string) =>
    embeddedClaimEngine.check({
      text,
      subject,
      cycle: { id, period: { from, to } },
      evidence: atlasWork().map((item) => ({ ...item, cycleId: id })),
      writtenOn,
    })[0]?.verdict;

  test('is not refuted by evidence of the cycle alone where it says more', () => {
    for (const time of ['This year', 'In 2026', 'In the first half of the year'])
      expect(check(`${time} Noor closed 30 Atlas issues.`, '2026-Q2', '2026-04-01', '2026-06-30', '2026-06-20')).toBe('partly');
    expect(check('This year Noor closed 18 Atlas issues.', '2026-H1', '2026-01-01', '2026-06-30', '2026-09-01')).toBe('partly');
  });

  test('is where it says less', () => {
    expect(check('This year Noor closed 2 Atlas issues.', '2026-Q2', '2026-04-01', '2026-06-30', '2026-06-20')).toBe('contradicted');
  });

  test('"this year" is not that of the cycle where it was written in another', () => {
    expect(check('This year Noor closed 2 Atlas issues.', '2026', '2026-01-01', '2026-12-31', '2027-01-15')).toBe('partly');
    expect(check('This year Noor closed 2 Atlas issues.', '2026', '2026-01-01', '2026-12-31', '2026-12-15')).toBe('contradicted');
  });
});

test('a number beside a place or time that nothing is known of is not borne out as a whole', () => {
  const verdictOf = (text: string) => embeddedClaimEngine.check({ text, subject, cycle, evidence })[0]?.verdict;

  expect(verdictOf('In FY26 Noor closed 16 issues in Atlas.')).toBe('partly');
  expect(verdictOf('Noor closed 16 issues in Atlas.')).toBe('supported');
});
