import { describe, expect, test } from '@jest/globals';
import { anIssue, keysOf, onSite, within } from './a-site.js';

const created = (body: unknown) => String(within(body, 'id'));
const task = (summary: string, more: object = {}) => ({
  fields: { project: { key: 'PERF' }, issuetype: { id: '10001' }, summary, ...more },
});

describe('pages', () => {
  const issues = [1, 2, 3, 4, 5].map((day) =>
    anIssue({ id: `1000${day}`, key: `PERF-${day}`, updated: `2026-04-0${day}T10:00:00.000Z`, created: '2026-04-01T00:00:00.000Z' }),
  );
  const jql = 'project = PERF ORDER BY updated ASC';

  test('follow one another by token, without total or start, until the token is absent', () =>
    onSite(
      async ({ call, simulator }) => {
        const first = await call('POST', '/search/jql', { jql, maxResults: 3, fields: ['summary'] });
        const nextPageToken = within(first.body, 'nextPageToken');
        const second = await call('POST', '/search/jql', { jql, maxResults: 3, fields: ['summary'], nextPageToken });

        expect(keysOf(first.body)).toEqual(['PERF-1', 'PERF-2', 'PERF-3']);
        expect(keysOf(second.body)).toEqual(['PERF-4', 'PERF-5']);
        expect(Object.keys(first.body as object)).toEqual(['issues', 'isLast', 'nextPageToken']);
        expect(Object.keys(second.body as object)).toEqual(['issues', 'isLast']);
        expect(simulator.ledger.served).toEqual({ issues: 5 });
      },
      { seed: { issues } },
    ));

  test('come from a query in the address just as well', () =>
    onSite(
      async ({ call }) => {
        const { body } = await call('GET', `/search/jql?${new URLSearchParams({ jql, maxResults: '2', fields: 'summary,labels' })}`);

        expect(keysOf(body)).toEqual(['PERF-1', 'PERF-2']);
        expect(within(body, 'issues', 0, 'fields')).toEqual({ summary: 'Summary of PERF-1', labels: [] });
      },
      { seed: { issues } },
    ));

  test('a posted query ignores what the address says', () =>
    onSite(
      async ({ call }) => {
        const { body } = await call('POST', '/search/jql?maxResults=1&fields=summary', { jql });

        expect(keysOf(body)).toHaveLength(5);
      },
      { seed: { issues } },
    ));

  test('hold ids alone unless fields are asked for', () =>
    onSite(
      async ({ call, simulator }) => {
        const { body } = await call('POST', '/search/jql', { jql: 'key = PERF-1' });

        expect(within(body, 'issues')).toEqual([{ id: '10001', key: 'PERF-1', self: `${simulator.url}/rest/api/3/issue/10001` }]);
      },
      { seed: { issues } },
    ));

  test('are shorter than asked when they carry fields', () =>
    onSite(
      async ({ call }) => {
        const ids = await call('POST', '/search/jql', { jql, maxResults: 5000, fields: ['id'] });
        const whole = await call('POST', '/search/jql', { jql, maxResults: 5000, fields: ['summary'] });

        expect(keysOf(ids.body)).toHaveLength(120);
        expect(keysOf(whole.body)).toHaveLength(100);
        expect(within(whole.body, 'nextPageToken')).toEqual(expect.any(String));
      },
      { seed: { issues: Array.from({ length: 120 }, (_, index) => anIssue({ id: `${20_000 + index}`, key: `PERF-${index + 1}` })) } },
    ));

  test('show an issue again that moves behind the page while it is read', () =>
    onSite(
      async ({ call, control }) => {
        const first = await call('POST', '/search/jql', { jql, maxResults: 3 });
        await control('set-field', { issueId: '10001', fields: { summary: 'Moved' } });
        await control('index-now');

        const second = await call('POST', '/search/jql', { jql, maxResults: 3, nextPageToken: within(first.body, 'nextPageToken') });

        expect(keysOf(second.body)).toEqual(['PERF-4', 'PERF-5', 'PERF-1']);
      },
      { seed: { issues } },
    ));

  test('a token is worth nothing after seven days, for another query, or when invented', () =>
    onSite(
      async ({ call, pass }) => {
        const first = await call('POST', '/search/jql', { jql, maxResults: 3 });
        const nextPageToken = within(first.body, 'nextPageToken');
        const other = await call('POST', '/search/jql', { jql: 'project = KAN', nextPageToken });
        const invented = await call('POST', '/search/jql', { jql: 'project = NOPE', nextPageToken: 'invented', maxResults: 0 });
        pass(7 * 86_400_000);
        const late = await call('POST', '/search/jql', { jql, nextPageToken });

        const refused = { status: 400, body: { errorMessages: ['The provided nextPageToken is invalid or has expired.'] } };
        expect([other, invented, late]).toMatchObject([refused, refused, refused]);
      },
      { seed: { issues } },
    ));
});

