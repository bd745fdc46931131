import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { kinds, type Canonical, type KindName } from '../../mappings/canonical/kinds.js';
import { mappingsOf } from '../../mappings/index.js';
import type { Mapping } from '../../mappings/kit/mapping.js';
import type { Actor } from '../database/actor.js';
import { bytes, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { holdStream } from './hold-stream.js';
import { mapRaw, type Landed } from './map-raw.js';
import { nextLanded } from './next-landed.js';
import { setAside } from './set-aside.js';
import { countsOnce } from './same-thing.js';
import { storeOrSetAside } from './store-or-set-aside.js';

/** The connection whose raw records are mapped; its configuration may hold a mapping of the customer's own. */
export interface MappedConnection {
  readonly id: string;
  readonly connector: string;
  readonly config: unknown;
}

export interface MappingWish {
  /** Only what was never mapped as it is now, and not what another version of the mapping has mapped. */
  readonly onlyLeftOver?: boolean;
  /** The run it is done for: once a later one has the stream, that one maps what is left. */
  readonly forRun?: string;
  /** Called after each batch with how many were looked at so far. */
  readonly mapped?: ((judged: number) => void) | undefined;
  /** Ends it between two batches; what is left is mapped the next time. */
  readonly signal?: AbortSignal;
}

/** How many raw records were looked at, and how many of them made nothing and were set aside. */
export interface MappedCount {
  readonly judged: number;
  readonly misfits: number;
}

interface MappingWork extends MappingWish {
  readonly tenantId: string;
  readonly connection: MappedConnection;
  readonly stream: string;
  readonly mappings: readonly Mapping[];
  readonly mappedAs: string;
}

/** A canonical record as it holds now. */
export interface Held<Name extends KindName> {
  readonly id: string;
  readonly version: number;
  readonly rawKey: string;
  readonly personId: string | null;
  readonly cycleId: string | null;
  /** The day it speaks of its people: its own, but not one later than the hub learned of it. */
  readonly day: string;
  readonly record: Canonical<Name>;
}

/** A version of a record: what evidence and frozen waves point at. */
export const recordReference = z.object({ id: z.uuid(), version: z.number().int() });
export type RecordReference = z.infer<typeof recordReference>;

const heldRow = z.object({
  id: z.uuid(),
  version: z.number().int(),
  rawKey: z.string(),
  personId: z.uuid().nullable(),
  cycleId: z.uuid().nullable(),
  day: z.string(),
  body: bytes,
});

/** Canonical records: made from what landed, kept with every version, opened by those who may. */
@Injectable()
export class Records {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
  ) {}

  /** What is made from a field of a stream, in canonical words. */
  static madeFrom(connector: string, stream: string, field: string): string[] {
    return mappingsOf(connector, stream, undefined).flatMap(({ kind, lineage }) =>
      Object.entries(lineage)
        .filter(([, from]) => from.some((used) => used === field || field.startsWith(`${used}.`)))
        .map(([made]) => `${kind}.${made}`),
    );
  }

  /**
   * Maps what landed and was not mapped yet, in batches: a run that dies in the middle goes on from there.
   *
   * Only what a believed run answers for is mapped (`raw_record.run_id` names that run): what a run that still reads, failed or was doubted has landed
   * waits until a believed one finds it again, goes on from it, or takes it back.
   */
  async mapLanded(
    tenantId: string,
    actor: Actor,
    connection: MappedConnection,
    stream: string,
    what: MappingWish = {},
  ): Promise<MappedCount> {
    const mappings = mappingsOf(connection.connector, stream, connection.config);
    const total = { judged: 0, misfits: 0 };
    if (mappings.length === 0) return total;
    const work: MappingWork = { ...what, tenantId, connection, stream, mappings, mappedAs: mappings.map(({ name }) => name).join(' ') };
    for (let after: string | undefined = ''; after !== undefined;) {
      what.signal?.throwIfAborted();
      const from: string = after;
      const batch = await this.tenancy.inTenant(tenantId, actor, (tx) => this.#mapBatch(tx, work, from));
      after = batch.last;
      total.judged += batch.judged;
      total.misfits += batch.misfits;
      if (batch.judged > 0) what.mapped?.(total.judged);
    }
    return total;
  }

  async #mapBatch(tx: Tx, work: MappingWork, after: string): Promise<MappedCount & { last: string | undefined }> {
    const { tenantId, connection, stream, mappings, mappedAs } = work;
    const nothing = { last: undefined, judged: 0, misfits: 0 };
    if (!(await holdStream(tx, connection.id, stream, work.forRun))) return nothing;
    const landed = await nextLanded(tx, { connectionId: connection.id, stream, mappedAs, after, onlyLeftOver: work.onlyLeftOver === true });
    if (landed.length === 0) return nothing;
    const opened: Landed[] = landed
      .filter((record) => !record.gone)
      .map(({ key, payload }) => ({ key, raw: this.envelope.open(tenantId, payload) }));
    const { mapped, misfits: unmappable } = mapRaw(opened, mappings);
    // Of a misfit, what was made before stays in use: a mapping that fails wipes nothing.
    const waiting = new Set(unmappable.map(({ key }) => key));
    const raws = new Map(opened.map(({ key, raw }) => [key, raw]));
    const made = Map.groupBy(mapped, ({ key }) => key);
    const batch = landed
      .filter(({ key }) => !waiting.has(key))
      .map(({ key }) => ({ key, raw: raws.get(key), records: made.get(key) ?? [] }));
    const place = { tenantId, connectionId: connection.id, stream, envelope: this.envelope };
    const misfits = [...unmappable, ...(await storeOrSetAside(tx, place, batch))];
    await this.#release(
      tx,
      connection.id,
      stream,
      landed.map(({ key }) => key),
    );
    const runs = new Map(landed.map(({ key, runId }) => [key, runId]));
    await setAside(
      tx,
      place,
      misfits.flatMap((misfit) => {
        const runId = runs.get(misfit.key);
        return runId === undefined ? [] : [{ ...misfit, runId, code: 'mapping' }];
      }),
    );
    await tx.query(
      'update raw_record set mapped_hash = hash, mapped_as = $4 where connection_id = $1 and stream = $2 and key = any ($3::text[])',
      [connection.id, stream, landed.map(({ key }) => key), mappedAs],
    );
    return { last: landed.at(-1)?.key, judged: landed.length, misfits: misfits.length };
  }

  /** What waited for a better mapping and was mapped again waits no more, unless it is set aside anew. */
  async #release(tx: Tx, connectionId: string, stream: string, keys: readonly string[]): Promise<void> {
    await tx.query(
      `update quarantined_record set released_at = now()
       where connection_id = $1 and stream = $2 and key = any ($3::text[]) and reason_code = 'mapping' and released_at is null`,
      [connectionId, stream, keys],
    );
  }

  /** All current records of a kind, of one cycle where one is given, in a stable order; what several connections read of one thing is one. */
  current<Name extends KindName>(tx: Tx, tenantId: string, kind: Name, cycleId?: string): Promise<Held<Name>[]> {
    return this.#current(tx, tenantId, kind, `($2::uuid is null or cycle_id = $2) and ${countsOnce(kind, '$1')}`, [cycleId ?? null]);
  }

  /** A person's current records of a kind, of one cycle where one is given. */
  ofPerson<Name extends KindName>(tx: Tx, tenantId: string, kind: Name, personId: string, cycleId?: string): Promise<Held<Name>[]> {
    const theirs = `person_id = $2 and ($3::uuid is null or cycle_id = $3) and ${countsOnce(kind, '$1')}`;
    return this.#current(tx, tenantId, kind, theirs, [personId, cycleId ?? null]);
  }

  /** Exactly these versions, whatever has become of the records since; in a stable order. */
  versions<Name extends KindName>(tx: Tx, tenantId: string, kind: Name, references: readonly RecordReference[]): Promise<Held<Name>[]> {
    const wanted = '(id, version) in (select * from unnest($2::uuid[], $3::int[]))';
    return this.#select(tx, tenantId, kind, wanted, [references.map(({ id }) => id), references.map(({ version }) => version)]);
  }

  /**
   * Current records of a kind of which nobody knows yet whose they are. One that an older hub made and that does not fit any more is
   * left out: its raw record waits in quarantine, and the others do not wait for it.
   */
  async unclaimed<Name extends KindName>(tx: Tx, tenantId: string, kind: Name): Promise<Held<Name>[]> {
    const held = await this.#sealed(tx, kind, 'superseded_at is null and person_id is null', []);
    const schema = schemaOf(kind);
    return held.flatMap(({ body, ...record }) => {
      const { success, data } = schema.safeParse(this.envelope.open(tenantId, body));
      return success ? [{ ...record, record: data }] : [];
    });
  }

  /** Employments whose person is known and whose present version nobody has been placed by. */
  unplacedEmployments(tx: Tx, tenantId: string): Promise<Held<'employment'>[]> {
    const placed = 'exists (select from employment e where e.record_id = record.id and e.record_version = record.version)';
    return this.#current(tx, tenantId, 'employment', `person_id is not null and not ${placed}`, []);
  }

  #current<Name extends KindName>(
    tx: Tx,
    tenantId: string,
    kind: Name,
    condition: string,
    parameters: readonly unknown[],
  ): Promise<Held<Name>[]> {
    return this.#select(tx, tenantId, kind, `superseded_at is null and (${condition})`, parameters);
  }

  async #select<Name extends KindName>(
    tx: Tx,
    tenantId: string,
    kind: Name,
    condition: string,
    parameters: readonly unknown[],
  ): Promise<Held<Name>[]> {
    const held = await this.#sealed(tx, kind, condition, parameters);
    const schema = schemaOf(kind);
    return held.map(({ body, ...record }) => ({ ...record, record: schema.parse(this.envelope.open(tenantId, body)) }));
  }

  #sealed(tx: Tx, kind: KindName, condition: string, parameters: readonly unknown[]) {
    return rows(
      tx,
      heldRow,
      `select id, version, raw_key as "rawKey", person_id as "personId", cycle_id as "cycleId",
         least(occurred_on, created_at::date)::text as day, body from record
       where kind = $1 and ${condition} order by id`,
      [kind, ...parameters],
    );
  }
}

/** The schema of that very kind; the compiler only sees the union of all. */
const schemaOf = <Name extends KindName>(kind: Name) => kinds[kind].schema as unknown as z.ZodType<Canonical<Name>>;
