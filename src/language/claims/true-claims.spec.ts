import { describe, expect, test } from '@jest/globals';
import { anEvidenceItem, atlasWork } from '../../../test/builders/evidence-item.js';
import { embeddedClaimEngine } from './claim-engine.js';
import type { EvidenceFacts, EvidenceItem } from './evidence.js';

/** What may be true of a person whose records are these, in as many words as people find for it. None of it is refuted by them. */
const aGoal = (title: string, facts: EvidenceFacts): EvidenceItem =>
  anEvidenceItem({ id: title, kind: 'goal', text: title, facts: { title, ...facts } });
const onTime = { status: 'done', percentComplete: 100, dueOn: '2026-04-30', completedOn: '2026-04-22' };
const late = { status: 'done', percentComplete: 100, dueOn: '2026-03-31', completedOn: '2026-05-04' };
const evidence = [
  ...atlasWork(),
  aGoal('Cut invoice processing time', onTime),
  aGoal('Document the billing interfaces', { status: 'open', percentComplete: 60, dueOn: '2026-06-30' }),
  aGoal('Publish the onboarding handbook', late),
];
const cycle = { id: '2026-H1', period: { from: '2026-01-01', to: '2026-06-30' } };
const verdictsOf = (text: string, writtenOn?: string) =>
  embeddedClaimEngine
    .check({ text, subject: { personId: 'p-1', names: ['Noor Haddad', 'Noor'] }, cycle, evidence, writtenOn })
    .map(({ verdict }) => verdict);