describe('refusals', () => {
  test.each([
    ['a query that restricts nothing', { jql: 'ORDER BY updated' }, /^Unbounded JQL queries/],
    ['no query', {}, /^Unbounded JQL queries/],
    ['a null query', { jql: null }, /^Unbounded JQL queries/],
    ['a page of none', { jql: 'project = PERF', maxResults: 0 }, /^The maxResults parameter must be between 1 and 5,000\.$/],
    ['a page too large', { jql: 'project = PERF', maxResults: 5001 }, /^The maxResults parameter must be between 1 and 5,000\.$/],
    ['a field no search has', { jql: 'project = PERF', startAt: 0 }, /^Invalid request payload/],
    ['a field of the wrong type', { jql: 'project = PERF', expand: ['names'] }, /^Invalid request payload/],
    ['an unknown project', { jql: 'project = NOPE' }, /^The value 'NOPE' does not exist for the field 'project'\.$/],
    ['an unknown field', { jql: 'issue.property[hrhub].opKey = "1"' }, /JQL/],
    ['a field this site does not search by', { jql: 'summary ~ "plan"' }, /^Field 'summary' does not exist/],
    ['an operator a field does not take', { jql: 'labels > 3' }, /^The operator '>' is not supported by the 'labels' field\.$/],
    ['a half sentence', { jql: 'project = PERF AND' }, /^Error in the JQL Query/],
    ['two sentences without a link', { jql: 'project = PERF key = PERF-1' }, /Expecting either 'OR' or 'AND'/],
    [
      'a literal with seconds',
      { jql: 'updated >= "2026-04-28 10:00:30"' },
      /^Date value '2026-04-28 10:00:30' for field 'updated' is invalid/,
    ],
    ['a day no calendar has', { jql: 'updated >= "2026-02-30"' }, /^Date value/],
    ['quoted milliseconds', { jql: 'updated >= "1732877091000"' }, /^Date value/],
  ])('%s is refused', (_reason, body, message) =>
    onSite(async ({ call }) => {
      const answer = await call('POST', '/search/jql', body);

      expect(answer.status).toBe(400);
      expect(within(answer.body, 'errorMessages', 0)).toMatch(message);
    }),
  );

  test('the old search is gone', () =>
    onSite(async ({ call }) => {
      const answers = [await call('GET', '/search?jql=project=PERF'), await call('POST', '/search', { jql: 'project = PERF' })];

      expect(answers.map(({ status }) => status)).toEqual([410, 410]);
    }));

  test('numbers in the address are read as Java reads them', () =>
    onSite(async ({ call }) => {
      const statusOf = async (maxResults: string) =>
        (await call('GET', `/search/jql?${new URLSearchParams({ jql: 'project = PERF', maxResults })}`)).status;

      expect(await Promise.all(['+3', ' 3 ', '٣', '1.5', '1_0', 'abc'].map(statusOf))).toEqual([200, 200, 200, 400, 400, 400]);
    }));
});

