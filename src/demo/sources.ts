import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import type { Company } from '../../simulators/company/company.js';
import { forBamboohr } from '../../simulators/company/for-bamboohr.js';
import { forJira } from '../../simulators/company/for-jira.js';
import { forQualtrics } from '../../simulators/company/for-qualtrics.js';
import { startJira } from '../../simulators/jira/jira.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { startQualtrics } from '../../simulators/qualtrics/qualtrics.js';

/** Credentials of simulated vendors: they open nothing but these. */
const API_KEY = '0123456789abcdef0123456789abcdef01234567';
const API_TOKEN = 'qualtrics-simulator-token-0123456789abcd';
const JIRA = { email: 'plumbline@example.com', apiToken: 'jira-simulator-token' };

/** How long the simulated search index of Jira lags: long enough to matter, short enough to watch. */
const INDEX_LAG_MS = 1_000;

export interface Sources {
  readonly bamboohr: RunningSimulator;
  readonly qualtrics: RunningSimulator;
  readonly jira: RunningSimulator;
  /** What a customer would put into each connection. */
  readonly configurations: Readonly<Record<'bamboohr' | 'qualtrics' | 'jira', unknown>>;
  close(): Promise<void>;
}

export interface SourcePorts {
  readonly bamboohr?: number;
  readonly qualtrics?: number;
  readonly jira?: number;
}

/** Every vendor of the synthetic company, served from this machine. */
export async function startSources(company: Company, ports: SourcePorts = {}): Promise<Sources> {
  const [bamboohr, qualtrics, jira] = await Promise.all([
    startBamboohr({ seed: forBamboohr(company), apiKey: API_KEY, port: ports.bamboohr ?? 0 }),
    startQualtrics({ seed: forQualtrics(company), apiToken: API_TOKEN, port: ports.qualtrics ?? 0 }),
    startJira({ seed: forJira(company), ...JIRA, port: ports.jira ?? 0, indexLagMs: INDEX_LAG_MS }),
  ]);
  return {
    bamboohr,
    qualtrics,
    jira,
    configurations: {
      bamboohr: { subdomain: company.subdomain, apiKey: API_KEY, url: bamboohr.url, longestInFlightMs: INDEX_LAG_MS },
      qualtrics: { datacenter: 'fra1', apiToken: API_TOKEN, url: qualtrics.url, participantIs: 'employee-number', pollEveryMs: 20 },
      jira: {
        site: company.subdomain,
        ...JIRA,
        url: jira.url,
        projects: company.projects.map(({ key }) => key),
        storyPointsField: 'customfield_10016',
        searchLagMs: 2 * INDEX_LAG_MS,
        longestInFlightMs: INDEX_LAG_MS,
      },
    },
    close: async () => {
      await Promise.all([bamboohr.close(), qualtrics.close(), jira.close()]);
    },
  };
}

/** Asks a simulator to do something behind the hub's back. */
export async function atTheSource(simulator: RunningSimulator, control: string, body: unknown): Promise<void> {
  const answer = await fetch(`${simulator.url}/_simulator/${control}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${simulator.vendor} refused ${control}: ${answer.status} ${await answer.text()}`);
}
