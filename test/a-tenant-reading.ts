import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnyStream, Page } from '../connectors/kit/connector.js';
import { count } from '../src/database/rows.js';
import { Ingest, type StreamReport, type SyncOptions } from '../src/ingest/ingest.js';
import { Records } from '../src/records/records.js';
import type { Envelope } from '../src/files/envelope.js';
import { aTenant, anActor, type TestDatabase } from './database.js';
import { givingPages, ScriptedSource } from './scripted-source.js';

const rawRow = z.object({ key: z.string(), isGone: z.boolean(), runId: z.uuid() });
const waitingRow = z.object({ key: z.string(), reasonCode: z.string(), path: z.string() });
const recordRow = z.object({ rawKey: z.string(), kind: z.string(), version: z.number().int(), isCurrent: z.boolean() });

/** @param connection `hr` unless another is named. */
type ReadingOptions = SyncOptions & { readonly connection?: string };

/** A tenant with one connection, `hr`, whose source gives what the test says; and what is known of it afterwards. */
export async function aTenantReading({ tenancy, owner }: TestDatabase, envelope: Envelope, records = new Records(tenancy, envelope)) {
  const tenantId = await aTenant(tenancy);
  const source = new ScriptedSource(tenancy, envelope);
  const connectionId = await source.connect(tenantId);
  const ingest = new Ingest(tenancy, source, records, envelope);
  const all = async <Row extends z.ZodType>(row: Row, sql: string) => z.array(row).parse((await owner.query(sql, [tenantId])).rows);

  const syncStreams = (streams: readonly AnyStream<unknown>[], { connection = 'hr', ...options }: ReadingOptions = {}) => {
    source.script = { streams, operations: [] };
    return ingest.sync(tenantId, anActor({ traceId: randomUUID() }), connection, options);
  };
  /** Syncs the employees from these pages. */
  const sync = async (pages: Parameters<typeof givingPages>[0], options: ReadingOptions = {}): Promise<StreamReport> => {
    const [report] = await syncStreams([givingPages(pages)], options);
    if (report === undefined) throw new Error('one stream was read');
    return report;
  };

  return {
    tenantId,
    connectionId,
    source,
    sync,
    syncStreams,
    /** The database ends what the runs under way hold their streams by, as when their process is gone. */
    endSessions: () =>
      owner.query(
        `select pg_terminate_backend(pid, 60000) from pg_stat_activity where application_name = 'plumbline-held' and datname = current_database()`,
      ),
    raw: () =>
      all(rawRow, `select key, deleted_at is not null as "isGone", run_id as "runId" from raw_record where tenant_id = $1 order by key`),
    waiting: () =>
      all(
        waitingRow,
        `select key, reason_code as "reasonCode", path from quarantined_record where tenant_id = $1 and released_at is null order by key`,
      ),
    records: () =>
      all(
        recordRow,
        `select raw_key as "rawKey", kind, version, superseded_at is null as "isCurrent" from record where tenant_id = $1 order by raw_key, kind, version`,
      ),
    checkpoint: async () =>
      (await all(z.object({ checkpoint: z.unknown() }), 'select checkpoint from stream_state where tenant_id = $1'))[0]?.checkpoint ??
      undefined,
    runs: () =>
      all(
        z.object({ state: z.string(), read: count, notes: z.array(z.string()) }),
        'select state, read, notes from stream_run where tenant_id = $1 order by started_at, stream', // those of one run begin in one instant
      ),
  };
}

export const aPage = (records: readonly unknown[], fields: Partial<Page<unknown>> = {}): Page<unknown> => ({ records, ...fields });
