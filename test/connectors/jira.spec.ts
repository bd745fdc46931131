import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import jira from '../../connectors/jira/index.js';
import { createIssue } from '../../connectors/jira/operations/create-issue.js';
import { newIssue } from '../../connectors/jira/operations/new-issue.js';
import type { JiraConfig } from '../../connectors/jira/source.js';
import { issueRecord, issues } from '../../connectors/jira/streams/issues.js';
import type { OpenConnection } from '../../connectors/kit/connector.js';
import { differences } from '../../connectors/kit/differences.js';
import { AmbiguousWriteError, FatalError, RecordError } from '../../connectors/kit/errors.js';
import { marker } from '../../connectors/kit/marker.js';
import { openConnection } from '../../connectors/kit/open.js';
import { jiraMappings } from '../../mappings/jira/issue-to-work-item.js';
import { generateCompany } from '../../simulators/company/company.js';
import { forJira } from '../../simulators/company/for-jira.js';
import { startJira } from '../../simulators/jira/jira.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';

const company = generateCompany({ seed: 7 });
const seed = forJira(company);
const projects = seed.projects.map(({ key }) => key);
const [projectKey = ''] = projects;
const [issueId = '', otherId = ''] = (seed.issues ?? []).map(({ id }) => id);
const LAG_MS = 60_000;

let now: Date;
let vendor: RunningSimulator;
beforeEach(async () => {
  now = new Date('2026-10-25T00:40:00Z'); // the first of the two half past two in Amsterdam, where the account is, is ten minutes past
  vendor = await startJira({ seed, email: 'hub@example.com', apiToken: 'token', indexLagMs: LAG_MS, now: () => now });
});
afterEach(() => vendor.close());

