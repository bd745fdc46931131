import { describe, expect, test } from '@jest/globals';
import { anIssue, onSite, within } from './a-site.js';

const paragraph = (text: string) => ({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });
const oneIssue = { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1' })] } };
const updated = (body: unknown) => within(body, 'fields', 'updated');

describe('properties', () => {
  const path = '/issue/PERF-1/properties/hrhub.writeback';

  test('are created, replaced as a whole and deleted', () =>
    onSite(async ({ call, simulator }) => {
      const missing = await call('GET', path);
      const created = await call('PUT', path, { opKey: 'a', rev: 1 });
      const replaced = await call('PUT', path, { rev: 2 });
      const read = await call('GET', path);
      const keys = await call('GET', '/issue/PERF-1/properties');
      const deleted = await call('DELETE', path);
      const again = await call('DELETE', path);

      expect([missing, created, replaced, read, deleted, again].map(({ status }) => status)).toEqual([404, 201, 200, 200, 204, 404]);
      expect(read.body).toEqual({ key: 'hrhub.writeback', value: { rev: 2 } });
      expect(keys.body).toMatchObject({ keys: [{ key: 'hrhub.writeback' }] });
      expect(simulator.ledger.effects).toEqual([
        { kind: 'issue-property.set', target: '10001', values: { key: 'hrhub.writeback', value: { opKey: 'a', rev: 1 } } },
        { kind: 'issue-property.set', target: '10001', values: { key: 'hrhub.writeback', value: { rev: 2 } } },
        { kind: 'issue-property.delete', target: '10001', values: { key: 'hrhub.writeback' } },
      ]);
    }, oneIssue));

  test('leave the issue as updated as it was', () =>
    onSite(async ({ call }) => {
      const before = await call('GET', '/issue/PERF-1?fields=updated');
      await call('PUT', path, 1);

      expect(updated((await call('GET', '/issue/PERF-1?fields=updated')).body)).toBe(updated(before.body));
    }, oneIssue));

  test('come with an issue, also one that was searched for, where asked', () =>
    onSite(async ({ call, control }) => {
      await call('PUT', path, { rev: 2 });
      await control('index-now');

      const read = await call('GET', '/issue/PERF-1?fields=summary&properties=hrhub.writeback');
      const found = await call('POST', '/search/jql', { jql: 'key = PERF-1', fields: ['labels'], properties: ['hrhub.writeback'] });

      expect(read.body).toMatchObject({ properties: { 'hrhub.writeback': { rev: 2 } } });
      expect(found.body).toMatchObject({ issues: [{ fields: { labels: [] }, properties: { 'hrhub.writeback': { rev: 2 } } }] });
    }, oneIssue));

  test.each([
    ['the longest value', path, `"${'x'.repeat(32_766)}"`, 201],
    ['a value too long', path, `"${'x'.repeat(32_767)}"`, 400],
    ['no value', path, '', 400],
    ['the longest key', `/issue/PERF-1/properties/${'k'.repeat(255)}`, '1', 201],
    ['a key too long', `/issue/PERF-1/properties/${'k'.repeat(256)}`, '1', 400],
    ['an issue that is not there', '/issue/PERF-99/properties/a', '1', 404],
  ])('with %s are answered accordingly', (_reason, address, body, status) =>
    onSite(async ({ call }) => expect((await call('PUT', address, body)).status).toBe(status), oneIssue),
  );
});

describe('remote links', () => {
  const path = '/issue/PERF-1/remotelink';
  const link = {
    globalId: 'hrhub:tenant=7&item=1',
    relationship: 'tracked in',
    application: { type: 'com.example.hrhub', name: 'HR hub' },
    object: { url: 'https://hub.example/1', title: 'Item 1', summary: 'First' },
  };

  test('with one global id are one link, whose omitted parts are gone', () =>
    onSite(async ({ call, simulator }) => {
      const created = await call('POST', path, link);
      const replaced = await call('POST', path, { globalId: link.globalId, object: { url: 'https://hub.example/1', title: 'Item one' } });
      const read = await call('GET', path);

      expect([created.status, replaced.status]).toEqual([201, 200]);
      expect(within(replaced.body, 'id')).toBe(within(created.body, 'id'));
      expect(read.body).toMatchObject([
        { globalId: link.globalId, application: null, relationship: null, object: { title: 'Item one', summary: null } },
      ]);
      expect(simulator.ledger.effects.map(({ kind, target }) => [kind, target])).toEqual(Array(2).fill(['remote-link.set', '10001']));
    }, oneIssue));

  test('without a global id are a new link each time', () =>
    onSite(async ({ call }) => {
      await call('POST', path, { object: link.object });
      await call('POST', path, { object: link.object });

      expect((await call('GET', path)).body).toHaveLength(2);
    }, oneIssue));

  test('are found by their escaped global id, as one object', () =>
    onSite(async ({ call }) => {
      await call('POST', path, link);

      const found = await call('GET', `${path}?globalId=${encodeURIComponent(link.globalId)}`);
      const unescaped = await call('GET', `${path}?globalId=${link.globalId}`);

      expect(found.body).toMatchObject({ globalId: link.globalId, relationship: 'tracked in' });
      expect(unescaped.status).toBe(404);
    }, oneIssue));

  test.each([
    ['no object', { globalId: 'a' }, 'url'],
    ['no title', { object: { url: 'https://hub.example/1' } }, 'title'],
    ['a global id too long', { ...link, globalId: 'x'.repeat(256) }, 'globalId'],
  ])('with %s are refused', (_reason, body, field) =>
    onSite(async ({ call }) => {
      const answer = await call('POST', path, body);

      expect(answer).toMatchObject({ status: 400, body: { errors: { [field]: expect.any(String) } } });
    }, oneIssue),
  );
});

describe('comments', () => {
  const path = '/issue/PERF-1/comment';

  test('keep their properties to themselves until asked for them', () =>
    onSite(async ({ call, simulator }) => {
      const properties = [{ key: 'hrhub.writeback', value: { opKey: 'a' } }];

      const created = await call('POST', path, { body: paragraph('Hello'), properties });

      const list = await call('GET', path);
      const property = await call('GET', `/comment/${within(created.body, 'id')}/properties/hrhub.writeback`);
      expect(created).toMatchObject({
        status: 201,
        body: { author: { accountId: '712020:hub' }, created: '2026-04-28T14:00:00.000+0200' },
      });
      expect(list.body).toMatchObject({ startAt: 0, maxResults: 100, total: 1, comments: [{ body: paragraph('Hello') }] });
      expect(within(list.body, 'comments', 0, 'properties')).toBeUndefined();
      expect(property.body).toEqual(properties[0]);
      expect(simulator.ledger.effects).toMatchObject([{ kind: 'comment.create', target: '10001', values: { body: paragraph('Hello') } }]);
    }, oneIssue));

  test('come newest first when asked, in pages that are clamped', () =>
    onSite(async ({ call }) => {
      for (const text of ['one', 'two', 'three']) await call('POST', path, { body: paragraph(text) });

      const newest = await call('GET', `${path}?orderBy=-created&maxResults=0&startAt=-5`);
      const large = await call('GET', `${path}?maxResults=500`);
      const beyond = await call('GET', `${path}?startAt=3`);

      expect(newest.body).toMatchObject({ startAt: 0, maxResults: 1, total: 3, comments: [{ body: paragraph('three') }] });
      expect(large.body).toMatchObject({ maxResults: 100 });
      expect(beyond.body).toMatchObject({ comments: [] });
    }, oneIssue));

  test('refuse a number that is none before they look for the issue', () =>
    onSite(async ({ call }) => {
      const answer = await call('GET', '/issue/PERF-99/comment?maxResults=abc');

      expect(answer).toMatchObject({ status: 400, body: { detail: "Failed to convert 'maxResults' with value: 'abc'" } });
    }));

  test.each([
    ['nothing', {}],
    ['a text', { body: 'Hello' }],
    ['an empty document', { body: { type: 'doc', version: 1, content: [] } }],
  ])('of %s are refused', (_reason, body) =>
    onSite(async ({ call, simulator }) => {
      expect((await call('POST', path, body)).status).toBe(400);
      expect(simulator.ledger.effects).toEqual([]);
    }, oneIssue),
  );
});

describe('transitions', () => {
  const path = '/issue/PERF-1/transitions';

  test('lead everywhere, also to where the issue is', () =>
    onSite(async ({ call }) => {
      const { body } = await call('GET', `${path}?expand=transitions.fields`);

      expect(body).toMatchObject({
        transitions: [
          { id: '11', to: { id: '10000', statusCategory: { key: 'new' } }, isLooped: true, fields: {} },
          { id: '21', to: { id: '10010' }, isLooped: false },
          { id: '31', to: { id: '10020', statusCategory: { key: 'done' } }, hasScreen: false, isGlobal: true },
        ],
      });
    }, oneIssue));

  test('made twice answer alike, and the issue is where they led', () =>
    onSite(async ({ call, simulator }) => {
      const answers = [await call('POST', path, { transition: { id: '31' } }), await call('POST', path, { transition: { id: '31' } })];

      const { body } = await call('GET', '/issue/PERF-1?fields=status,resolutiondate');
      expect(answers.map(({ status }) => status)).toEqual([204, 204]);
      expect(within(body, 'fields')).toMatchObject({ status: { id: '10020' }, resolutiondate: '2026-04-28T14:00:00.000+0200' });
      expect(simulator.ledger.effects).toEqual(
        Array(2).fill({
          kind: 'issue.transition',
          target: '10001',
          values: { transition: { id: '31' }, status: { id: '10020', name: 'Shipped' } },
        }),
      );
    }, oneIssue));

  test('out of done take the resolution away', () =>
    onSite(async ({ call }) => {
      await call('POST', path, { transition: { id: '31' } });
      await call('POST', path, { transition: { id: '21' } });

      const { body } = await call('GET', '/issue/PERF-1?fields=resolution,resolutiondate');

      expect(within(body, 'fields')).toEqual({ resolution: null, resolutiondate: null });
    }, oneIssue));

  test.each([
    [
      'an id of no transition',
      { transition: { id: '999' } },
      { errorMessages: ["Transition id '999' is not valid for this issue."], errors: {} },
    ],
    ['no transition', {}, { errorMessages: ["Missing 'transition' identifier"] }],
    [
      'a field their screen does not have',
      { transition: { id: '31' }, fields: { resolution: {} } },
      { errors: { resolution: expect.any(String) } },
    ],
  ])('refuse %s', (_reason, request, body) =>
    onSite(async ({ call, simulator }) => {
      expect(await call('POST', path, request)).toMatchObject({ status: 400, body });
      expect(simulator.ledger.effects).toEqual([]);
    }, oneIssue),
  );

  test('of an issue that is not there are none, and taking one is refused', () =>
    onSite(async ({ call }) => {
      const list = await call('GET', '/issue/PERF-99/transitions');
      const taken = await call('POST', '/issue/PERF-99/transitions', { transition: { id: '11' } });

      expect(list).toMatchObject({ status: 200, body: { transitions: [] } });
      expect(taken.status).toBe(404);
    }));
});
