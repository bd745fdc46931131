import { describe, expect, test } from '@jest/globals';
import { anIssue, onSite, within } from './a-site.js';

describe('JQL', () => {
  const issues = [
    anIssue({ id: '10001', key: 'PERF-1', labels: ['hrhub', 'red'], assigneeAccountId: '712020:ada', created: '2026-04-01T08:00:00.000Z' }),
    anIssue({ id: '10002', key: 'PERF-10', labels: ['hrhub'], statusId: '10020', created: '2026-04-02T08:00:00.000Z' }),
    anIssue({ id: '10003', key: 'PERF-9', statusId: '10010', assigneeAccountId: '712020:hub', created: '2026-04-03T08:00:00.000Z' }),
    anIssue({ id: '10004', key: 'KAN-2', projectKey: 'KAN', labels: ['red'], created: '2026-04-04T08:00:00.000Z' }),
  ];

  test.each([
    ['a project', 'project = perf ORDER BY key', ['PERF-1', 'PERF-9', 'PERF-10']],
    ['projects', 'project in (PERF, "KAN") ORDER BY key DESC', ['PERF-10', 'PERF-9', 'PERF-1', 'KAN-2']],
    ['a label', 'labels = hrhub ORDER BY created', ['PERF-1', 'PERF-10']],
    ['labels', 'labels in (hrhub, red) ORDER BY created', ['PERF-1', 'PERF-10', 'KAN-2']],
    ['not a label, which leaves out issues without any', 'labels != red', ['PERF-10']],
    ['keys', 'key in (PERF-1, KAN-2) ORDER BY key', ['KAN-2', 'PERF-1']],
    ['ids', 'id in (10003, 10004) ORDER BY created', ['PERF-9', 'KAN-2']],
    ['an assignee with a colon', 'assignee = 712020:ada', ['PERF-1']],
    ['the account itself', 'assignee = currentUser()', ['PERF-9']],
    ['nobody', 'assignee is EMPTY AND project = PERF', ['PERF-10']],
    ['a status category by name', 'statusCategory = Done', ['PERF-10']],
    ['status categories by key', 'statusCategory in (new, "In Progress") and project = PERF order by key', ['PERF-1', 'PERF-9']],
    ['AND before OR', 'project = KAN OR project = PERF AND labels = red ORDER BY created', ['PERF-1', 'KAN-2']],
    ['parentheses first', '(project = KAN OR project = PERF) AND labels = red ORDER BY created DESC', ['KAN-2', 'PERF-1']],
    ['several orders', 'project in (PERF, KAN) ORDER BY updated ASC, key DESC', ['PERF-10', 'PERF-9', 'PERF-1', 'KAN-2']],
  ])('finds %s', (_reason, jql, keys) => onSite(async ({ search }) => expect(await search(jql)).toEqual(keys), { seed: { issues } }));

  test('counts without pages', () =>
    onSite(
      async ({ call }) => {
        const counted = await call('POST', '/search/approximate-count', { jql: 'labels = hrhub' });
        const unbounded = await call('POST', '/search/approximate-count', { jql: '' });

        expect(counted.body).toEqual({ count: 2 });
        expect(unbounded.status).toBe(400);
      },
      { seed: { issues } },
    ));
});

describe('instants', () => {
  const issues = [
    anIssue({ id: '10001', key: 'PERF-1', updated: '2026-04-28T08:14:59.999Z' }),
    anIssue({ id: '10002', key: 'PERF-2', updated: '2026-04-28T08:15:00.000Z' }),
    anIssue({ id: '10003', key: 'PERF-3', updated: '2026-04-28T08:15:30.500Z' }),
  ];

  test.each([
    ['in the time zone of the account', 'updated >= "2026-04-28 10:15"', ['PERF-2', 'PERF-3']],
    ['with slashes', 'updated >= "2026/04/28 10:15"', ['PERF-2', 'PERF-3']],
    ['as a day', 'updated >= 2026-04-28', ['PERF-1', 'PERF-2', 'PERF-3']],
    ['as if the literal were UTC, which loses what it meant', 'updated >= "2026-04-28 08:15" AND updated < "2026-04-28 08:16"', []],
    ['in milliseconds of the epoch', `updated >= ${Date.parse('2026-04-28T08:15:30.500Z')}`, ['PERF-3']],
    ['by distance from now', 'updated >= -225m', ['PERF-2', 'PERF-3']],
    ['by quoted distance from now', 'updated >= "-1d"', ['PERF-1', 'PERF-2', 'PERF-3']],
  ])('are read %s', (_reason, restriction, keys) =>
    onSite(async ({ search }) => expect(await search(`project = PERF AND ${restriction} ORDER BY updated`)).toEqual(keys), {
      seed: { issues },
    }),
  );

  test('an hour that comes twice means its first coming', () =>
    onSite(async ({ search }) => expect(await search('updated >= "2025-10-26 02:30" ORDER BY updated')).toEqual(['PERF-1', 'PERF-2']), {
      seed: {
        issues: [
          anIssue({ id: '10001', key: 'PERF-1', updated: '2025-10-26T00:30:00.000Z' }),
          anIssue({ id: '10002', key: 'PERF-2', updated: '2025-10-26T01:30:00.000Z' }),
          anIssue({ id: '10003', key: 'PERF-3', updated: '2025-10-26T00:29:59.000Z' }),
        ],
      },
    }));

  test('are written with the offset of the account at that time', () =>
    onSite(
      async ({ call }) => {
        const { body } = await call('GET', '/issue/PERF-1?fields=created,updated');

        expect(within(body, 'fields')).toEqual({ created: '2026-01-15T11:33:31.783+0100', updated: '2026-04-28T15:33:31.783+0200' });
      },
      { seed: { issues: [anIssue({ id: '1', key: 'PERF-1', created: '2026-01-15T10:33:31.783Z', updated: '2026-04-28T13:33:31.783Z' })] } },
    ));
});
