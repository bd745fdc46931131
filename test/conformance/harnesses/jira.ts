import { z } from 'zod';
import { startJira } from '../../../simulators/jira/jira.js';
import type { JiraSeed } from '../../../simulators/jira/seed.js';
import type { RunningSimulator } from '../../../simulators/kit/simulator.js';
import { atTheSource, counter, type Harness, numbers, type OperationAtSource, type StreamAtSource } from '../harness.js';

const CREDENTIAL = { email: 'hub@example.com', apiToken: 'token' };
/** In the middle of a minute, as searches go by the minute. */
const NOON = Date.parse('2026-03-02T12:00:30Z');
const LAG_MS = 60_000;
/** One page holds a hundred. */
const PAGES = 230;
const A_FEW = 9;

export const jira: Harness = {
  async start(pagesOf) {
    let now = NOON;
    const places = numbers(pagesOf === 'issues' ? PAGES : A_FEW);
    const vendor = await startJira({ seed: seedOf(places), ...CREDENTIAL, indexLagMs: LAG_MS, now: () => new Date(now) });
    return {
      url: vendor.url,
      config: (url) => ({
        site: 'acme',
        ...CREDENTIAL,
        url,
        projects: ['PERF', 'OPS'],
        storyPointsField: 'customfield_10016',
        searchLagMs: LAG_MS,
      }),
      wrongCredential: { apiToken: 'expired' },
      streams: { issues: issues(vendor, places.map(issueId)) },
      operations: { 'issue.create': creations(vendor) },
      passLag: (share = 1) => void (now += share * LAG_MS),
      close: vendor.close,
    };
  },
};

const issueId = (place: number) => String(20_000 + place);
const updated = (place: number) => new Date(NOON - 86_400_000 + Math.floor(place / 7) * 60_000).toISOString();

const seedOf = (places: readonly number[]): JiraSeed => ({
  account: { accountId: '712020:hub', displayName: 'Hub', emailAddress: CREDENTIAL.email, timeZone: 'Europe/Amsterdam' },
  users: [{ accountId: '712020:ada', displayName: 'Ada Okafor' }],
  projects: ['PERF', 'OPS'].map((key, place) => ({
    ...{ id: String(10_000 + place), key, name: `Project ${key}` },
    issueTypes: [{ id: '10002', name: 'Task' }],
  })),
  statuses: [
    { id: '10100', name: 'To Do', category: 'new' },
    { id: '10103', name: 'Done', category: 'done' },
  ],
  issues: places.map((place) => ({
    ...{ id: issueId(place), key: `${place % 2 === 0 ? 'PERF' : 'OPS'}-${place}`, projectKey: place % 2 === 0 ? 'PERF' : 'OPS' },
    ...{ issueTypeId: '10002', summary: `Issue ${place}`, statusId: '10100', assigneeAccountId: '712020:ada', labels: ['team'] },
    ...{ created: '2026-01-05T08:00:00.000Z', updated: updated(place), storyPoints: 3 },
  })),
});

const made = z.object({ id: z.string() });
const searchAnswer = z.looseObject({ issues: z.array(z.looseObject({ id: z.string(), fields: z.looseObject({}) })) });

function issues({ url }: RunningSimulator, keys: readonly string[]): StreamAtSource {
  const [added, changed] = [counter(), counter()];
  return {
    keys,
    add: async () => {
      const fields = { project: { key: 'PERF' }, issuetype: { name: 'Task' }, summary: `Added ${added()}` };
      return made.parse(await post(`${url}/rest/api/3/issue`, { fields })).id;
    },
    change: async () => {
      const id = issueId(changed());
      await atTheSource(url, 'set-field', { issueId: id, fields: { summary: 'Called otherwise' } });
      return id;
    },
    spoil: async (line) => {
      const spoilt = issueId(1);
      line?.rewrite(/\/search\/jql$/, (answer) => {
        const { issues: found, ...rest } = searchAnswer.parse(answer);
        return {
          ...rest,
          issues: found.map((issue) => (issue.id === spoilt ? { ...issue, fields: { ...issue.fields, status: null } } : issue)),
        };
      });
      return spoilt;
    },
  };
}

function creations({ ledger, url }: RunningSimulator): OperationAtSource {
  const issue = { projectKey: 'PERF', issueTypeName: 'Task', summary: 'Talk about workload' };
  return {
    changes: [
      { ...issue, description: 'As agreed.\n\nOpen to all.', labels: ['listening'], dueOn: '2026-12-31' },
      { projectKey: 'OPS', issueTypeId: '10002', summary: '"Quiet" hours \\ 100 %', assigneeAccountId: '712020:ada' },
    ],
    refused: { ...issue, issueTypeName: 'No such type' },
    effects: () => ledger.effects.filter(({ kind }) => kind === 'issue.create').length,
    blindfolds: [
      {
        what: 'the field of the mark is not on the screen',
        put: async () => void (await atTheSource(url, 'hide-field', { field: 'labels', hidden: true })),
      },
    ],
  };
}

async function post(address: string, body: object): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`${CREDENTIAL.email}:${CREDENTIAL.apiToken}`).toString('base64')}`;
  const answer = await fetch(address, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status} ${await answer.text()}`);
  return answer.json();
}
