import { describe, expect, test } from '@jest/globals';
import { anEvidenceItem, aWorkItem, atlasWork } from '../../../test/builders/evidence-item.js';
import { embeddedClaimEngine } from './claim-engine.js';
import type { EvidenceItem } from './evidence.js';
import type { Verdict } from './verdict.js';

const cycle = { id: '2026-H1', period: { from: '2026-01-01', to: '2026-06-30' } };
const subject = { personId: 'p-1', names: ['Noor Haddad', 'Noor'] };

const verdictsOf = (text: string, evidence: readonly EvidenceItem[]) => embeddedClaimEngine.check({ text, subject, cycle, evidence });
const verdictOf = (text: string, evidence: readonly EvidenceItem[]) => verdictsOf(text, evidence).map(({ verdict }) => verdict);

/** 14 Atlas issues resolved from February to April 2026, 2 in May, 3 Borealis issues in March, one open. */
const work = atlasWork();
const bugs = Array.from({ length: 5 }, (_, index) =>
  aWorkItem({ issueKey: `CRS-${index + 1}`, project: 'Corsa', issueType: 'Bug', resolvedOn: `2026-03-0${index + 1}`, storyPoints: 3 }),
);
const stories = [aWorkItem({ issueKey: 'CRS-20', project: 'Corsa', issueType: 'Story', resolvedOn: '2026-03-11', storyPoints: 8 })];
const goal = anEvidenceItem({
  id: 'g-1',
  kind: 'goal',
  text: 'Cut invoice processing time',
  facts: {
    title: 'Cut invoice processing time',
    status: 'completed',
    percentComplete: 100,
    dueOn: '2026-04-30',
    completedOn: '2026-04-22',
  },
});
const openGoal = anEvidenceItem({
  id: 'g-2',
  kind: 'goal',
  text: 'Document the billing interfaces',
  facts: { title: 'Document the billing interfaces', status: 'in_progress', percentComplete: 60, dueOn: '2026-06-30' },
});
const lateGoal = anEvidenceItem({
  id: 'g-3',
  kind: 'goal',
  text: 'Publish the onboarding handbook',
  facts: { title: 'Publish the onboarding handbook', status: 'done', dueOn: '2026-03-31', completedOn: '2026-05-04' },
});
const feedback = (text: string, id = 'f-1') => anEvidenceItem({ id, kind: 'feedback', text, occurredOn: '2026-04-20' });

