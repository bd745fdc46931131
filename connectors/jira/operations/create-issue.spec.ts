import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { OpenConnection } from '../../kit/connector.js';
import { differences } from '../../kit/differences.js';
import { AmbiguousWriteError, FatalError } from '../../kit/errors.js';
import { marker } from '../../kit/marker.js';
import { openConnection } from '../../kit/open.js';
import connector from '../index.js';
import type { JiraConfig } from '../source.js';
import { createIssue } from './create-issue.js';
import { newIssue } from './new-issue.js';

const config = { site: 'acme', email: 'hub@example.com', apiToken: 'token', projects: ['KAN'] };
const connection = openConnection(connector, config, new AbortController().signal) as OpenConnection<JiraConfig>; // its configuration was just parsed by this connector
const api = nock('https://acme.atlassian.net/rest/api/3');

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]); // every request we promised was made
  nock.cleanAll();
});
afterAll(() => nock.restore());

const KEY = 'key-1';
const MARK = marker(KEY);
const change = newIssue.parse({
  projectKey: 'KAN',
  issueTypeId: '10001',
  summary: ' Talk about workload ',
  description: 'One.\nTwo.\n\nThree.',
  labels: ['listening'],
  dueOn: '2026-12-31',
});
const wanted = createIssue.expected(change, KEY);

/** What the site answers about the issue we wanted, with what somebody changed since. */
const theIssue = (fields: object = {}, properties: object = { 'hub.writeback': wanted['hub.writeback'] }) => ({
  id: '10053',
  key: 'KAN-53',
  fields: {
    project: { key: 'KAN' },
    issuetype: { id: '10001', name: 'Task' },
    summary: 'Talk about workload',
    labels: [MARK, 'listening', 'hub'],
    assignee: null,
    duedate: '2026-12-31',
    ...fields,
  },
  properties,
});
const found = (id: string, mark?: string) => ({
  id,
  fields: { labels: ['hub', MARK] },
  properties: mark === undefined ? {} : { 'hub.writeback': { mark, hash: 'x' } },
});
const searching = (jql: string) => api.post('/search/jql', (body: { jql: string }) => body.jql === jql);
const byLabel = () => searching(`labels = "${MARK}"`);
const amongOurs = () => searching('project = "KAN" AND labels = "hub"');
const theProjectIsSeen = (havePermission: boolean) =>
  api
    .get('/mypermissions')
    .query({ projectKey: 'KAN', permissions: 'BROWSE_PROJECTS' })
    .reply(200, { permissions: { BROWSE_PROJECTS: { havePermission } } });

describe('making', () => {
  test('sends the issue, its marks and its property in one request', async () => {
    let sent: unknown;
    api.post('/issue', (body) => ((sent = body), true)).reply(201, { id: '10053', key: 'KAN-53', self: 'x' });

    const done = await createIssue.apply(connection, change, KEY);

    expect(done).toEqual({ reference: '10053' });
    expect(sent).toEqual({
      fields: {
        project: { key: 'KAN' },
        issuetype: { id: '10001' },
        summary: 'Talk about workload',
        labels: ['hub', MARK, 'listening'],
        description: {
          type: 'doc',
          version: 1,
          content: [
            { type: 'paragraph', content: [{ type: 'text', text: 'One.' }, { type: 'hardBreak' }, { type: 'text', text: 'Two.' }] },
            { type: 'paragraph', content: [{ type: 'text', text: 'Three.' }] },
          ],
        },
        duedate: '2026-12-31',
      },
      properties: [{ key: 'hub.writeback', value: wanted['hub.writeback'] }],
    });
  });

  test('sends once, and calls a lost answer ambiguous', async () => {
    api.post('/issue').once().reply(502);

    await expect(createIssue.apply(connection, change, KEY)).rejects.toThrow(AmbiguousWriteError);
  });

  test.each([
    ['a summary of two lines', { summary: 'one\ntwo' }],
    ['a summary of more than 255 characters', { summary: 'x'.repeat(256) }],
    ['a label with a space', { labels: ['two words'] }],
    ['an issue type by id and by name', { issueTypeName: 'Task' }],
    ['no issue type', { issueTypeId: undefined }],
  ])('is not asked with %s', (_what, fields) => {
    expect(newIssue.safeParse({ ...change, ...fields }).success).toBe(false);
  });

  test('waits as long as the connection says before it looks for a lost one', () => {
    expect(createIssue.lagMs(connection.config)).toBe(180_000);
    expect(createIssue.lagMs({ ...connection.config, searchLagMs: 10, longestInFlightMs: 5 })).toBe(15);
  });
});

