import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kinds } from '../mappings/canonical/kinds.js';
import { readConfig } from '../src/config/config.js';
import { Connections } from '../src/connections/connections.js';
import type { Actor } from '../src/database/actor.js';
import { Listening } from '../src/findings/listening.js';
import { openHub } from '../src/open-hub.js';
import { Tenants } from '../src/policy/tenants.js';
import { ensureCycles } from '../src/records/cycles.js';
import { storeRecords } from '../src/records/store-records.js';
import { seededRandom } from '../src/statistics/seeded-random.js';

/** What answers are grouped by, and into how many groups: as many as companies have departments, teams and places. */
const FIELDS: Readonly<Record<string, number>> = { region: 5, department: 20, team: 200 };
const ITEMS = 10;
const BATCH = 2_000;

export interface ListeningMeasure {
  readonly bench: 'listening';
  readonly respondents: number;
  readonly items: number;
  readonly by: readonly string[];
  readonly groupsShown: number;
  readonly seconds: number;
  /** Of this process alone: what it takes where nobody else wants the machine. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** How long it takes to let a survey out, and how much memory: `--respondents 100000 --by department,team`. */
export async function listening(args: readonly string[]): Promise<number> {
  const { respondents, by } = parseArgs({
    args: [...args],
    options: { respondents: { type: 'string', default: '10000' }, by: { type: 'string', default: 'department,team' } },
  }).values;
  console.log(JSON.stringify(await measureListening(Number(respondents), by.split(','))));
  return 0;
}

export async function measureListening(respondents: number, by: readonly string[]): Promise<ListeningMeasure> {
  const home = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  const { app, ground, close } = await openHub({ ...readConfig({ ...process.env, PLUMBLINE_HOME: home }), logLevel: 'warn' });
  try {
    const actor: Actor = { kind: 'person', id: 'bench', traceId: randomUUID() };
    const tenants = app.get(Tenants, { strict: false });
    await tenants.create(actor, { slug: 'bench', organisation: 'Bench', environment: 'sandbox' });
    const tenantId = await tenants.named('bench');
    const config = { path: home };
    const connectionId = await app
      .get(Connections, { strict: false })
      .configure(tenantId, actor, { name: 'bench', connector: 'files', config });
    for (const records of batches(respondents))
      await ground.tenancy.inTenant(tenantId, actor, async (tx) => {
        const cycles = await ensureCycles(tx, tenantId, records);
        const store = { tenantId, connectionId, stream: 'rows', envelope: ground.envelope, cycles };
        await storeRecords(tx, store, records, []);
      });
    const began = performance.now();
    const cpu = process.cpuUsage();
    const { tables } = await app.get(Listening, { strict: false }).run(tenantId, actor, 'bench', by);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const { user, system } = process.cpuUsage(cpu);
    const cpuSeconds = Math.round((user + system) / 1e5) / 10;
    const groupsShown = tables.flatMap(({ groups }) => groups).filter(({ visibility }) => visibility === 'shown').length;
    const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    return { bench: 'listening', respondents, items: ITEMS, by, groupsShown, seconds, cpuSeconds, peakMegabytes };
  } finally {
    await close();
    await rm(home, { recursive: true, force: true });
  }
}

/** A survey, and then answers by chance: the same for the same number. */
function* batches(respondents: number) {
  const random = seededRandom(7);
  const oneOf = (groups: number) => `group ${Math.floor(random() ** 2 * groups)}`;
  const items = Array.from({ length: ITEMS }, (_nothing, at) => ({
    id: `q${at}`,
    text: `Question ${at}`,
    scale: { min: 1, max: 5 },
    favourable: [4, 5],
  }));
  const days = { opensOn: null, closesOn: '2026-03-20' };
  const fields = Object.keys(FIELDS);
  yield [
    of('survey', 'survey', {
      key: 'bench',
      label: 'Bench',
      ...days,
      items,
      openQuestions: [],
      fields,
      smallestGroup: null,
      anonymous: true,
    }),
  ];
  for (let from = 0; from < respondents; from += BATCH)
    yield Array.from({ length: Math.min(BATCH, respondents - from) }, (_nothing, at) => {
      const answered = items.filter(() => random() < 0.97);
      return of('response', `row ${from + at}`, {
        surveyKey: 'bench',
        respondent: null,
        answeredOn: null,
        answers: Object.fromEntries(answered.map(({ id }) => [id, 1 + Math.floor(random() * 5)])),
        attributes: Object.fromEntries(Object.entries(FIELDS).map(([field, groups]) => [field, oneOf(groups)])),
      });
    });
}

function of(kind: 'survey' | 'response', key: string, written: unknown) {
  const { schema, index } = kinds[kind] as {
    schema: { parse(value: unknown): unknown };
    index: (record: never) => ReturnType<(typeof kinds)['survey']['index']>;
  }; // one kind's own
  const record = schema.parse(written);
  return { kind, part: '', key, mapping: 'bench', record, index: index(record as never) };
}
