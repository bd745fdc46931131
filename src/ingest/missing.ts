import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { Connections } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { Records } from '../records/records.js';
import { wait } from './sweep-missing.js';

export const missingSet = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  connection: z.string(),
  stream: z.string(),
  runId: z.uuid(),
  known: z.number().int(),
  keys: z.array(z.string()),
  foundAt: z.date(),
});
export type MissingSet = z.infer<typeof missingSet>;

/** `changed`: some of them came again since they were shown, and nothing was done; what still misses waits as another set. */
export type SettledMissing =
  { readonly kind: 'settled'; readonly records: number } | { readonly kind: 'changed'; readonly now: MissingSet | undefined };

const WAITING = `select m.id, m.connection_id as "connectionId", c.name as connection, m.stream, m.run_id as "runId", m.known, m.keys, m.found_at as "foundAt"
  from missing_set m join connection c on c.id = m.connection_id where m.state = 'waiting'`;

/** Records that did not come any more, too many to be swept: a person says whether they are gone. */
@Injectable()
export class Missing {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly records: Records,
    private readonly envelope: Envelope,
  ) {}

  /** What waits, oldest first. */
  list(tenantId: string, actor: Actor): Promise<MissingSet[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) => rows(tx, missingSet, `${WAITING} order by m.found_at, m.id`));
  }

  /**
   * Exactly these are gone: they are marked as deleted, and what was made of them is closed.
   * @throws AskedWronglyError when no such set waits.
   */
  async confirm(tenantId: string, actor: Actor, id: string, reason: string): Promise<SettledMissing> {
    const settled = await this.#settle(tenantId, actor, id, reason, 'confirmed');
    if (settled.kind === 'changed') return settled;
    const { connectionId, stream, records } = settled;
    // Dying here loses nothing: the next sync of the stream closes what is marked as deleted.
    const { connector, connection } = await this.connections.open(tenantId, actor, connectionId, new AbortController().signal);
    await this.records.mapLanded(tenantId, actor, { id: connectionId, connector, config: connection.config }, stream);
    return { kind: 'settled', records };
  }

  /** They are not gone, whatever the source says: they stay, and are not asked about again until they have come once more. */
  async keep(tenantId: string, actor: Actor, id: string, reason: string): Promise<SettledMissing> {
    return this.#settle(tenantId, actor, id, reason, 'kept');
  }

  #settle(tenantId: string, actor: Actor, id: string, reason: string, state: 'confirmed' | 'kept') {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const shown = await hold(tx, id);
      const still = await stillMissing(tx, shown);
      if (still.length < shown.keys.length) {
        const now = await wait(tx, shown, still, shown.known);
        return { kind: 'changed', now: now === undefined ? undefined : { ...shown, id: now, keys: still } } as const;
      }
      await tx.query(
        state === 'kept'
          ? 'update raw_record set kept_at = now() where connection_id = $1 and stream = $2 and key = any ($3::text[])'
          : 'update raw_record set deleted_at = now(), mapped_hash = null where connection_id = $1 and stream = $2 and key = any ($3::text[])',
        [shown.connectionId, shown.stream, shown.keys],
      );
      await tx.query('update missing_set set state = $2, settled_at = now(), settled_by = $3, reason = $4 where id = $1', [
        id,
        state,
        `${actor.kind}:${actor.id}`,
        this.envelope.seal(tenantId, reason),
      ]);
      const { connectionId, stream, keys } = shown;
      await recordAudit(tx, { event: `missing.${state}`, subject: `missing:${id}`, details: { stream, missing: keys.length } });
      return { kind: 'settled', connectionId, stream, records: keys.length } as const;
    });
  }
}

/** Holds the stream as a run does, and then the set: nothing of either moves until the end of the transaction. */
async function hold(tx: Tx, id: string): Promise<MissingSet> {
  const known = z.uuid().safeParse(id).success;
  const asked = known ? await firstRow(tx, missingSet, `${WAITING} and m.id = $1`, [id]) : undefined;
  if (asked !== undefined)
    await tx.query('select from stream_state where connection_id = $1 and stream = $2 for update', [asked.connectionId, asked.stream]);
  const held = asked && (await firstRow(tx, missingSet, `${WAITING} and m.id = $1 for update of m`, [id]));
  if (held === undefined)
    throw new AskedWronglyError(
      `no set ${id} of missing records waits: it was settled, or a later read found others missing. See what waits: ${typed('deletes list')}`,
    );
  return held;
}

/** Of these, what is there and has not come since that read. */
async function stillMissing(tx: Tx, { connectionId, stream, runId, keys }: MissingSet): Promise<string[]> {
  const still = await rows(
    tx,
    z.object({ key: z.string() }),
    `select r.key from raw_record r where r.connection_id = $1 and r.stream = $2 and r.key = any ($4::text[]) and r.deleted_at is null
       and not exists (select from run_record again join sync_run later on later.id = again.run_id join sync_run this on this.id = $3
         where later.connection_id = $1 and later.started_at > this.started_at and again.stream = $2 and again.key = r.key)
     order by r.key`,
    [connectionId, stream, runId, keys],
  );
  return still.map(({ key }) => key);
}
