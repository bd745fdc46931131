import { connectorNamed } from '../connections/connections.js';
import { Ingest, type StreamReport } from '../ingest/ingest.js';
import { People } from '../people/people.js';
import type { DemoSync } from './result.js';
import { service, sourceOf, type Stage, type Vendor } from './stage.js';

/** What each stream is called where the simulators count what they hand out. */
const SERVED_AS: Readonly<Record<string, string>> = {
  'bamboohr employees': 'employees',
  'bamboohr job-information': 'tables/jobInfo',
  'bamboohr reviews': 'tables/customPerformanceReviews',
  'bamboohr goals': 'tables/customGoals',
  'qualtrics surveys': 'surveys',
  'qualtrics responses': 'responses',
  'jira issues': 'issues',
};

/**
 * Syncs one source stream by stream, and sets beside each what the source itself counted meanwhile.
 * @param options.expected what the story has made of the streams; `ok` where it has done nothing to them
 */
export async function readSource(
  stage: Stage,
  vendor: Vendor,
  options: { streams?: readonly string[]; full?: boolean; expected?: DemoSync['state'] } = {},
): Promise<DemoSync[]> {
  const streams = options.streams ?? connectorNamed(vendor).streams.map(({ name }) => name);
  const full = options.full === undefined ? {} : { full: options.full };
  const synced = await stage.narrator.step(
    `reading ${vendor}`,
    async () => {
      const all: (StreamReport & { served: number })[] = [];
      for (const stream of streams) all.push(...(await readStream(stage, vendor, { stream, ...full })));
      return all;
    },
    summary,
  );
  for (const { stream, notes } of synced) for (const note of notes) stage.narrator.say(`! ${stream}: ${note}`);
  await service(stage, People).resolve(stage.tenantId, stage.system);
  return synced.map(({ connection, stream, read, landed, unchanged, quarantined, duplicate, state, served }) => {
    if (state === 'running') throw new Error(`the stream ${stream} was left running`);
    return { connection, stream, read, landed, unchanged, quarantined, duplicate, state, expected: options.expected ?? 'ok', served };
  });
}

async function readStream(
  stage: Stage,
  vendor: Vendor,
  options: { stream: string; full?: boolean },
): Promise<(StreamReport & { served: number })[]> {
  const { ledger } = sourceOf(stage, vendor);
  const list = SERVED_AS[`${vendor} ${options.stream}`] ?? options.stream;
  const before = ledger.served[list] ?? 0;
  const reports = await service(stage, Ingest).sync(stage.tenantId, stage.system, vendor, options);
  return reports.map((report) => ({ ...report, served: (ledger.served[list] ?? 0) - before }));
}

const summary = (reports: readonly StreamReport[]) => {
  const sum = (field: 'read' | 'landed' | 'unchanged' | 'quarantined' | 'duplicate') =>
    reports.reduce((total, report) => total + report[field], 0);
  return `${sum('read')} read = ${sum('landed')} landed + ${sum('unchanged')} unchanged + ${sum('quarantined')} quarantined + ${sum('duplicate')} duplicate`;
};