const table: readonly (readonly [reason: string, claim: string, evidence: readonly EvidenceItem[], verdict: Verdict])[] = [
  // Counting a person's own work items.
  ['the count is right', 'Noor closed 14 issues in the Atlas project between February and April 2026.', work, 'supported'],
  ['the count is wrong', 'Noor closed 23 issues in the Atlas project between February and April 2026.', work, 'contradicted'],
  ['the count is too small', 'Noor closed 9 issues in the Atlas project between February and April 2026.', work, 'contradicted'],
  ['the number is a word', 'She closed fourteen issues in Atlas between February and April 2026.', work, 'supported'],
  ['the wrong number is a word', 'She closed twenty-three issues in Atlas between February and April 2026.', work, 'contradicted'],
  ['another verb', 'He resolved 14 Atlas tickets from February to April 2026.', work, 'supported'],
  ['no pronoun', 'Closed 14 issues in Atlas between 1 February and 30 April 2026.', work, 'supported'],
  ['the passive', 'Between February and April 2026, 14 issues in the Atlas project were closed by Noor.', work, 'supported'],
  ['the project is named by its key', 'They completed 14 issues in the ATL project between February and April 2026.', work, 'supported'],
  ['a single month', 'In May 2026 she closed 2 issues in Atlas.', work, 'supported'],
  ['a quarter', 'Noor closed 10 issues in the Atlas project in Q1 2026.', work, 'supported'],
  ['a quarter with a wrong count', 'Noor closed 12 issues in the Atlas project in Q1 2026.', work, 'contradicted'],
  ['the cycle gives the year', 'Noor closed 14 issues in the Atlas project between February and April.', work, 'supported'],
  [
    'another year, which the evidence does not reach',
    'Noor closed 14 issues in the Atlas project between February and April 2025.',
    work,
    'unsupported',
  ],
  ['another project', 'Noor closed 3 issues in the Borealis project in March 2026.', work, 'supported'],
  [
    'another project with the count of the first',
    'Noor closed 14 issues in the Borealis project between February and April 2026.',
    work,
    'contradicted',
  ],
  ['a project no record names', 'Noor closed 14 issues in the Cygnus project between February and April 2026.', work, 'unsupported'],
  [
    'none in a covered period',
    'Noor closed 4 issues in the Borealis project in April 2026.',
    [...work, aWorkItem({ issueKey: 'BOR-9', project: 'Borealis', resolvedOn: '2026-05-20' })],
    'contradicted',
  ],
  ['about, and near enough', 'Noor closed about 15 issues in the Atlas project between February and April 2026.', work, 'supported'],
  ['about, and too far off', 'Noor closed about 40 issues in the Atlas project between February and April 2026.', work, 'contradicted'],
  ['more than, and so it is', 'Noor closed more than 10 issues in the Atlas project between February and April 2026.', work, 'supported'],
  ['more than, and it is not', 'Noor closed over 20 issues in the Atlas project between February and April 2026.', work, 'contradicted'],
  ['at least', 'Noor closed at least 14 issues in the Atlas project between February and April 2026.', work, 'supported'],
  ['a range that holds it', 'Noor closed 10 to 15 issues in the Atlas project between February and April 2026.', work, 'supported'],
  ['a range that does not', 'Noor closed 20–25 issues in the Atlas project between February and April 2026.', work, 'contradicted'],
  [
    'none, denied rightly',
    'Noor did not close any issues in the Borealis project in February 2026.',
    [...work, aWorkItem({ issueKey: 'BOR-0', project: 'Borealis', resolvedOn: '2026-01-12' })],
    'supported',
  ],
  ['none, denied wrongly', 'Noor closed no issues in the Atlas project in March 2026.', work, 'contradicted'],
  ['a count without period or project that is too large', 'Noor closed 90 issues.', work, 'contradicted'],
  ['a count without period or project that may be a part', 'Noor closed 5 issues.', work, 'partly'],
  [
    'the team did it, with this person’s count',
    'The team closed 14 issues in the Atlas project between February and April 2026.',
    work,
    'partly',
  ],
  [
    'the team did it, with another count',
    'The team closed 60 issues in the Atlas project between February and April 2026.',
    work,
    'unsupported',
  ],
  ['by title and family name', 'Ms. Haddad closed 14 issues in the Atlas project between February and April 2026.', work, 'supported'],
  [
    'somebody else of that name',
    'Karim Haddad closed 14 issues in the Atlas project between February and April 2026.',
    work,
    'unsupported',
  ],
  ['somebody else did it', 'Priya closed 14 issues in the Atlas project between February and April 2026.', work, 'unsupported'],
  ['bugs by type', 'Noor fixed 5 bugs in Corsa in March 2026.', [...bugs, ...stories], 'supported'],
  ['bugs counted as all', 'Noor fixed 6 bugs in Corsa in March 2026.', [...bugs, ...stories], 'contradicted'],
  ['story points', 'Noor delivered 23 story points in Corsa in March 2026.', [...bugs, ...stories], 'supported'],
  ['wrong story points', 'Noor delivered 40 story points in Corsa in March 2026.', [...bugs, ...stories], 'contradicted'],
  [
    'items of another assignee do not count',
    'Noor fixed 5 bugs in Corsa in March 2026.',
    [...bugs.slice(0, 3), ...bugs.slice(3).map((item) => ({ ...item, facts: { ...item.facts, assignee: 'p-2' } }))],
    'contradicted',
  ],
  ['a rate', 'She resolved an average of 5 issues per month in Atlas between February and April 2026.', work, 'supported'],
  ['a wrong rate', 'She resolved 12 issues a month in Atlas between February and April 2026.', work, 'contradicted'],
  ['a time that only the day of writing would settle', 'Noor closed 14 issues in the Atlas project last quarter.', work, 'partly'],
  ['two projects together', 'Noor closed 17 issues in Atlas and Borealis between February and April 2026.', work, 'supported'],
  [
    'two projects with the count of one',
    'Noor closed 14 issues in Atlas between February and April 2026 with 3 in Borealis.',
    work,
    'partly',
  ],
  [
    'a second number that nothing bears out',
    'Noor closed 14 issues in the Atlas project between February and April 2026 for 37 customers.',
    work,
    'partly',
  ],
  [
    'a share of what there was',
    'Noor closed 16 of 17 issues in the Atlas project.',
    work.filter(({ facts }) => facts?.project === 'Atlas'),
    'supported',
  ],
  [
    'a share of more than there was',
    'Noor closed 16 of 30 issues in the Atlas project.',
    work.filter(({ facts }) => facts?.project === 'Atlas'),
    'partly',
  ],
  ['no number at all', 'Noor closed issues in both Atlas and Borealis.', work, 'supported'],
  ['no number, and no such project', 'Noor closed issues in both Atlas and Cygnus.', work, 'partly'],
  ['hardly any', 'Noor closed hardly any issues in Atlas in March 2026.', work, 'unsupported'],
  ['capitals', 'NOOR CLOSED 23 ISSUES IN THE ATLAS PROJECT BETWEEN FEBRUARY AND APRIL 2026.', work, 'contradicted'],
  ['no capitals', 'noor closed 14 issues in the atlas project between february and april 2026', work, 'supported'],
  // One goal or work item.
  ['a finished goal called open', 'The goal "Cut invoice processing time" is still open.', [goal], 'contradicted'],
  [
    'a deadline said to be missed that was kept',
    'She missed the deadline for the goal "Cut invoice processing time".',
    [goal],
    'contradicted',
  ],
  [
    'a number that is part of the title',
    'The goal "Reduce scrap below 7 percent" stands at 55 percent.',
    [{ ...openGoal, facts: { ...openGoal.facts, title: 'Reduce scrap below 7 percent', percentComplete: 55 } }],
    'supported',
  ],
  [
    'a title that sounds like a denial',
    'Noor finished ATL-3 ("Updater fails without a message") on 3 March 2026.',
    [aWorkItem({ issueKey: 'ATL-3', title: 'Updater fails without a message', resolvedOn: '2026-03-03' })],
    'supported',
  ],
  [
    'a goal of like words but another number',
    'Noor trained four new colleagues in February 2026.',
    [{ ...openGoal, facts: { ...openGoal.facts, title: 'Train 8 colleagues on the new kit' }, text: 'Train 8 colleagues on the new kit' }],
    'partly',
  ],
  ['a goal reached on its day', 'Noor completed the goal "Cut invoice processing time" on 22 April 2026.', [goal, openGoal], 'supported'],
  [
    'a goal reached on another day',
    'Noor completed the goal "Cut invoice processing time" on 2 February 2026.',
    [goal, openGoal],
    'contradicted',
  ],
  ['a goal reached in another year', 'Noor completed the goal "Cut invoice processing time" in April 2025.', [goal], 'contradicted'],
  ['a goal on time', 'The goal to cut invoice processing time was completed ahead of schedule.', [goal], 'supported'],
  ['a goal late', 'Noor published the onboarding handbook on time.', [lateGoal], 'contradicted'],
  ['an open goal called done', 'Noor completed the goal "Document the billing interfaces".', [openGoal], 'contradicted'],
  ['an open goal called open', 'Noor has not completed the goal "Document the billing interfaces".', [openGoal], 'supported'],
  ['progress', 'The goal "Document the billing interfaces" stands at 60 percent completion.', [openGoal], 'supported'],
  ['progress within one per cent', 'Noor reached 60.4% of the goal "Document the billing interfaces".', [openGoal], 'supported'],
  ['wrong progress', 'Noor reached 90 % of the goal "Document the billing interfaces".', [openGoal], 'contradicted'],
  [
    'an issue by its key',
    'Noor finished ATL-3 on 3 March 2026.',
    [aWorkItem({ issueKey: 'ATL-3', resolvedOn: '2026-03-03' })],
    'supported',
  ],
  [
    'an issue by its key on another day',
    'ATL-3 was resolved by Noor on 12 January 2026.',
    [aWorkItem({ issueKey: 'ATL-3', resolvedOn: '2026-03-03' })],
    'contradicted',
  ],
  ['an issue no record knows', 'Noor finished ATL-999 on 3 March 2026.', work, 'unsupported'],
  ['counted goals', 'Noor completed 2 goals.', [goal, lateGoal, openGoal], 'supported'],
  ['never late, with a late one', 'Noor never missed a deadline.', [goal, lateGoal], 'contradicted'],
  ['never late, with two on time', 'Noor never missed a deadline.', [goal, { ...goal, id: 'g-9' }], 'supported'],
  ['never late, with one record', 'Noor never missed a deadline.', [goal], 'unsupported'],
  // Words against words.
  [
    'feedback says the same',
    'Noor migrated the billing service to Kubernetes in March 2026.',
    [feedback('In March 2026 Noor migrated our billing service to Kubernetes without downtime.')],
    'supported',
  ],
  [
    'feedback gives another number',
    'Noor reduced checkout latency by 40%.',
    [feedback('Noor reduced the checkout latency by 15% this spring.')],
    'contradicted',
  ],
  [
    'feedback gives no number',
    'Noor reduced checkout latency by 40%.',
    [feedback('Noor reduced the checkout latency a lot this spring.')],
    'partly',
  ],
  [
    'feedback rounds',
    'Noor reduced checkout latency by 40%.',
    [feedback('Noor reduced the checkout latency by 39.8% this spring.')],
    'supported',
  ],
  ['about 40, and 42', 'Noor trained about 40 store managers.', [feedback('Noor trained 42 store managers in the north.')], 'supported'],
  ['thousands', 'Noor migrated 1,200 customer accounts.', [feedback('All 1200 customer accounts were migrated by Noor.')], 'supported'],
  [
    'thousands, wrong',
    'Noor migrated 12,000 customer accounts.',
    [feedback('All 1 200 customer accounts were migrated by Noor.')],
    'contradicted',
  ],
  ['money', 'Noor saved $1.2 million in hosting costs.', [feedback('Thanks to Noor we saved $1,200,000 in hosting costs.')], 'supported'],
  [
    'the opposite',
    'Noor increased the defect rate of the billing service.',
    [feedback('Noor reduced the defect rate of the billing service.')],
    'contradicted',
  ],
  [
    'a denial against a statement',
    'Noor did not deliver the Atlas migration guide.',
    [feedback('Noor delivered the Atlas migration guide.')],
    'contradicted',
  ],
  [
    'two denials agree',
    'Noor did not attend the March security training.',
    [feedback("Noor didn't attend the security training in March.")],
    'supported',
  ],
  [
    'another doer',
    'Noor led the Atlas data migration.',
    [feedback('Priya Menon led the Atlas data migration; Noor wrote the tests.')],
    'contradicted',
  ],
  [
    'another year in the text',
    'Noor led the Atlas data migration in March 2025.',
    [feedback('Noor led the Atlas data migration in March 2026.')],
    'contradicted',
  ],
  ['nothing about it', 'Noor organised the supplier workshop in March 2026.', [...work, goal, openGoal], 'unsupported'],
  ['no evidence at all', 'Noor wrote the handover guide that was used in April 2026.', [], 'unsupported'],
  [
    'a cause with one source',
    'The new cache led to a 30% drop in page load time.',
    [feedback('The new cache led to a 30% drop in page load time.')],
    'partly',
  ],
  [
    'a cause with two sources',
    'The new cache led to a 30% drop in page load time.',
    [
      feedback('The new cache led to a 30% drop in page load time.'),
      feedback('A 30% drop in page load time came from the new cache, which led to calmer nights.', 'f-2'),
    ],
    'supported',
  ],
  [
    'sources disagree',
    'Noor reduced checkout latency by 40%.',
    [feedback('Noor reduced the checkout latency by 15%.'), feedback('Noor reduced checkout latency by 40%.', 'f-2')],
    'partly',
  ],
  ['a rank among others', 'Noor closed the most issues in the whole department.', work, 'unsupported'],
  // Not a matter of record.
  ['a trait', 'Noor is a dependable member of the team.', work, 'opinion'],
  ['a judgement', 'It is a pleasure to work with her.', work, 'opinion'],
  ['a judgement with a verb of work', 'Noor delivered what was expected, at a steady pace.', work, 'opinion'],
  ['a vague agreement', 'Noor did not reach what we had agreed in January.', work, 'opinion'],
  ['a superlative of character', 'She is the best engineer I have worked with.', work, 'opinion'],
  ['advice', 'I would like Noor to coach a junior colleague next.', work, 'opinion'],
  ['a plan with a number', 'Noor will close 20 issues in the Atlas project next quarter.', work, 'opinion'],
];

describe('the verdict of a claim', () => {
  test.each(table)('%s: %s', (_reason, claim, evidence, verdict) => {
    expect(verdictOf(claim, evidence)).toEqual([verdict]);
  });
});
