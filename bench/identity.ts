import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { MappedRecord } from '../src/records/map-raw.js';
import { count, rows } from '../src/database/rows.js';
import { People } from '../src/people/people.js';
import { Records } from '../src/records/records.js';
import { type Bench, made, onAHub, peakMegabytes, rounded, type Timed, timed } from './on-a-hub.js';

/** What each system knows people by: its own immutable id first, and one that others know too. */
const SYSTEMS: Readonly<Record<string, (who: number, mail: string) => readonly { kind: string; value: string }[]>> = {
  bamboohr: (who, mail) => [id('bamboohr.employee@acme', who), id('employee-number', `N${who}`), id('work-email', mail)],
  workday: (who, mail) => [id('workday.worker@acme', `WD-${who}`), id('employee-number', `N${who}`), id('work-email', mail)],
  'culture-amp': (who) => [id('culture-amp.employee@acme', `ca${who}`), id('employee-number', `N${who}`)],
  jira: (who, mail) => [id('jira.account@acme', `5b10-${who}`), id('work-email', mail)],
  qualtrics: (who, mail) => [id('qualtrics.contact@acme', `CID_${who}`), id('work-email', mail)],
  lms: (who, mail) => [id('lms.user@acme', who), id('work-email', mail)],
};
const BATCH = 5_000;
/** One in so many has a new address and a new number afterwards. */
const CHANGED_ONE_IN = 100;

export interface IdentityMeasure {
  readonly bench: 'identity';
  readonly people: number;
  readonly systems: number;
  readonly met: number;
  readonly asked: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Opening every record of a person, and nothing else: who reads them all cannot be sooner. */
  readonly openSeconds: number;
  readonly ratio: number;
  readonly changed: number;
  readonly changedSeconds: number;
  readonly peakMegabytes: number;
}

/** How long it takes to say who is who, at first and after a change: `--people 100000`. */
export async function identity(args: readonly string[]): Promise<number> {
  const { people } = parseArgs({ args: [...args], options: { people: { type: 'string', default: '10000' } } }).values;
  const measured = await measureIdentity(Number(people));
  console.log(JSON.stringify(measured));
  return measured.met === measured.people ? 0 : 1;
}

export const measureIdentity = (people: number): Promise<IdentityMeasure> =>
  onAHub(async (bench) => {
    const connections = new Map<string, string>();
    for (const system of Object.keys(SYSTEMS)) connections.set(system, await bench.connection(system));
    for (const [system, connectionId] of connections)
      for (let from = 0; from < people; from += BATCH)
        await bench.store(connectionId, recordsOf(system, from, Math.min(BATCH, people - from)));
    await bench.ground.tenancy.refreshStatistics();

    const records = bench.get(Records);
    const opened = await timed(async () => (await bench.inTenant((tx) => records.unclaimed(tx, bench.tenantId, 'person'))).length);
    const first = await resolved(bench);
    const changed = Array.from({ length: Math.floor(people / CHANGED_ONE_IN) }, (_nothing, at) => at * CHANGED_ONE_IN);
    for (const [system, connectionId] of connections)
      await bench.store(
        connectionId,
        changed.map((who) => recordOf(system, who, `moved.${who}@example.com`)),
      );
    const second = await resolved(bench);
    return {
      bench: 'identity',
      people,
      systems: connections.size,
      met: await peopleKnown(bench),
      asked: first.result.ambiguous.length + second.result.ambiguous.length,
      seconds: rounded(first.seconds),
      cpuSeconds: rounded(first.cpuSeconds),
      openSeconds: rounded(opened.seconds),
      ratio: rounded(first.seconds / opened.seconds),
      changed: changed.length,
      changedSeconds: rounded(second.seconds),
      peakMegabytes: peakMegabytes(),
    };
  });

const resolved = ({ get, tenantId, actor }: Bench): Promise<Timed<Awaited<ReturnType<People['resolve']>>>> =>
  timed(() => get(People).resolve(tenantId, actor));

const id = (kind: string, value: string | number) => ({ kind, value: String(value) });

const recordsOf = (system: string, from: number, many: number): MappedRecord[] =>
  Array.from({ length: many }, (_nothing, at) => recordOf(system, from + at, `person.${from + at}@example.com`));

const recordOf = (system: string, who: number, mail: string): MappedRecord =>
  made('person', `${who}`, {
    displayName: `Person ${who}`,
    workEmail: mail,
    hiredOn: '2020-02-03',
    employment: 'active',
    identifiers: SYSTEMS[system]?.(who, mail),
  });

const peopleKnown = async ({ inTenant }: Bench): Promise<number> =>
  (await inTenant((tx) => rows(tx, z.object({ known: count }), 'select count(*) as known from person')))[0]?.known ?? 0;
