import { describe, expect, test } from '@jest/globals';
import { anIssue, onSite, within } from './a-site.js';

const paragraph = (text: string) => ({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });
const oneIssue = { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1', labels: ['red'] })] } };

describe('edit', () => {
  test('sets fields, adds and removes labels, and moves updated', () =>
    onSite(async ({ call, pass, simulator }) => {
      pass(60_000);

      const { status, body } = await call('PUT', '/issue/PERF-1', {
        fields: { summary: 'After', assignee: { accountId: '712020:ada' } },
        update: { labels: [{ add: 'blue' }, { remove: 'red' }] },
      });

      const read = await call('GET', '/issue/PERF-1?fields=summary,labels,assignee,updated');
      expect({ status, body }).toEqual({ status: 204, body: '' });
      expect(within(read.body, 'fields')).toMatchObject({ summary: 'After', labels: ['blue'], updated: '2026-04-28T14:01:00.000+0200' });
      expect(simulator.ledger.effects).toEqual([
        { kind: 'issue.update', target: '10001', values: { summary: 'After', assignee: { accountId: '712020:ada' }, labels: ['blue'] } },
      ]);
    }, oneIssue));

  test('that changes nothing leaves updated and the changelog alone', () =>
    onSite(async ({ call }) => {
      await call('PUT', '/issue/PERF-1', { fields: { labels: ['red'], summary: 'Summary of PERF-1' } });

      const read = await call('GET', '/issue/PERF-1?fields=updated');
      const changelog = await call('GET', '/issue/PERF-1/changelog');
      expect(within(read.body, 'fields')).toEqual({ updated: '2026-04-01T10:00:00.000+0200' });
      expect(changelog.body).toMatchObject({ total: 0, values: [] });
    }, oneIssue));

  test('answers with the issue when asked to', () =>
    onSite(async ({ call }) => {
      const { status, body } = await call('PUT', '/issue/PERF-1?returnIssue=true', { fields: { summary: 'After' } });

      expect({ status, body }).toMatchObject({ status: 200, body: { fields: { summary: 'After' } } });
    }, oneIssue));

  test('changes all of it or nothing', () =>
    onSite(async ({ call, simulator }) => {
      const { status, body } = await call('PUT', '/issue/PERF-1', { fields: { summary: 'After', labels: ['a b'] } });

      expect({ status, errors: Object.keys(within(body, 'errors') as object) }).toEqual({ status: 400, errors: ['labels'] });
      expect(within((await call('GET', '/issue/PERF-1')).body, 'fields', 'summary')).toBe('Summary of PERF-1');
      expect(simulator.ledger.effects).toEqual([]);
    }, oneIssue));

  test.each([
    ['a field in both forms', { fields: { labels: ['a'] }, update: { labels: [{ add: 'b' }] } }, ['labels']],
    ['a verb the field does not know', { update: { summary: [{ add: 'b' }] } }, ['summary']],
    ['an empty summary', { fields: { summary: '' } }, ['summary']],
    ['nothing at all', {}, []],
  ])('refuses %s', (_reason, edit, fields) =>
    onSite(async ({ call }) => {
      const { status, body } = await call('PUT', '/issue/PERF-1', edit);

      expect({ status, errors: Object.keys(within(body, 'errors') as object) }).toEqual({ status: 400, errors: fields });
    }, oneIssue),
  );

  test('saves rich text with its defaults filled in', () =>
    onSite(async ({ call }) => {
      const listItem = { type: 'listItem', content: paragraph('step').content };
      const description = { type: 'doc', version: 1, content: [{ type: 'orderedList', content: [listItem] }] };
      await call('PUT', '/issue/PERF-1', { fields: { description } });

      const { body } = await call('GET', '/issue/PERF-1?fields=description');

      expect(within(body, 'fields', 'description', 'content')).toEqual([{ type: 'orderedList', attrs: { order: 1 }, content: [listItem] }]);
    }, oneIssue));

  test('by a person shows at once by id, enters the changelog and not the ledger', () =>
    onSite(async ({ call, control, simulator }) => {
      await control('set-field', { issueId: '10001', fields: { summary: 'By Ada', status: { id: '10020' } } });

      const read = await call('GET', '/issue/PERF-1?fields=summary,status,resolution');
      const { body } = await call('GET', '/issue/PERF-1/changelog');

      expect(within(read.body, 'fields')).toMatchObject({ summary: 'By Ada', status: { name: 'Shipped' }, resolution: { name: 'Done' } });
      expect(body).toMatchObject({
        total: 2,
        isLast: true,
        values: [
          {
            author: { accountId: '712020:ada' },
            created: '2026-04-28T14:00:00.000+0200',
            items: [{ field: 'summary', fieldId: 'summary', from: null, fromString: 'Summary of PERF-1', toString: 'By Ada' }],
          },
          { items: [{ field: 'status', from: '10000', fromString: 'To Do', to: '10020', toString: 'Shipped' }, { field: 'resolution' }] },
        ],
      });
      expect(simulator.ledger.effects).toEqual([]);
    }, oneIssue));

  test('by a person to a status that is not there is refused', () =>
    onSite(async ({ control }) => {
      const { status } = await control('set-field', { issueId: '10001', fields: { status: { id: '99' } } });

      expect(status).toBe(400);
    }, oneIssue));
});

test('changelogs of many issues come in pages by token, with numbers for instants', () =>
  onSite(async ({ call }) => {
    await call('PUT', '/issue/PERF-1', { fields: { summary: 'One' } });
    await call('PUT', '/issue/PERF-1', { fields: { summary: 'Two' } });
    const asked = { issueIdsOrKeys: ['PERF-1', 'PERF-99'], maxResults: 1, fieldIds: ['summary'] };

    const first = await call('POST', '/changelog/bulkfetch', asked);
    const second = await call('POST', '/changelog/bulkfetch', { ...asked, nextPageToken: within(first.body, 'nextPageToken') });

    const created = Date.parse('2026-04-28T12:00:00.000Z');
    expect(first.body).toMatchObject({
      issueChangeLogs: [{ issueId: '10001', changeHistories: [{ created, items: [{ toString: 'One' }] }] }],
    });
    expect(second.body).toMatchObject({ issueChangeLogs: [{ changeHistories: [{ items: [{ toString: 'Two' }] }] }] });
    expect(within(second.body, 'nextPageToken')).toBeUndefined();
  }, oneIssue));
