import { z } from 'zod';
import { bytes, rows, type Tx } from '../database/rows.js';
import { type Envelope, stableId } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { cycleName } from './cycles.js';
import type { MappedRecord } from './map-raw.js';

export interface Store {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly stream: string;
  readonly envelope: Envelope;
  readonly cycles: ReadonlyMap<string, string>;
}

interface Versioned extends MappedRecord {
  readonly id: string;
  readonly hash: Buffer;
}

/**
 * Writes a batch of canonical records: a new version where the content changed, nothing where it did not.
 * What the raw records `rawKeys` made before and make no longer is closed, not deleted: evidence points at versions.
 */
export async function storeRecords(tx: Tx, store: Store, mapped: readonly MappedRecord[], rawKeys: readonly string[]): Promise<void> {
  const made = mapped.map((record) => ({ ...record, id: idOf(store, record), hash: store.envelope.changeHash(record.record) }));
  const held = await currentVersions(tx, store, rawKeys);
  const same = (record: Versioned) => held.get(record.id)?.hash.equals(record.hash) === true;
  const ids = new Set(made.map(({ id }) => id));
  const changed = made.filter((record) => !same(record));
  const closed = [...changed.map(({ id }) => id), ...[...held.keys()].filter((id) => !ids.has(id))];

  if (closed.length > 0)
    await tx.query('update record set superseded_at = now() where id = any ($1::uuid[]) and superseded_at is null', [closed]);
  if (changed.length > 0) await insert(tx, store, changed, await lastVersions(tx, changed));
}

const idOf = ({ connectionId, stream }: Store, { kind, key, part }: MappedRecord) =>
  stableId('record', connectionId, stream, kind, key, part);

async function currentVersions(
  tx: Tx,
  { connectionId, stream }: Store,
  rawKeys: readonly string[],
): Promise<Map<string, { hash: Buffer }>> {
  const current = await rows(
    tx,
    z.object({ id: z.uuid(), hash: bytes }),
    'select id, body_hash as hash from record where connection_id = $1 and stream = $2 and raw_key = any ($3::text[]) and superseded_at is null',
    [connectionId, stream, rawKeys],
  );
  return new Map(current.map((record) => [record.id, record]));
}

async function lastVersions(tx: Tx, changed: readonly Versioned[]): Promise<Map<string, number>> {
  const last = await rows(
    tx,
    z.object({ id: z.uuid(), version: z.number().int() }),
    'select id, max(version) as version from record where id = any ($1::uuid[]) group by id',
    [changed.map(({ id }) => id)],
  );
  return new Map(last.map(({ id, version }) => [id, version]));
}

async function insert(
  tx: Tx,
  { tenantId, connectionId, stream, envelope, cycles }: Store,
  changed: readonly Versioned[],
  last: ReadonlyMap<string, number>,
): Promise<void> {
  const { version: policyVersion } = await currentPolicy(tx);
  await tx.query(
    `insert into record (tenant_id, connection_id, stream, policy_version, trace_id, id, version, kind, raw_key, mapping, body, body_hash, subject_kind, subject_value, cycle_id, occurred_on)
     select $1, $2, $3, $4, current_setting('app.trace_id')::uuid, r.* from unnest($5::uuid[], $6::int[], $7::text[], $8::text[], $9::text[], $10::bytea[], $11::bytea[],
       $12::text[], $13::text[], $14::uuid[], $15::date[]) as r`,
    [
      tenantId,
      connectionId,
      stream,
      policyVersion,
      changed.map(({ id }) => id),
      changed.map(({ id }) => (last.get(id) ?? 0) + 1),
      changed.map(({ kind }) => kind),
      changed.map(({ key }) => key),
      changed.map(({ mapping }) => mapping),
      changed.map(({ record }) => envelope.seal(tenantId, record)),
      changed.map(({ hash }) => hash),
      changed.map(({ index }) => index.subject?.kind ?? null),
      changed.map(({ index }) => index.subject?.value ?? null),
      changed.map(({ index }) => (index.cycle === undefined ? null : (cycles.get(cycleName(index.cycle)) ?? null))),
      changed.map(({ index }) => index.occurredOn ?? null),
    ],
  );
}