describe.each([
  [
    'a part of what is counted',
    [
      'Noor closed 2 critical issues in Atlas in March 2026.',
      'Noor closed 2 of the hardest issues in Atlas in March 2026.',
      'Noor closed 3 issues related to billing in Atlas in March 2026.',
      'Noor closed 5 issues in Atlas during the migration.',
      'Two thirds of the issues Noor closed were in Atlas.',
      'Noor completed 40 tasks for the audit in March 2026.',
      'Noor resolved 2 issues between colleagues in March 2026.',
      'Noor completed 1 goal on time in Q2 2026.',
    ],
  ],
  [
    'days finer than a month, or told by something else',
    [
      'Noor closed 2 issues in Atlas in early March 2026.',
      'Noor closed 1 issue in Atlas in the first week of March 2026.',
      'In the last two weeks of March 2026 she closed 3 issues in Atlas.',
      'By mid-April 2026 Noor had closed 12 issues in Atlas.',
      'Noor closed 10 Atlas issues in the first three months of 2026.',
      'Noor closed 14 Atlas issues in spring 2026.',
      'Noor closed 14 issues in Atlas in three months.',
      'After returning from leave she closed 2 issues in Atlas.',
      'Noor closed 5 Atlas issues in each of February and March 2026.',
      'Noor closed 14 Atlas issues until May.',
      'Noor had closed 5 Atlas issues by March 2026.',
    ],
  ],
  [
    'several people',
    [
      'Noor and Priya closed 12 issues in Atlas in March 2026.',
      'She and I closed 12 issues in Atlas in March 2026.',
      'Noor and her team closed 60 issues in Atlas in March 2026.',
      'Priya, whom Noor mentored, closed 20 Atlas issues in Q1 2026.',
      'Our contractor Priya, trained by Noor, closed 20 Atlas issues in Q1 2026.',
      'Noor helped Priya close 9 issues in Atlas in March 2026.',
      'Noor led a group that closed 60 issues in Atlas in Q1 2026.',
      'Noor mentored three juniors who closed 12 issues in Atlas in March 2026.',
      "Under Noor's lead 60 issues in Atlas were closed in March 2026.",
      '60 issues were closed in Atlas in March 2026.',
    ],
  ],
  [
    'something else than what was closed',
    [
      'Noor left 1 issue in Atlas unfinished.',
      'Noor has 1 open issue in Atlas.',
      'Noor was blocked on 3 issues in Atlas in March 2026.',
      'Noor was asked to close 8 issues in Atlas in March 2026.',
      'Noor planned 8 issues in Atlas for March 2026 and closed 5.',
      'If Noor had closed 8 issues in Atlas in March 2026, the release would have been on time.',
      'Had Noor closed 8 issues in Atlas in March 2026, it would have been on time.',
      "There were no issues with Noor's attendance in March 2026.",
    ],
  ],
  [
    'a bound that is denied, or a number that is rough',
    [
      'Noor did not close more than 14 issues in Atlas between February and April 2026.',
      'Noor did not close fewer than 10 issues in Atlas in Q1 2026.',
      'Noor never closed fewer than 4 issues a month in Atlas between February and April 2026.',
      'Noor closed roughly a dozen Atlas issues between February and April 2026.',
    ],
  ],
  [
    'another day of a record than the one it was finished on',
    [
      'Noor started the goal "Cut invoice processing time" in January 2026.',
      'The goal "Cut invoice processing time" was due on 30 April 2026.',
      'Noor presented the outcome of "Cut invoice processing time" in May 2026.',
      'Noor had not completed "Cut invoice processing time" by March 2026.',
      'Noor completed the goal "Cut invoice processing time" on 23 April 2026.',
      'Noor picked up ATL-106 in February 2026.',
      'ATL-106 was released in April 2026.',
      'Noor shipped ATL-106 in April 2026.',
      'Noor could not close ATL-106 before March 2026.',
      'By March 2026 "Cut invoice processing time" was 60 percent done.',
      'In May "Document the billing interfaces" stood at 50 percent.',
      '"Publish the onboarding handbook" was open in April 2026.',
      'In April 2026 "Publish the onboarding handbook" was still open.',
      '"Publish the onboarding handbook" was still open on 3 May 2026.',
      'In February 2026 Noor was on leave, and ATL-106 was still open.',
    ],
  ],
  [
    'what came of a record, or who else had a part in it',
    [
      'Invoice processing time was cut by 40 percent.',
      '"Document the billing interfaces" has not reached 100 percent.',
      'Noor has almost completed "Document the billing interfaces".',
      'Noor has yet to complete "Document the billing interfaces".',
      'Noor closed ATL-106 with no help.',
      'Nobody but Noor could close ATL-106.',
      'ATL-140 was closed and reopened.',
    ],
  ],
  [
    'whether it was on time',
    [
      'The goal "Publish the onboarding handbook" was not delivered on time.',
      'The onboarding handbook was published, but not on time.',
      'The goal "Cut invoice processing time" was not late.',
      'Noor completed "Cut invoice processing time" despite a late start.',
      'Noor completed "Cut invoice processing time" late in April.',
      'Noor completed "Cut invoice processing time" late in the cycle.',
      'Noor published the onboarding handbook in early May.',
      'Noor raised risks early for "Publish the onboarding handbook".',
      'Noor has not met every deadline.',
      'Noor did not always deliver on time.',
      'Noor almost always delivered on time.',
      'Noor never missed a deadline except the handbook.',
      'Noor never missed a deadline in April 2026.',
      'She always delivers her reports on time.',
    ],
  ],
])('%s', (_what, sentences) => {
  test.each(sentences)('is not refuted: %s', (sentence) => {
    expect(verdictsOf(sentence)).not.toContain('contradicted');
  });
});

test.each([
  ['The goal "Publish the onboarding handbook" was not delivered on time.', 'supported'],
  ['The goal "Cut invoice processing time" was not late.', 'supported'],
  ['Noor did not close more than 14 issues in Atlas between February and April 2026.', 'supported'],
  ['Noor did not close more than 9 issues in Atlas between February and April 2026.', 'contradicted'],
  ['The goal "Cut invoice processing time" was not on time.', 'contradicted'],
  ['Noor has completed 2 goals.', 'supported'],
  ['ATL-106 was open in February 2026.', 'supported'],
  ['Noor single-handedly closed 45 Atlas issues in March 2026.', 'contradicted'],
  ['In Q1 2026, she resolved no fewer than 30 Atlas tickets.', 'contradicted'],
])('is read through its denials and bounds: %s', (sentence, verdict) => {
  expect(verdictsOf(sentence)).toEqual([verdict]);
});

