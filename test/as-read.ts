import { randomUUID } from 'node:crypto';
import { bamboohrMappings } from '../mappings/bamboohr/bamboohr-mappings.js';
import { anActor, type TestDatabase } from './database.js';

const STREAMS = [...new Set(bamboohrMappings({ subdomain: 'acme' }).map(({ stream }) => stream))];

/** Every stream of a BambooHR connection was read and believed, for tests whose records come by another way. */
export async function asRead(
  { tenancy }: TestDatabase,
  tenantId: string,
  connectionId: string,
  state = 'ok',
  streams = STREAMS,
): Promise<void> {
  const runId = randomUUID();
  await tenancy.inTenant(tenantId, anActor(), async (tx) => {
    await tx.query('insert into sync_run (tenant_id, id, connection_id, trace_id) values ($1, $2, $3, $2)', [
      tenantId,
      runId,
      connectionId,
    ]);
    await tx.query(
      `insert into stream_run (tenant_id, run_id, stream, state, believed, whole, ended_at)
       select $1, $2, stream, $4, $4 = 'ok', true, now() from unnest($3::text[]) as stream`,
      [tenantId, runId, streams, state],
    );
  });
}
