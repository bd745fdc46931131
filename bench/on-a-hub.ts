import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Abstract, Type } from '@nestjs/common';
import { type KindName, kinds } from '../mappings/canonical/kinds.js';
import { readConfig } from '../src/config/config.js';
import { Connections } from '../src/connections/connections.js';
import type { Actor } from '../src/database/actor.js';
import type { Tx } from '../src/database/rows.js';
import type { Ground } from '../src/ground.module.js';
import { openHub } from '../src/open-hub.js';
import { Tenants } from '../src/policy/tenants.js';
import { ensureCycles } from '../src/records/cycles.js';
import type { MappedRecord } from '../src/records/map-raw.js';
import { storeRecords } from '../src/records/store-records.js';

/** A hub of its own with one tenant, for as long as something is measured on it. */
export interface Bench {
  readonly ground: Ground;
  readonly tenantId: string;
  readonly actor: Actor;
  get<Service>(service: Abstract<Service> | Type<Service>): Service;
  inTenant<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** @returns its id. */
  connection(name: string): Promise<string>;
  /** Puts canonical records where mapping would, in one transaction. */
  store(connectionId: string, records: readonly MappedRecord[]): Promise<void>;
}

export async function onAHub<Result>(measure: (bench: Bench) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  const { app, ground, close } = await openHub({ ...readConfig({ ...process.env, PLUMBLINE_HOME: home }), logLevel: 'warn' });
  try {
    const actor: Actor = { kind: 'person', id: 'bench', traceId: randomUUID() };
    const get = <Service>(service: Abstract<Service> | Type<Service>) => app.get(service, { strict: false });
    const tenantId = await get(Tenants).create(actor, { slug: 'bench', organisation: 'Bench', environment: 'sandbox' });
    const inTenant = <Done>(work: (tx: Tx) => Promise<Done>) => ground.tenancy.inTenant(tenantId, actor, work);
    return await measure({
      ground,
      tenantId,
      actor,
      get,
      inTenant,
      connection: (name) => get(Connections).configure(tenantId, actor, { name, connector: 'files', config: { path: home } }),
      store: (connectionId, records) =>
        inTenant(async (tx) => {
          const cycles = await ensureCycles(tx, tenantId, records);
          const store = { tenantId, connectionId, stream: 'rows', envelope: ground.envelope, cycles };
          await storeRecords(
            tx,
            store,
            records,
            records.map(({ key }) => key),
          );
        }),
    });
  } finally {
    await close();
    await rm(home, { recursive: true, force: true });
  }
}

/** A canonical record as a mapping would have made it. */
export function made(kind: KindName, key: string, written: unknown): MappedRecord {
  const { schema, index } = kinds[kind] as {
    schema: { parse(value: unknown): unknown };
    index: (record: never) => MappedRecord['index'];
  }; // one kind's own
  const record = schema.parse(written);
  return { kind, part: '', key, mapping: 'bench', record, index: index(record as never) };
}

export interface Timed<Result> {
  readonly result: Result;
  readonly seconds: number;
  /** Of this process alone: what it takes where nobody else wants the machine. */
  readonly cpuSeconds: number;
}

export async function timed<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
}

export const rounded = (value: number): number => Math.round(value * 100) / 100;

export const peakMegabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