describe('looking for it', () => {
  test('finds the oldest of two with its mark', async () => {
    byLabel().reply(200, { issues: [found('10100', MARK), found('9999', MARK)] });

    expect(await createIssue.find(connection, change, KEY)).toEqual({ seen: 'found', reference: '9999' });
  });

  test('finds one that lost its label by its property', async () => {
    byLabel().reply(200, { issues: [] });
    amongOurs().reply(200, { issues: [{ ...found('10100', MARK), fields: { labels: ['hub'] } }] });

    expect(await createIssue.find(connection, change, KEY)).toEqual({ seen: 'found', reference: '10100' });
  });

  test('proves absence by two searches in a project it sees', async () => {
    byLabel().reply(200, { issues: [] });
    amongOurs().reply(200, { issues: [{ ...found('10100', 'hub-of-another'), fields: { labels: ['hub', 'hub-of-another'] } }] });
    theProjectIsSeen(true);

    expect(await createIssue.find(connection, change, KEY)).toEqual({ seen: 'absent' });
  });

  test('cannot tell in a project it does not see', async () => {
    byLabel().reply(200, { issues: [] });
    amongOurs().reply(200, { issues: [] });
    theProjectIsSeen(false);

    expect(await createIssue.find(connection, change, KEY)).toEqual({ seen: 'cannot-tell' });
  });

  test('cannot tell where the search is refused', async () => {
    byLabel().reply(200, { issues: [] });
    amongOurs().reply(400, { errorMessages: ["The value 'KAN' does not exist for the field 'project'."], errors: {} });

    expect(await createIssue.find(connection, change, KEY)).toEqual({ seen: 'cannot-tell' });
  });

  test('cannot tell of a copy, which has the labels and not the property', async () => {
    byLabel().reply(200, { issues: [found('10100')] });

    expect(await createIssue.find(connection, change, KEY)).toEqual({ seen: 'cannot-tell' });
  });

  test('fails when the token no longer works', async () => {
    byLabel().reply(200, { issues: [] }, { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' });

    await expect(createIssue.find(connection, change, KEY)).rejects.toThrow(FatalError);
  });
});

describe('looking again', () => {
  const reading = () =>
    api.get('/issue/10053').query({ fields: 'project,issuetype,summary,labels,assignee,duedate', properties: 'hub.writeback' });
  const differing = async () => differences(createIssue, wanted, (await createIssue.readBack(connection, change, KEY, '10053')) ?? {});

  test('sees what was wanted, whatever labels people added', async () => {
    reading().reply(200, theIssue({ labels: ['theirs', 'hub', MARK, 'listening'], assignee: { accountId: '712020:ada' } }));

    expect(await differing()).toEqual([]);
  });

  test.each([
    ['summary', { summary: 'Something else' }],
    ['labels', { labels: ['hub', 'listening'] }],
    ['duedate', { duedate: null }],
    ['project', { project: { key: 'OPS' } }],
    ['issuetype', { issuetype: { id: '10009', name: 'Bug' } }],
  ])('names a changed %s', async (name, fields) => {
    reading().reply(200, theIssue(fields));

    expect(await differing()).toEqual([name]);
  });

  test('names a property that is of another text', async () => {
    reading().reply(200, theIssue({}, { 'hub.writeback': { mark: MARK, hash: 'sha256:0' } }));

    expect(await differing()).toEqual(['hub.writeback']);
  });

  test('holds nothing of what is gone, in a project it sees', async () => {
    reading().reply(404, { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} });
    theProjectIsSeen(true);

    expect(await createIssue.readBack(connection, change, KEY, '10053')).toBeUndefined();
  });

  test('does not call an issue gone that the account may no longer see', async () => {
    reading().reply(404, { errorMessages: [], errors: {} });
    theProjectIsSeen(false);

    await expect(createIssue.readBack(connection, change, KEY, '10053')).rejects.toThrow(FatalError);
  });

  test('does not call an issue gone when the token no longer works', async () => {
    reading().reply(404, { errorMessages: [], errors: {} }, { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' });

    await expect(createIssue.readBack(connection, change, KEY, '10053')).rejects.toThrow('the token may have expired');
  });

  test('looks for an issue whose id was never heard', async () => {
    byLabel().reply(200, { issues: [found('10053', MARK)] });
    reading().reply(200, theIssue());

    expect(await createIssue.readBack(connection, change, KEY, undefined)).toEqual(wanted);
  });
});

test('everything with a mark of ours is listed, copies after what they were copied from', async () => {
  const page = { issues: [found('10053', MARK), found('10060'), { id: '10061', fields: { labels: ['hub'] } }], nextPageToken: 'one' };
  searching('labels = "hub" ORDER BY created ASC').reply(200, page);
  searching('labels = "hub" ORDER BY created ASC').reply(200, { issues: [{ id: '10062', fields: { labels: ['hub', 'hub-0123'] } }] });

  const marked = await Array.fromAsync(createIssue.marked?.(connection) ?? []);

  expect(marked).toEqual([
    { marker: MARK, reference: '10053' },
    { marker: MARK, reference: '10060' },
    { marker: 'hub-0123', reference: '10062' },
  ]);
});
