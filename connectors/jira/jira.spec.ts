import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { aJiraIssue } from '../../test/builders/jira-issue.js';
import type { OpenConnection } from '../kit/connector.js';
import { FatalError, RecordError } from '../kit/errors.js';
import { openConnection } from '../kit/open.js';
import connector from './index.js';
import { jira, type JiraConfig } from './source.js';
import { issues } from './streams/issues.js';

const config = {
  site: 'acme',
  email: 'hub@example.com',
  apiToken: 'token',
  projects: ['KAN', 'OPS'],
  storyPointsField: 'customfield_10016',
};
const connection = openConnection(connector, config, new AbortController().signal) as OpenConnection<JiraConfig>; // its configuration was just parsed by this connector
const api = nock('https://acme.atlassian.net/rest/api/3');

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]); // every request we promised was made
  nock.cleanAll();
});
afterAll(() => nock.restore());

const serverTime = '2026-05-01T12:00:00.000+0200';
const theServerSaysTheTime = () => api.get('/serverInfo').reply(200, { deploymentType: 'Cloud', serverTime });
const theAccountIsIn = (timeZone: string) => api.get('/myself').reply(200, { accountId: 'a', timeZone });
const aSearchGives = (answer: object, asked: (body: Record<string, unknown>) => boolean = () => true) =>
  api.post('/search/jql', asked).reply(200, answer);
const reading = (updatedSince?: string) =>
  Array.fromAsync(issues.read(connection, updatedSince === undefined ? undefined : { updatedSince }));

describe('a connection', () => {
  test('is checked by asking who it is', async () => {
    api.get('/myself').basicAuth({ user: 'hub@example.com', pass: 'token' }).reply(200, { accountId: 'a' });

    await jira.source.check(connection);
  });

  test('does not take an empty site for the answer to an expired token', async () => {
    theServerSaysTheTime();
    api.post('/search/jql').reply(200, { issues: [] }, { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' });

    await expect(reading()).rejects.toThrow(FatalError);
  });

  test('names the project keys that are wrong', () => {
    expect(() => openConnection(connector, { ...config, projects: ['kan'] }, new AbortController().signal)).toThrow(
      'projects.0: a project key, such as PERF',
    );
  });
});

describe('issues', () => {
  test('are read to the page without a token, also past an empty one', async () => {
    const [first, second] = [aJiraIssue({}, '10001'), aJiraIssue({}, '10002')];
    theServerSaysTheTime();
    aSearchGives({ issues: [first], nextPageToken: 'one', isLast: false }, (body) => body['nextPageToken'] === undefined);
    aSearchGives({ issues: [], nextPageToken: 'two', isLast: true }, (body) => body['nextPageToken'] === 'one');
    aSearchGives({ issues: [second] }, (body) => body['nextPageToken'] === 'two');

    const pages = await reading();

    expect(pages).toEqual([
      { records: [first] },
      { records: [] },
      { records: [second], checkpoint: { updatedSince: '2026-05-01T09:55:00.000Z' } },
    ]);
  });

  test('are read from the same instant again where the server says a time from beyond tomorrow', async () => {
    api.get('/serverInfo').reply(200, { serverTime: '2999-05-01T12:00:00.000+0200' });
    aSearchGives({ issues: [] });

    expect(await reading()).toEqual([{ records: [] }]);
  });

  test('stop being read when a token comes twice', async () => {
    theServerSaysTheTime();
    api.post('/search/jql').times(2).reply(200, { issues: [], nextPageToken: 'one' });

    await expect(reading()).rejects.toThrow('the same page token twice');
  });

  test('stop being read when page after page gives the same ones and names another', async () => {
    let pages = 0;
    theServerSaysTheTime();
    api
      .post('/search/jql')
      .times(102)
      .reply(200, () => ({ issues: [aJiraIssue()], nextPageToken: `token ${(pages += 1)}` }));

    await expect(reading()).rejects.toThrow('101 pages one after the other brought nothing new');
  });

  test('are asked for with their projects and every field by name', async () => {
    theServerSaysTheTime();
    aSearchGives({ issues: [] }, ({ jql, fields }) => {
      return (
        jql === 'project in ("KAN", "OPS") ORDER BY updated ASC' &&
        Array.isArray(fields) &&
        fields.includes('summary') &&
        fields.includes('customfield_10016')
      );
    });

    await reading();
  });

  test('are asked for from the minute on, as the account’s clock says it', async () => {
    theServerSaysTheTime();
    theAccountIsIn('America/New_York');
    aSearchGives({ issues: [] }, ({ jql }) => jql === 'project in ("KAN", "OPS") AND updated >= "2026-01-15 04:30" ORDER BY updated ASC');

    await reading('2026-01-15T09:30:59.999Z');
  });

  test('fit as they come, and not without a status category', () => {
    const fitting = aJiraIssue();
    const odd = aJiraIssue({ status: { name: 'Odd', statusCategory: { key: 'undefined' as 'new' } } }); // a value the type forbids and the source may send

    expect(issues.record.safeParse(fitting).success).toBe(true);
    expect(issues.record.safeParse(odd).success).toBe(false);
  });

  test('whose fields are refused by the source end the read', async () => {
    theServerSaysTheTime();
    api.post('/search/jql').reply(400, { errorMessages: ["The value 'OPS' does not exist for the field 'project'."], errors: {} });

    await expect(reading()).rejects.toThrow(FatalError);
  });
});

test('a refused field is named, and its value is not', async () => {
  api.post('/issue').reply(400, { errorMessages: [], errors: { labels: "Field 'labels' cannot be set.", summary: 'a secret' } });

  const writing = connection.http.write({ method: 'POST', url: '/rest/api/3/issue', data: {} }, issues.record);

  await expect(writing).rejects.toThrow(RecordError);
  await expect(writing).rejects.toThrow(
    /^Jira refused the fields labels, summary: the create screen of the project needs the field Labels/,
  );
});
