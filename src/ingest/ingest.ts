import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { AskedWronglyError, HubError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { Connections, type Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { type MappingWish, Records } from '../records/records.js';
import { beginRun } from './begin-run.js';
import { readingLock, takeInHand } from './being-read.js';
import { brokenOff } from './broken-off.js';
import { CANCELLED, fail, NOT_READ, stillReading, whatBroke } from './fail-stream.js';
import { type Landing, landPage } from './land-page.js';
import { noteMisfits } from './note-misfits.js';
import { beginAnewInDoubt, moveOn } from './reading.js';
import { type Run, stillOurs } from './run.js';
import { settle } from './settle-stream.js';

export const streamReport = z.object({
  connection: z.string(),
  stream: z.string(),
  state: z.enum(['running', 'ok', 'suspect', 'failed']),
  read: count,
  landed: count,
  unchanged: count,
  quarantined: count,
  duplicate: count,
  notes: z.array(z.string()),
});
export type StreamReport = z.infer<typeof streamReport>;

export interface SyncOptions {
  /** Only this stream. */
  readonly stream?: string;
  /** Read everything, whatever the checkpoint says. */
  readonly full?: boolean;
  /** Cancels: what was stored stays, and the next sync goes on from there. */
  readonly signal?: AbortSignal;
  /** Called after each stored page. */
  readonly progress?: (stream: string, read: number) => void;
  /** Called after each batch of what was read has been made into records. */
  readonly mapped?: (stream: string, records: number) => void;
}

/** As many records change what is worth knowing of a table. */
const MUCH = 1_000;

/** Reads connections and lands what they give; one stream's failure never stops another. */
@Injectable()
export class Ingest {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly records: Records,
    private readonly envelope: Envelope,
  ) {}

  /**
   * Syncs a connection once and says what became of every record that was read.
   * What goes wrong with a stream, or that it was cancelled, is in its report.
   * @throws FatalError when the connection itself cannot be opened, or another sync is reading one of these streams; a defect rises once its run is written down as failed.
   */
  async sync(tenantId: string, actor: Actor, connectionName: string, options: SyncOptions = {}): Promise<StreamReport[]> {
    const { id } = await this.connections.named(tenantId, actor, connectionName);
    const signal = options.signal ?? new AbortController().signal;
    const opened = await this.connections.open(tenantId, actor, id, signal);
    await opened.spec.source.check(opened.connection);
    const streams = chosen(opened, options.stream);
    const locks = await takeInHand(this.tenancy, { tenantId, actor, opened }, streams);
    const run: Run = { tenantId, actor, id: randomUUID(), opened, locks };
    try {
      const anew = options.full === true ? new Set(streams.map(({ name }) => name)) : await brokenOff(this.tenancy, run, streams);
      await this.tenancy.inTenant(tenantId, actor, (tx) => beginRun(tx, run, streams, anew));
      return await this.#read(run, streams, options);
    } finally {
      await locks.release();
    }
  }

  async #read(run: Run, streams: readonly AnyStream<unknown>[], options: SyncOptions): Promise<StreamReport[]> {
    const { tenantId, actor } = run;
    try {
      for (const stream of streams) await this.#readStream(run, stream, options);
      return await this.tenancy.inTenant(tenantId, actor, (tx) => close(tx, run));
    } catch (cause) {
      await this.#breakOff(run, streams);
      throw cause;
    }
  }

  async #readStream(run: Run, stream: AnyStream<unknown>, options: SyncOptions): Promise<void> {
    const { tenantId, actor } = run;
    const { signal } = run.opened.connection;
    try {
      signal.throwIfAborted();
      // What a run that was believed left unmapped, because its process died: before this one puts newer versions in the place of those.
      const left = await this.#map(run, stream, { onlyLeftOver: true });
      let full = (await this.#checkpoint(run, stream)) === undefined;
      let sourceTotal = await this.#landAll(run, stream, options);
      if (!full && (await this.tenancy.inTenant(tenantId, actor, (tx) => beginAnewInDoubt(tx, run, stream)))) {
        full = true;
        sourceTotal = await this.#landAll(run, stream, options);
      }
      const believed = await this.tenancy.inTenant(tenantId, actor, (tx) => settle(tx, run, stream, full, sourceTotal));
      await run.locks.giveBack(readingLock(run, stream.name)); // what is left is done with every other stream too, whoever reads
      if (!believed) return;
      const mapped = await this.#map(run, stream, { mapped: (records) => options.mapped?.(stream.name, records) });
      if (mapped.judged >= MUCH) await this.tenancy.refreshStatistics();
      const both = { judged: left.judged + mapped.judged, misfits: left.misfits + mapped.misfits };
      if (both.misfits > 0) await this.tenancy.inTenant(tenantId, actor, (tx) => noteMisfits(tx, run, stream, both));
    } catch (cause) {
      const cancelled = signal.aborted && (cause === signal.reason || cause instanceof HubError);
      const failing = this.tenancy.inTenant(tenantId, actor, (tx) => fail(tx, run, stream, cancelled ? CANCELLED : whatBroke(cause)));
      if (cancelled || cause instanceof HubError) {
        await failing;
        return await run.locks.giveBack(readingLock(run, stream.name));
      }
      await failing.catch(() => undefined); // a defect: it rises whether or not the database can still be told
      throw cause;
    }
  }

  #map({ tenantId, actor, id, opened }: Run, stream: AnyStream<unknown>, what: Omit<MappingWish, 'forRun' | 'signal'> = {}) {
    const connection = { id: opened.id, connector: opened.connector, config: opened.connection.config };
    return this.records.mapLanded(tenantId, actor, connection, stream.name, { ...what, forRun: id, signal: opened.connection.signal });
  }

  /** Leaves no stream of a run that ends here as if it were still being read. What cannot be said now, the next run says. */
  async #breakOff(run: Run, streams: readonly AnyStream<unknown>[]): Promise<void> {
    const { tenantId, actor } = run;
    try {
      await this.tenancy.inTenant(tenantId, actor, async (tx) => {
        for (const stream of await stillReading(tx, run, streams)) await fail(tx, run, stream, NOT_READ);
        await close(tx, run);
      });
    } catch {
      // what broke the run may be the database itself, and that is what the caller is told
    }
  }

  async #checkpoint(run: Run, stream: AnyStream<unknown>): Promise<unknown> {
    const { tenantId, actor, opened } = run;
    const state = await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      await stillOurs(tx, run, stream);
      return firstRow(
        tx,
        z.object({ checkpoint: z.unknown() }),
        'select checkpoint from stream_state where connection_id = $1 and stream = $2',
        [opened.id, stream.name],
      );
    });
    return state?.checkpoint ?? undefined;
  }

  async #landAll(run: Run, stream: AnyStream<unknown>, { progress }: SyncOptions): Promise<number | undefined> {
    const { tenantId, actor, opened } = run;
    const requested = stream.requested(opened.connection.config);
    const landing: Landing = { tenantId, connectionId: opened.id, runId: run.id, stream, envelope: this.envelope };
    const stored = await this.#checkpoint(run, stream);
    const from: unknown = stored === undefined ? undefined : stream.checkpoint.parse(stored);
    let total: number | undefined;
    let read = 0;
    for await (const page of stream.read(opened.connection, from)) {
      opened.connection.signal.throwIfAborted();
      total = page.total ?? total;
      await this.tenancy.inTenant(tenantId, actor, async (tx) => {
        await stillOurs(tx, run, stream);
        const tally = await landPage(tx, landing, page, requested);
        await moveOn(tx, run, stream, page, tally);
        read += tally.read;
      });
      progress?.(stream.name, read);
    }
    if (read >= MUCH) await this.tenancy.refreshStatistics();
    return total;
  }
}

