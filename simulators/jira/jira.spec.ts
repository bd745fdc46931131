import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../kit/simulator.js';
import { anIssue, onSite, within, WRONG_CREDENTIAL } from './a-site.js';

const issues = [anIssue({ id: '10001', key: 'PERF-1' })];

describe('access', () => {
  test('the account is told who it is and in which time zone', () =>
    onSite(async ({ call }) => {
      const { status, headers, body } = await call('GET', '/myself');

      expect(status).toBe(200);
      expect(headers.get('x-seraph-loginreason')).toBeNull();
      expect(body).toMatchObject({ accountId: '712020:hub', emailAddress: 'hub@example.com', timeZone: 'Europe/Warsaw', active: true });
    }));

  test('a wrong credential finds an empty site instead of an error', () =>
    onSite(
      async ({ call }) => {
        const projects = await call('GET', '/project/search', undefined, WRONG_CREDENTIAL);
        const found = await call('POST', '/search/jql', { jql: 'project = PERF' }, WRONG_CREDENTIAL);
        const fetched = await call('POST', '/issue/bulkfetch', { issueIdsOrKeys: ['PERF-1'] }, WRONG_CREDENTIAL);
        const users = await call('GET', '/users/search', undefined, WRONG_CREDENTIAL);

        expect([projects.status, found.status, fetched.status, users.status]).toEqual([200, 200, 200, 200]);
        expect([projects.body, found.body, fetched.body, users.body]).toMatchObject([{ values: [] }, { issues: [] }, { issues: [] }, []]);
        expect(found.headers.get('x-seraph-loginreason')).toBe('AUTHENTICATED_FAILED');
      },
      { seed: { issues } },
    ));

  test('a wrong credential is refused by myself, by single issues and by writes', () =>
    onSite(
      async ({ call, simulator }) => {
        const answers = [
          await call('GET', '/myself', undefined, WRONG_CREDENTIAL),
          await call('GET', '/issue/PERF-1', undefined, WRONG_CREDENTIAL),
          await call('POST', '/issue', { fields: {} }, WRONG_CREDENTIAL),
          await call('PUT', '/issue/PERF-1', { fields: { summary: 'New' } }, WRONG_CREDENTIAL),
        ];

        expect(answers.map(({ status }) => status)).toEqual([401, 404, 401, 404]);
        expect(answers.map(({ headers }) => headers.get('x-seraph-loginreason'))).toEqual(Array(4).fill('AUTHENTICATED_FAILED'));
        expect(simulator.ledger.effects).toEqual([]);
      },
      { seed: { issues } },
    ));

  test('a caller without a credential is anonymous too, without the trace of a failed login', () =>
    onSite(async ({ call }) => {
      const { status, headers } = await call('GET', '/project/search', undefined, { authorization: '' });

      expect(status).toBe(200);
      expect(headers.get('x-seraph-loginreason')).toBeNull();
    }));

  test('a bearer token is refused on the site address', () =>
    onSite(async ({ call }) => {
      const unreadable = await call('GET', '/myself', undefined, { authorization: 'Bearer nonsense' });
      const invalid = await call('GET', '/myself', undefined, { authorization: 'Bearer a.b.c' });

      expect(unreadable).toMatchObject({ status: 403, body: { error: 'Failed to parse Connect Session Auth Token' } });
      expect(invalid.status).toBe(401);
      expect(invalid.headers.get('content-type')).toMatch(/text\/html/);
    }));
});

