import type { RunningSimulator } from '../kit/simulator.js';
import { type JiraSettings, startJira } from './jira.js';
import type { JiraSeed } from './seed.js';

export const EMAIL = 'hub@example.com';
export const API_TOKEN = 'a-token';
const NOON = '2026-04-28T12:00:00.000Z';

type SeededIssueInput = NonNullable<JiraSeed['issues']>[number];

export const anIssue = (issue: Partial<SeededIssueInput> & Pick<SeededIssueInput, 'id' | 'key'>): SeededIssueInput => ({
  projectKey: 'PERF',
  issueTypeId: '10001',
  summary: `Summary of ${issue.key}`,
  statusId: '10000',
  created: '2026-04-01T08:00:00.000Z',
  updated: '2026-04-01T08:00:00.000Z',
  ...issue,
});

const aSeed = (seed: Partial<JiraSeed>): JiraSeed => ({
  account: { accountId: '712020:hub', displayName: 'Hub Account', emailAddress: EMAIL, timeZone: 'Europe/Warsaw' },
  users: [
    { accountId: '712020:ada', displayName: 'Ada Example' },
    { accountId: '712020:gone', displayName: 'Gone Example', active: false },
  ],
  projects: [
    {
      id: '10',
      key: 'PERF',
      name: 'Performance',
      issueTypes: [
        { id: '10001', name: 'Task' },
        { id: '10002', name: 'Sub-task', subtask: true },
      ],
    },
    { id: '11', key: 'KAN', name: 'Board', issueTypes: [{ id: '10001', name: 'Task' }] },
  ],
  statuses: [
    { id: '10000', name: 'To Do', category: 'new' },
    { id: '10010', name: 'In Progress', category: 'indeterminate' },
    { id: '10020', name: 'Shipped', category: 'done' },
  ],
  ...seed,
});

/** A clock a test moves by hand. */
export interface HandClock {
  pass(ms: number): void;
  at(instant: string): void;
}

export interface Site extends HandClock {
  readonly simulator: RunningSimulator;
  /** Calls below `/rest/api/3` as the account. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  control(name: string, asked?: unknown): Promise<Answer>;
  search(jql: string, more?: Readonly<Record<string, unknown>>): Promise<readonly string[]>;
}

/** An answer as it came: `body` is what the JSON says, or the text where it is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What stands at this place of an answer, undefined where there is no such place. */
export const within = (body: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((part, name) => (typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined), body);

export const keysOf = (body: unknown): readonly string[] => {
  const issues = within(body, 'issues');
  return Array.isArray(issues) ? issues.map((issue) => String(within(issue, 'key'))) : [];
};

const basic = (email: string, token: string) => `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
export const WRONG_CREDENTIAL = { authorization: basic(EMAIL, 'expired') };

/** Runs `act` against a fresh site on a clock that stands still, and closes it. */
export async function onSite(
  act: (site: Site) => Promise<void>,
  { seed = {}, ...settings }: { seed?: Partial<JiraSeed>; indexLagMs?: number; onExchange?: NonNullable<JiraSettings['onExchange']> } = {},
): Promise<void> {
  let now = new Date(NOON);
  const simulator = await startJira({ seed: aSeed(seed), email: EMAIL, apiToken: API_TOKEN, now: () => now, ...settings });
  const call: Site['call'] = (method, path, body, headers = {}) => send(`${simulator.url}/rest/api/3${path}`, method, body, headers);
  const site: Site = {
    simulator,
    call,
    control: (name, asked = {}) => send(`${simulator.url}/_simulator/${name}`, 'POST', asked, {}),
    pass: (ms) => void (now = new Date(now.getTime() + ms)),
    at: (instant) => void (now = new Date(instant)),
    async search(jql, more = {}) {
      const { status, body } = await call('POST', '/search/jql', { jql, maxResults: 100, ...more });
      if (status !== 200) throw new Error(`${jql}: ${JSON.stringify(body)}`);
      return keysOf(body);
    },
  };
  try {
    await act(site);
  } finally {
    await simulator.close();
  }
}

async function send(url: string, method: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: basic(EMAIL, API_TOKEN), ...(method !== 'GET' && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
