import type { Tx } from '../database/rows.js';
import { sayable } from '../database/storable.js';
import type { Envelope } from '../files/envelope.js';

/** A record that does not fit, and why. */
export interface Misfitting {
  readonly key: string;
  readonly raw: unknown;
  readonly runId: string;
  readonly code: string;
  readonly path: string;
  readonly reason: string;
}

export interface Quarantining {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly stream: string;
  readonly envelope: Envelope;
}

/** Puts records into quarantine, sealed; one that waits already waits for what is wrong with it now. One that somebody dismissed just so stays dismissed. */
export async function setAside(tx: Tx, place: Quarantining, misfits: readonly Misfitting[]): Promise<void> {
  if (misfits.length === 0) return;
  const { tenantId, connectionId, stream, envelope } = place;
  await tx.query(
    `insert into quarantined_record (tenant_id, connection_id, stream, run_id, key, reason_code, path, reason, payload, hash)
     select $1, $2, $3, page.* from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[]) as page
     on conflict (tenant_id, connection_id, stream, key) do update
       set run_id = excluded.run_id, reason_code = excluded.reason_code, path = excluded.path, reason = excluded.reason,
           payload = excluded.payload, hash = excluded.hash, quarantined_at = now(),
           released_at = case when quarantined_record.dismissed_hash = excluded.hash then now() end`,
    [
      tenantId,
      connectionId,
      stream,
      misfits.map(({ runId }) => runId),
      misfits.map(({ key }) => key),
      misfits.map(({ code }) => code),
      misfits.map(({ path }) => sayable(path)),
      misfits.map(({ reason }) => sayable(reason)),
      misfits.map(({ raw }) => envelope.seal(tenantId, raw)),
      misfits.map(({ raw }) => envelope.changeHash(raw)),
    ],
  );
}