test('of two numbers, each counts in the project that stands with it', () => {
  const [claim] = embeddedClaimEngine.check({
    text: 'Noor closed 3 Borealis issues and 12 Atlas issues.',
    subject: { personId: 'p-1', names: ['Noor'] },
    cycle,
    evidence,
  });

  expect(verdictsOf('Noor closed 3 Borealis issues and 16 Atlas issues.')).toEqual(['supported']);
  expect(claim?.checks.filter(({ about }) => about === 'number').map(({ found }) => found)).toEqual(['3', '16']);
});

test.each([
  'Noor closed an impressive 45 issues in Atlas between February and April 2026.',
  'In March 2026 alone, Noor closed 45 Atlas issues.',
  'Noor closed out 45 Atlas issues in March 2026.',
  'Noor closed all 45 Atlas issues in March 2026.',
  'Noor closed 8 issues for the Borealis project.',
  'Noor had closed 45 Atlas issues by March 2026.',
  'Noor closed 2 Atlas issues by the end of April 2026.',
  '"Publish the onboarding handbook" was still open on 20 May 2026.',
  'In May 2026 ATL-106 was still open.',
  'Noor failed to complete "Cut invoice processing time".',
  'Noor fully completed "Document the billing interfaces".',
  'Noor met all her deadlines this cycle.',
  'Noor has completed 3 goals this cycle.',
  'Noor completed no goals.',
])('is plainly wrong, and found: %s', (sentence) => {
  expect(verdictsOf(sentence)).toContain('contradicted');
});

describe('what happened after it was written', () => {
  test.each([
    ['Noor closed 12 issues in Atlas between February and April 2026.', '2026-04-20'],
    ['The goal "Publish the onboarding handbook" is still open.', '2026-05-01'],
  ])('refutes nothing: %s', (sentence, writtenOn) => {
    expect(verdictsOf(sentence, writtenOn)).not.toContain('contradicted');
    expect(verdictsOf(sentence)).toEqual(['contradicted']);
  });
});

test.each([
  'Noor left 16 issues in Atlas unfinished.',
  '16 issues in Atlas are still open.',
  'Noor was asked to close 5 issues in Atlas in March 2026.',
  'Noor helped Priya close 5 issues in Atlas in March 2026.',
  'Noor and Priya closed 5 issues in Atlas in March 2026.',
  'Noor closed 5 critical issues in Atlas in March 2026.',
  'If Noor had closed 5 issues in Atlas in March 2026, nobody would have minded.',
  'Noor did not close fewer than 6 issues in Atlas in March 2026.',
  'Noor started the goal "Cut invoice processing time" on 22 April 2026.',
  'Noor almost completed "Cut invoice processing time".',
  'Noor helped Priya finish "Cut invoice processing time" on 22 April 2026.',
  'ATL-101 was reported on 2 February 2026.',
  'Noor closed an impressive 5 issues in Atlas in March 2026.',
  'Noor joined Atlas in January 2026, and ATL-106 is still open.',
  'Noor joined Atlas in January 2026, and ATL-106 was still open.',
  'Noor closed more than 14 issues in Atlas between February and April 2026.',
  'Noor achieved less than 60 percent of "Document the billing interfaces".',
  'Priya completed "Cut invoice processing time" in April 2026.',
])('is not borne out by a number or a day that happens to agree: %s', (sentence) => {
  expect(verdictsOf(sentence)).not.toContain('supported');
});