describe('framework refusals', () => {
  test('a write without a content type is refused as a problem, also a delete without a body', () =>
    onSite(async ({ call }) => {
      const search = await call('POST', '/search/jql', undefined, { 'content-type': '' });
      const deletion = await call('DELETE', '/issue/PERF-1/properties/a', undefined, { 'content-type': '' });

      expect([search.status, deletion.status]).toEqual([415, 415]);
      expect(search.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(search.body).toMatchObject({
        type: 'about:blank',
        title: 'Unsupported Media Type',
        status: 415,
        instance: '/rest/api/3/search/jql',
      });
    }));

  test('a wrong method is refused with the allowed ones', () =>
    onSite(async ({ call }) => {
      const { status, headers } = await call('DELETE', '/search/jql');

      expect(status).toBe(405);
      expect(headers.get('allow')).toBe('GET,POST');
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }));

  test.each([
    ['malformed JSON', '{"jql":', 'There was an error parsing JSON. Check that your request body is valid.'],
    ['an empty body', undefined, 'No content to map to Object due to end of input'],
  ])('%s is refused in words of its own', (_reason, body, message) =>
    onSite(async ({ call }) => {
      const answer = await call('POST', '/search/jql', body);

      expect(answer).toMatchObject({ status: 400, body: { errorMessages: [message] } });
    }),
  );

  test('an unknown path is not found', () =>
    onSite(async ({ call }) => {
      expect((await call('GET', '/nothing')).status).toBe(404);
    }));
});

describe('directory', () => {
  test('the server says without a login that it is the cloud', () =>
    onSite(async ({ call }) => {
      const { body } = await call('GET', '/serverInfo', undefined, { authorization: '' });

      expect(body).toMatchObject({ deploymentType: 'Cloud' });
    }));

  test('permissions are told by name, and the names must be given and known', () =>
    onSite(async ({ call }) => {
      const told = await call('GET', '/mypermissions?projectKey=PERF&permissions=BROWSE_PROJECTS,CREATE_ISSUES');
      const anonymous = await call('GET', '/mypermissions?permissions=BROWSE_PROJECTS', undefined, WRONG_CREDENTIAL);
      const unnamed = await call('GET', '/mypermissions');
      const unknown = await call('GET', '/mypermissions?permissions=FLY');

      expect(told.body).toMatchObject({
        permissions: { BROWSE_PROJECTS: { havePermission: true }, CREATE_ISSUES: { havePermission: true } },
      });
      expect(anonymous.body).toMatchObject({ permissions: { BROWSE_PROJECTS: { havePermission: false } } });
      expect([unnamed.status, unknown.status]).toEqual([400, 400]);
    }));

  test('projects come in offset pages by key', () =>
    onSite(async ({ call, simulator }) => {
      const first = await call('GET', '/project/search?maxResults=1&expand=issueTypes');
      const second = await call('GET', '/project/search?maxResults=1&startAt=1');

      expect(first.body).toMatchObject({
        isLast: false,
        total: 2,
        maxResults: 1,
        values: [{ key: 'KAN', issueTypes: [{ name: 'Task' }] }],
      });
      expect(within(first.body, 'nextPage')).toContain(`${simulator.url}/rest/api/3/project/search?`);
      expect(second.body).toMatchObject({ isLast: true, startAt: 1, values: [{ key: 'PERF' }] });
    }));

  test('users come as a bare array, and an array beyond the end is empty', () =>
    onSite(async ({ call }) => {
      const all = await call('GET', '/users/search?maxResults=1000');
      const beyond = await call('GET', '/users/search?startAt=3');

      expect(all.body).toMatchObject([{ accountId: '712020:ada' }, { active: false }, { accountId: '712020:hub' }]);
      expect(beyond.body).toEqual([]);
    }));

  test('create metadata names required fields, and not those taken off the screen', () =>
    onSite(async ({ call, control }) => {
      await control('hide-field', { field: 'labels', hidden: true });

      const types = await call('GET', '/issue/createmeta/PERF/issuetypes');
      const { body } = await call('GET', '/issue/createmeta/PERF/issuetypes/10001');

      const fields = within(body, 'fields');
      expect(types.body).toMatchObject({ total: 2, issueTypes: [{ id: '10001' }, { id: '10002', subtask: true }] });
      expect(fields).toContainEqual(expect.objectContaining({ fieldId: 'summary', required: true }));
      expect(fields).not.toContainEqual(expect.objectContaining({ fieldId: 'labels' }));
    }));

  test('the story point field is found by its schema', () =>
    onSite(
      async ({ call }) => {
        const { body } = await call('GET', '/field');

        expect(body).toContainEqual(
          expect.objectContaining({
            id: 'customfield_12345',
            custom: true,
            schema: expect.objectContaining({ custom: 'com.pyxis.greenhopper.jira:jsw-story-points' }),
          }),
        );
      },
      { seed: { storyPointFieldId: 'customfield_12345' } },
    ));
});

describe('rate limits', () => {
  test('every answer tells its limit', () =>
    onSite(async ({ call }) => {
      const { headers } = await call('GET', '/field');

      expect(headers.get('x-ratelimit-limit')).toBe('350');
      expect(headers.get('x-ratelimit-remaining')).toBe('349');
    }));

  test('the remaining requests come back with the next second', () =>
    onSite(async ({ call, pass }) => {
      await call('GET', '/field');
      pass(1000);

      const { headers } = await call('GET', '/field');

      expect(headers.get('x-ratelimit-remaining')).toBe('349');
    }));

  test('a limit on request refuses before anything happens, as often as asked', () =>
    onSite(async ({ call, control, simulator }) => {
      await control('rate-limit', { reason: 'jira-burst-based', times: 1, retryAfter: 7 });

      const refused = await call('POST', '/issue', { fields: { project: { key: 'PERF' }, issuetype: { id: '10001' }, summary: 'One' } });
      const allowed = await call('GET', '/myself');

      expect(refused.status).toBe(429);
      expect(refused.headers.get('ratelimit-reason')).toBe('jira-burst-based');
      expect(refused.headers.get('retry-after')).toBe('7');
      expect(refused.headers.get('x-ratelimit-reset')).toBe('2026-04-28T12:00:07.000Z');
      expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
      expect(allowed.status).toBe(200);
      expect(simulator.ledger.effects).toEqual([]);
    }));

  test('a limit may keep its waiting time to itself', () =>
    onSite(async ({ call, control }) => {
      await control('rate-limit', { reason: 'jira-quota-tenant-based', retryAfter: null });

      const { status, headers } = await call('GET', '/myself');

      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBeNull();
    }));
});

test('every exchange is handed to whoever listens', async () => {
  const exchanges: Exchange[] = [];

  await onSite(async ({ call }) => void (await call('GET', '/issue/PERF-1?fields=summary')), {
    seed: { issues },
    onExchange: (exchange) => exchanges.push(exchange),
  });

  expect(exchanges).toMatchObject([{ vendor: 'jira', path: '/rest/api/3/issue/PERF-1', query: '?fields=summary', status: 200 }]);
});
