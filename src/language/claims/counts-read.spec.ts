import { describe, expect, test } from '@jest/globals';
import { cycle, evidence, subject, verdictsOf } from '../../../test/builders/a-review-of-noor.js';
import { embeddedClaimEngine } from './claim-engine.js';

describe.each([
  [
    'the passive',
    [
      'In March 2026, 45 issues in Atlas were resolved by her.',
      '23 Atlas issues were closed by him between February and April 2026.',
      '40 tickets in Atlas were completed by them in April 2026.',
      '9 Borealis issues were fixed by her in March 2026.',
      'In total 60 issues were resolved by Noor.',
      'Thirty issues in Atlas were resolved by her in April 2026.',
      'In May 2026, 11 Atlas tickets were completed by him.',
    ],
    [
      'In March 2026, 5 issues in Atlas were resolved by her.',
      '5 of the 12 issues in Atlas in March 2026 were resolved by her.',
      '45 issues in Atlas were resolved by her team in March 2026.',
      '45 issues in Atlas were resolved by them and me in March 2026.',
      '45 issues in Atlas were resolved with her help in March 2026.',
      'Five issues in Atlas were resolved by her in March 2026.',
      '14 issues in Atlas were resolved by her and Priya in April 2026.',
      '30 issues in Atlas were reported by her in March 2026.',
      '30 issues in Atlas were closed by them all in March 2026.',
    ],
  ],
  [
    'what somebody managed',
    [
      'Noor managed to close 20 issues in Atlas in March 2026.',
      'She managed to resolve 30 Atlas tickets between February and April 2026.',
      'In April 2026 Noor managed to close 12 Atlas issues.',
      'Noor went on to close 30 issues in Atlas in April 2026.',
      'Noor was able to close 40 Atlas issues between February and April 2026.',
      'He managed to fix 25 bugs in Atlas in March 2026.',
      'By 31 March 2026 Noor managed to close 22 Atlas issues.',
    ],
    [
      'Noor managed to close 5 issues in Atlas in March 2026.',
      'Noor managed 20 issues in Atlas in March 2026.',
      'Noor managed to get 20 issues in Atlas closed in March 2026.',
      'Noor managed to close 2 critical issues in Atlas in March 2026.',
      'Noor managed to close 4 issues in Atlas in April 2026.',
      'Noor managed to close the 2 oldest issues in Atlas in April 2026.',
      'Noor managed to keep 20 issues in Atlas from slipping in April 2026.',
      'Noor was able to close 5 issues in Atlas in March 2026.',
      'Noor was able to close 10 issues in Atlas faster than planned in March 2026.',
      'Noor went on to close 2 more issues in Atlas in May 2026.',
    ],
  ],
  [
    'several counts',
    [
      'Noor closed 12 issues in Atlas and 9 in Borealis.',
      'Noor closed 5 issues in Atlas and 9 in Borealis in March 2026.',
      'She resolved 16 issues in Atlas and 12 in Borealis.',
      'Between February and April 2026 Noor closed 14 issues in Atlas and 8 in Borealis.',
      'Noor closed 25 Atlas issues and 3 Borealis issues.',
      'Noor completed 30 tickets in Atlas, 10 in Borealis.',
      'Noor resolved 7 tickets in Borealis and 16 in Atlas.',
      'Noor closed 9 issues in Atlas in March 2026 and 3 in Borealis.',
      'In March 2026 she closed 5 issues in Atlas and 13 in Borealis.',
      'Noor completed 2 Atlas issues in February 2026 and 4 in April 2026.',
    ],
    [
      'Noor did not manage to close 20 issues in Atlas in March 2026.',
      'Noor closed 16 issues in Atlas and 3 in Borealis.',
      'Noor closed 16 issues in Atlas and 3 in Borealis in March 2026.',
      'Noor closed 5 issues in Atlas in March 2026 and 3 in Borealis.',
      'Noor closed 5 issues in Atlas and 3 in Borealis in March 2026.',
      'Noor closed 5 Atlas issues in February and 5 in March 2026.',
      'Noor closed 5 Atlas issues in March 2026 and 4 in April.',
      'Noor closed 14 issues in Atlas between February and April 2026 and 2 in May.',
      'Noor closed 16 issues in Atlas and reviewed 40 in Borealis.',
      'Noor closed 16 issues in Atlas and Priya 9 in Borealis.',
      'Noor closed 16 issues in Atlas and 9 pull requests in Borealis.',
      'Noor closed 16 issues in Atlas and helped with 9 in Borealis.',
      'Noor closed 16 issues in Atlas, 9 of them in two days.',
      'Noor closed 16 issues in Atlas, 2 of them bugs.',
      'Noor closed 5 issues in Atlas in March 2026 and 4 more in April 2026.',
      'Noor closed 3 issues in Borealis and 16 in Atlas.',
      'Noor closed 3 issues in Borealis and 5 in Atlas in March 2026.',
      'In March 2026 Noor closed 5 issues in Atlas and 3 in Borealis.',
      'Noor closed 5 or 6 issues in Atlas in March 2026.',
      'Noor closed 16 issues in Atlas and commented on 9 in Borealis.',
      'Noor closed 2 issues in Atlas in the first week of April and 2 in the last.',
      'Noor closed 8 issues in March 2026, 5 in Atlas and 3 in Borealis.',
      'Noor closed 19 issues, 16 in Atlas and 3 in Borealis.',
      'Noor closed 19 issues, of which 16 in Atlas and 3 in Borealis.',
    ],
  ],
  [
    'a rate',
    [
      'Noor closed 12 issues a month in Atlas.',
      'She resolved 9 Atlas issues per month between February and April 2026.',
      'Noor closed 10 Atlas issues a week in March 2026.',
      'Noor closed 2 issues a month in Atlas between February and April 2026.',
      'Noor closed 8 issues per month in Atlas between February and April 2026.',
      'Noor closed 7 issues a week in March 2026.',
    ],
    [
      'Noor closed 5 issues a month in Atlas between February and April 2026.',
      'Noor closed 3 issues a month in Atlas.',
      'Noor closed 4 issues a month in Atlas.',
      'Noor closed 5 issues a month in Atlas in her best months.',
      'Noor closed 1 issue a week in Atlas between February and April 2026.',
      'Noor closed up to 5 issues a month in Atlas.',
      'Noor closed about 3 issues a month in Atlas.',
      'Noor closed 3 issues a month.',
      'Noor closed 4 issues a month between January and May 2026.',
      'Noor closed 5 issues a month in February and March 2026 in Atlas.',
      'Noor closed at least 2 issues a month in Atlas between February and May 2026.',
      'Noor closed 8 issues a month at her peak.',
      'Noor closes one issue a week in Atlas.',
      'Noor closed 2 Atlas issues in a week in April 2026.',
      'Noor closed 2 issues within a week in Borealis.',
      'Noor closed two issues in a day, on 5 March 2026.',
      'Noor closed 5 issues in a month in Atlas.',
    ],
  ],
  [
    'what is put in about somebody',
    [
      'Noor, who leads Atlas, closed 45 issues in March 2026.',
      'Noor, who leads Atlas, closed 45 issues.',
      'Noor, who joined us two years ago, resolved 45 Atlas issues in March 2026.',
      'Noor, who had closed 45 issues in Atlas in March 2026, led the audit.',
      'Noor, who always stays calm, completed "Document the billing interfaces".',
      'Noor (who leads Atlas) closed 45 issues in March 2026.',
      'Noor, who is a quiet person, closed 33 Atlas issues in April 2026.',
      'Noor, who runs Borealis, resolved 12 issues in May 2026.',
      'Noor (who leads Borealis) closed 14 issues in Borealis.',
      'Noor, who closed 40 Borealis issues, is an asset.',
    ],
    [
      'Noor managed Priya, who closed 20 Atlas issues in March 2026.',
      'Noor, who leads Atlas, closed 19 issues.',
      'Noor, who leads Atlas, closed 16 issues.',
      'Noor, who leads Atlas, closed 5 issues in March 2026.',
      'Noor, who joined Atlas in April 2026, closed 6 issues.',
      'Noor, who was on leave until March, closed 11 issues in Atlas.',
      'Noor, who manages 45 people, closed 16 issues in Atlas.',
      'Noor, who helped Priya close 45 issues in Atlas in March 2026, led the audit.',
      'Noor, whose team closed 45 issues in Atlas in March 2026, led the audit.',
      'Noor, with whom Priya closed 45 issues in Atlas in March 2026, led the audit.',
      'Priya, who took over from Noor, closed 45 Atlas issues in March 2026.',
      'Noor worked with Priya, who leads Atlas, and closed 16 issues in Atlas.',
      'Noor supported the Atlas team, which closed 45 issues in March 2026.',
      'The Atlas team, which Noor leads, closed 45 issues in March 2026.',
      'Noor, who is a quiet person, closed 5 Atlas issues in March 2026.',
      'Noor, who has only been here since March, closed 11 Atlas issues.',
      'Noor, who joined Borealis in March 2026, closed 3 issues.',
      'Noor, who mentors Priya, closed 16 Atlas issues.',
      'Noor, who plans to close 40 issues in Atlas, closed 16.',
      'Noor, who did not close 40 issues in Atlas, is still an asset.',
      'Noor, who reviewed 40 issues in Atlas in March 2026, is an asset.',
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

test('what is put in is no part of what records bear out, and a number in it is a claim of its own', () => {
  expect(verdictsOf('Noor, who leads Atlas, closed 5 Atlas issues in March 2026.')).toEqual(['partly']);
  expect(verdictsOf('Noor, who closed 5 Atlas issues in March 2026, is an asset.')).toEqual(['opinion', 'supported']);
});

test.each([
  ['Noor closed 16 issues in Atlas and 3 in Borealis.', 'supported'],
  ['Noor closed 16 issues in Atlas and 3 in Borealis in March 2026.', 'partly'], // 16 of the cycle, or of March
  ['Noor closed 10 issues in Atlas in Q1 2026 and 6 in Q2 2026.', 'supported'],
  ['Noor closed 5 Atlas issues in February and 5 in March 2026.', 'partly'], // in Atlas, or anywhere
  ['In March 2026 Noor closed 5 issues in Atlas and 3 in Borealis.', 'supported'],
  ['Noor met 2 of 3 goals.', 'supported'],
  ['45 issues in Atlas were resolved by her in March 2026.', 'contradicted'],
  ['5 issues in Atlas were resolved by her in March 2026.', 'supported'],
  ['Noor managed to close 5 issues in Atlas in March 2026.', 'supported'],
  ['Noor closed 3 issues a month in Atlas.', 'supported'],
  ['Noor closed up to 2 issues a day in Borealis.', 'supported'],
  ['Noor closed 4 issues a month in Atlas.', 'partly'], // from the first to the last of them
])('%s: %s', (sentence, verdict) => {
  expect(verdictsOf(sentence)).toEqual([verdict]);
});

test('few in a long time are not called none', () => {
  const [claim] = embeddedClaimEngine.check({ text: 'Noor closed 2 issues a day in Borealis.', subject, cycle, evidence });

  expect(claim).toMatchObject({ verdict: 'contradicted', reason: expect.stringContaining('the evidence shows 0.02 in Borealis') });
});