describe('the index', () => {
  test('shows a new issue late, while its id finds it at once', () =>
    onSite(async ({ call, search, pass }) => {
      const { body } = await call('POST', '/issue', task('New', { labels: ['hrhub-1'] }));
      const direct = await call('GET', `/issue/${created(body)}`);
      const atOnce = await search('labels = hrhub-1');
      pass(2999);
      const stillLate = await search('labels = hrhub-1');
      pass(1);
      const inTime = await search('labels = hrhub-1');

      expect(direct.status).toBe(200);
      expect([atOnce, stillLate, inTime]).toEqual([[], [], ['PERF-1']]);
    }));

  test('answers with an edited issue as it was, until it has caught up', () =>
    onSite(
      async ({ call, pass }) => {
        await call('PUT', '/issue/PERF-1', { fields: { summary: 'After' } });
        const summary = async () =>
          within((await call('POST', '/search/jql', { jql: 'key = PERF-1', fields: ['summary'] })).body, 'issues', 0, 'fields');
        const before = await summary();
        pass(3000);

        expect([before, await summary()]).toEqual([{ summary: 'Summary of PERF-1' }, { summary: 'After' }]);
      },
      { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1' })] } },
    ));

  test('takes the lag it is given, and catches up when told', () =>
    onSite(async ({ call, control, search, pass }) => {
      await control('index-lag', { ms: 60_000 });
      await call('POST', '/issue', task('Slow', { labels: ['slow'] }));
      pass(59_999);
      const late = await search('labels = slow');
      await control('index-now');

      expect([late, await search('labels = slow')]).toEqual([[], ['PERF-1']]);
    }));

  test('an older version that comes late does not undo a newer one', () =>
    onSite(
      async ({ call, control, search, pass }) => {
        await control('index-lag', { ms: 60_000 });
        await call('PUT', '/issue/PERF-1', { fields: { labels: ['old'] } });
        await control('index-lag', { ms: 0 });
        await call('PUT', '/issue/PERF-1', { fields: { labels: ['new'] } });
        await search('labels = new');
        pass(60_000);

        expect([await search('labels = old'), await search('labels = new')]).toEqual([[], ['PERF-1']]);
      },
      { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1' })] } },
    ));

  test('is passed over for ids that are to be reconciled, if they satisfy the query', () =>
    onSite(async ({ call, search }) => {
      const { body } = await call('POST', '/issue', task('New', { labels: ['fresh'] }));
      const reconcileIssues = [Number(created(body))];

      expect(await search('labels = fresh', { reconcileIssues })).toEqual(['PERF-1']);
      expect(await search('labels = other', { reconcileIssues })).toEqual([]);
    }));

  test('loses an issue for one query when asked to, and leaves a page empty that is not the last', () =>
    onSite(
      async ({ call, control, search }) => {
        await control('vanish-once', { issueId: '10001' });
        const jql = 'project = PERF ORDER BY key';

        const { body } = await call('POST', '/search/jql', { jql, maxResults: 1 });

        expect(keysOf(body)).toEqual([]);
        expect(within(body, 'nextPageToken')).toEqual(expect.any(String));
        expect(await search(jql)).toEqual(['PERF-1', 'PERF-2']);
      },
      { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1' }), anIssue({ id: '10002', key: 'PERF-2' })] } },
    ));

  test('forgets a deleted issue late as well', () =>
    onSite(
      async ({ call, control, search, pass }) => {
        await control('delete-issue', { issueId: '10001' });
        const stale = await search('project = PERF');
        pass(3000);

        expect((await call('GET', '/issue/PERF-1')).status).toBe(404);
        expect([stale, await search('project = PERF')]).toEqual([['PERF-1'], []]);
      },
      { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1' })] } },
    ));

  test('never shows an issue the account may not see', () =>
    onSite(async ({ search }) => expect(await search('project = PERF')).toEqual([]), {
      seed: { issues: [anIssue({ id: '10001', key: 'PERF-1', hidden: true })] },
    }));
});