const opened = (config: object = {}) => {
  const all = {
    site: 'acme',
    email: 'hub@example.com',
    apiToken: 'token',
    url: vendor.url,
    projects,
    storyPointsField: 'customfield_10016',
    searchLagMs: LAG_MS,
    ...config,
  };
  return openConnection(jira, all, new AbortController().signal) as OpenConnection<JiraConfig>; // its configuration was just parsed by this connector
};
const minutesLater = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));
const control = async (name: string, body: object = {}) => {
  const answer = await fetch(`${vendor.url}/_simulator/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
};
const read = async (from?: { updatedSince: string }) => {
  const pages = await Array.fromAsync(issues.read(opened(), from));
  const checkpoint = pages.at(-1)?.checkpoint;
  if (checkpoint === undefined) throw new Error('the last page has a checkpoint');
  return { records: pages.flatMap((page) => page.records).map((raw) => issueRecord.parse(raw)), checkpoint, pages: pages.length };
};

describe('the connection', () => {
  test('is accepted with its token and refused with another', async () => {
    await jira.source.check(opened());

    await expect(jira.source.check(opened({ apiToken: 'expired' }))).rejects.toThrow(FatalError);
    await expect(Array.fromAsync(issues.read(opened({ apiToken: 'expired' }), undefined))).rejects.toThrow('the token may have expired');
  });
});

describe('issues', () => {
  test('all come once on a first read, and each makes a work item', async () => {
    const { records, pages } = await read();

    const made = records.flatMap((record) =>
      jiraMappings({ storyPointsField: 'customfield_10016' }).flatMap((mapping) => mapping.map(record)),
    );
    expect(new Set(records.map(({ id }) => id)).size).toBe(company.issues.length);
    expect(records).toHaveLength(vendor.ledger.served['issues'] ?? 0);
    expect(pages).toBeGreaterThan(1);
    expect(made).toHaveLength(records.length);
    expect(made.some(({ record }) => (record as { points: number | null }).points !== null)).toBe(true); // a work item, as the mapping says
  });

  test('that search shows late are read by a later sync, and the rest is not read again', async () => {
    await control('set-field', { issueId, fields: { summary: 'Changed while we read' } });
    const first = await read(); // the index does not have the change yet
    minutesLater(2);

    const second = await read(first.checkpoint);
    minutesLater(30);
    const third = await read(second.checkpoint);

    expect(first.records.find(({ id }) => id === issueId)?.fields.summary).not.toBe('Changed while we read');
    expect(second.records.map(({ id, fields }) => [id, fields.summary])).toEqual([[issueId, 'Changed while we read']]);
    expect(third.records.map(({ id }) => id)).toEqual([issueId]); // within the overlap of the second
  });

  test('changed in the hour that autumn gives twice are not lost', async () => {
    const first = await read();
    minutesLater(10);
    await control('set-field', { issueId, fields: { summary: 'Changed in the first hour' } });
    minutesLater(48); // 02:38 again
    await control('set-field', { issueId: otherId, fields: { summary: 'Changed in the second hour' } });
    await control('index-now');

    expect((await read(first.checkpoint)).records.map(({ id }) => id)).toEqual([issueId, otherId]);
  });
});

describe('creating an issue', () => {
  const change = newIssue.parse({
    projectKey,
    issueTypeName: 'Task',
    summary: 'Talk about workload',
    description: 'As agreed.\n\nOpen to all.',
    labels: ['listening'],
    dueOn: '2026-12-31',
  });
  const KEY = 'key-1';
  const held = async (reference: string | undefined) => createIssue.readBack(opened(), change, KEY, reference);

  test('is read back at once, whatever search says', async () => {
    const { reference } = await createIssue.apply(opened(), change, KEY);

    expect(differences(createIssue, createIssue.expected(change, KEY), (await held(reference)) ?? {})).toEqual([]);
    expect(vendor.ledger.effects).toHaveLength(1);
  });

  test.each([
    ['after', 1],
    ['before', 0],
  ] as const)('whose answer was lost %s the effect is told apart after the lag', async (when, effects) => {
    vendor.faults.arm({ method: 'POST', path: '/rest/api/3/issue$', fault: { kind: 'lose-answer', when } });
    await expect(createIssue.apply(opened(), change, KEY)).rejects.toThrow(AmbiguousWriteError);
    minutesLater(2);

    expect(await createIssue.find(opened(), change, KEY)).toMatchObject({ seen: effects === 1 ? 'found' : 'absent' });
    expect(vendor.ledger.effects.filter(({ kind }) => kind === 'issue.create')).toHaveLength(effects);
  });

  test('is found although search leaves it out once', async () => {
    const { reference = '' } = await createIssue.apply(opened(), change, KEY);
    minutesLater(2);
    await control('vanish-once', { issueId: reference });

    expect(await createIssue.find(opened(), change, KEY)).toEqual({ seen: 'found', reference });
  });

  test('in a project that is not there cannot be told', async () => {
    expect(await createIssue.find(opened(), { ...change, projectKey: 'NOWHERE' }, KEY)).toEqual({ seen: 'cannot-tell' });
  });

  test('twice shows as one mark on two issues, of which the first is ours', async () => {
    const { reference = '' } = await createIssue.apply(opened(), change, KEY);
    minutesLater(1);
    const { reference: second = '' } = await createIssue.apply(opened(), change, KEY);
    minutesLater(2);

    expect(await createIssue.find(opened(), change, KEY)).toEqual({ seen: 'found', reference });
    expect(await Array.fromAsync(createIssue.marked?.(opened()) ?? [])).toEqual(
      [reference, second].map((id) => ({ marker: marker(KEY), reference: id })),
    );
  });

  test('shows what somebody changed behind our back, and that it is gone', async () => {
    const { reference = '' } = await createIssue.apply(opened(), change, KEY);
    await control('set-field', { issueId: reference, fields: { summary: 'Not ours', labels: ['hub', 'theirs'] } });
    const changed = differences(createIssue, createIssue.expected(change, KEY), (await held(reference)) ?? {});
    await control('delete-issue', { issueId: reference });

    expect(changed).toEqual(['summary', 'labels']);
    expect(await held(reference)).toBeUndefined();
    await expect(createIssue.readBack(opened({ apiToken: 'expired' }), change, KEY, reference)).rejects.toThrow(
      'the token may have expired',
    );
  });

  test('without labels on the create screen is refused, with what to do', async () => {
    await control('hide-field', { field: 'labels', hidden: true });

    const creating = createIssue.apply(opened(), change, KEY);

    await expect(creating).rejects.toThrow(RecordError);
    await expect(creating).rejects.toThrow('the create screen of the project needs the field Labels');
    expect(vendor.ledger.effects).toEqual([]);
  });
});