function chosen({ spec, name }: Opened, wanted: string | undefined): readonly AnyStream<unknown>[] {
  if (wanted === undefined) return spec.streams;
  const found = spec.streams.filter((stream) => stream.name === wanted);
  if (found.length > 0) return found;
  throw new AskedWronglyError(
    `the connection ${name} has no stream ${wanted}; it has: ${spec.streams.map((stream) => stream.name).join(', ')}`,
  );
}

async function close(tx: Tx, { id }: Run): Promise<StreamReport[]> {
  const ended = await firstRow(
    tx,
    z.object({ id: z.uuid() }),
    'update sync_run set ended_at = clock_timestamp() where id = $1 and ended_at is null returning id',
    [id],
  );
  const reports = await rows(
    tx,
    streamReport,
    `select c.name as connection, s.stream, s.state, s.read, s.landed, s.unchanged, s.quarantined, s.duplicate, s.notes
     from stream_run s join sync_run r on r.id = s.run_id join connection c on c.id = r.connection_id where s.run_id = $1 order by s.started_at, s.stream`,
    [id],
  );
  const worst = reports.some(({ state }) => state === 'failed')
    ? 'failed'
    : reports.some(({ state }) => state === 'suspect')
      ? 'suspect'
      : 'ok';
  const details = { state: worst, read: reports.reduce((sum, report) => sum + report.read, 0) };
  if (ended !== undefined) await recordAudit(tx, { event: 'sync.ended', subject: `run:${id}`, details }); // else whoever took it over has said so
  return reports;
}
