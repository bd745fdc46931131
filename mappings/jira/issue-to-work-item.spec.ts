import { expect, test } from '@jest/globals';
import { ZodError } from 'zod';
import { aJiraIssue } from '../../test/builders/jira-issue.js';
import { mappingsOf } from '../index.js';

const mapped = (fields: Parameters<typeof aJiraIssue>[0], config: unknown = { storyPointsField: 'customfield_10016' }) =>
  mappingsOf('jira', 'issues', config).flatMap((mapping) => mapping.map(aJiraIssue(fields)).map(({ record }) => record));
const DONE = { name: 'Shipped', statusCategory: { id: 3, key: 'done' as const, name: 'Done' } };

test('an issue is a work item of its assignee', () => {
  expect(mapped({ customfield_10016: 3, labels: ['turbine'] })).toEqual([
    {
      assignee: { kind: 'jira.account', value: '712020:ada' },
      reference: 'KAN-53',
      project: 'KAN',
      title: 'Publish the maintenance window',
      state: 'in-progress',
      createdOn: '2026-04-28',
      resolvedOn: null,
      points: 3,
      labels: ['turbine'],
    },
  ]);
});

test('an issue nobody is assigned to is nobody’s', () => {
  expect(mapped({ assignee: null })).toEqual([expect.objectContaining({ assignee: null })]);
});

test.each([
  [
    'the day of its resolution, as written',
    { status: DONE, resolutiondate: '2026-05-01T00:30:00.000+0200', statuscategorychangedate: '2026-05-02T00:30:00.000+0200' },
    '2026-05-01',
  ],
  [
    'without a resolution the day it became done',
    { status: DONE, resolutiondate: null, statuscategorychangedate: '2026-05-02T00:30:00.000+0200' },
    '2026-05-02',
  ],
  ['no day while it is not done', { resolutiondate: null, statuscategorychangedate: '2026-05-02T00:30:00.000+0200' }, null],
])('a work item was resolved on %s', (_what, fields, day) => {
  expect(mapped(fields)).toEqual([expect.objectContaining({ resolvedOn: day })]);
});

test('points are unknown on a site that has not said which field holds them', () => {
  expect(mapped({ customfield_10016: 3 }, {})).toEqual([expect.objectContaining({ points: null })]);
});

test('a field that holds something else than a number is refused', () => {
  expect(() => mapped({ customfield_10016: 'three' })).toThrow(ZodError);
});

test('what is made from a field is told even where nobody knows the configuration', () => {
  expect(mappingsOf('jira', 'issues', undefined).map(({ lineage }) => lineage['assignee'])).toEqual([['fields.assignee']]);
});
