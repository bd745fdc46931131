import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { POLICY_IN_FORCE } from '../policy/policy.js';
import { countNameless } from './nameless.js';

const SMALL_SHARE = 0.02;
const SMALL_NUMBER = 10;

/**
 * After a complete read, marks as deleted what it did not bring. A person looks first when that is, with what was swept in the 24 hours before,
 * more than a few: a source that loses its records in small portions loses them all the same. They look at any number after a change of what is read,
 * or with whose key: what is not asked for any more, or not shown to another user, is not gone for that; after a read that brought nothing at all;
 * and beside records that do not say which they are. What somebody said is not gone stays.
 * @returns what to tell them; empty when the sweep was done.
 */
export async function sweepMissing(
  tx: Tx,
  run: { readonly id: string; readonly opened: { readonly id: string } },
  stream: { readonly name: string },
  anyCame = true,
): Promise<string[]> {
  const read: Read = { connectionId: run.opened.id, stream: stream.name, runId: run.id };
  const missing = await missingFrom(tx, read);
  const { known, swept, isAnew } = await toldApart(tx, read);
  if (!anyCame && missing.length > 0) {
    await wait(tx, read, missing, known);
    return [`no records came; earlier reads gave ${known}. They are kept until somebody says they are gone: ${typed('deletes list')}`];
  }
  if (isAnew && missing.length > 0) {
    await wait(tx, read, missing, known);
    return [
      `${missing.length} of ${known} records did not come any more since the connection was set to read something else, or with a key that may be another user's; they are kept until somebody says they are gone: ${typed('deletes list')}`,
    ];
  }
  const nameless = missing.length === 0 ? 0 : await countNameless(tx, read);
  if (nameless > 0) {
    await wait(tx, read, missing, known);
    return [
      `${missing.length} of ${known} records did not come any more, and ${nameless} came that do not say which they are; they are kept until somebody says they are gone: ${typed('deletes list')}`,
    ];
  }
  if (missing.length + swept > Math.max(SMALL_NUMBER, SMALL_SHARE * (known + swept))) {
    await wait(tx, read, missing, known);
    const before = swept === 0 ? '' : `, after ${swept} that were deleted in the last 24 hours`;
    return missing.length === 0
      ? []
      : [
          `${missing.length} of ${known} records did not come any more${before}; they are kept until somebody says they are gone: ${typed('deletes list')}`,
        ];
  }
  await wait(tx, read, [], known);
  if (missing.length === 0) return [];
  await tx.query(
    'update raw_record set deleted_at = now(), mapped_hash = null where connection_id = $1 and stream = $2 and key = any ($3::text[])',
    [read.connectionId, read.stream, missing],
  );
  await tx.query(
    `insert into missing_set (tenant_id, id, connection_id, stream, run_id, state, keys, known, settled_at, settled_by, policy_version)
     values (app_tenant(), $1, $2, $3, $4, 'swept', $5, $6, now(), 'system', ${POLICY_IN_FORCE})`,
    [randomUUID(), read.connectionId, read.stream, read.runId, missing, known],
  );
  await recordAudit(tx, { event: 'records.deleted', subject: `run:${run.id}`, details: { stream: stream.name, missing: missing.length } });
  return [];
}

export interface Read {
  readonly connectionId: string;
  readonly stream: string;
  readonly runId: string;
}

/** What is there and did not come; but not what a person said is not gone, unless it has come since. */
async function missingFrom(tx: Tx, { connectionId, stream, runId }: Read): Promise<string[]> {
  const missing = await rows(
    tx,
    z.object({ key: z.string() }),
    // Taken apart as sets: of tables that were just filled the planner knows nothing, and would look through all that came for each that is there.
    `select r.key from raw_record r where r.connection_id = $1 and r.stream = $2 and r.deleted_at is null
       and (r.kept_at is null or exists (select from run_record again join sync_run later on later.id = again.run_id
         where later.connection_id = r.connection_id and later.started_at > r.kept_at and again.stream = r.stream and again.key = r.key))
     except select key from run_record where run_id = $3 and stream = $2
     order by key`,
    [connectionId, stream, runId],
  );
  return missing.map(({ key }) => key);
}

async function toldApart(tx: Tx, { connectionId, stream }: Read): Promise<{ known: number; swept: number; isAnew: boolean }> {
  const tally = await firstRow(
    tx,
    z.object({ known: count, swept: count, isAnew: z.boolean() }),
    `select (select count(*) from raw_record where connection_id = $1 and stream = $2 and deleted_at is null) as known,
       (select coalesce(sum(cardinality(keys)), 0) from missing_set where connection_id = $1 and stream = $2 and state = 'swept' and settled_at > now() - interval '24 hours') as swept,
       coalesce((select is_anew from stream_state where connection_id = $1 and stream = $2), false) as "isAnew"`,
    [connectionId, stream],
  );
  return tally ?? { known: 0, swept: 0, isAnew: false };
}

/**
 * Lets exactly these wait for a person, in the place of those that waited before; none where none are missing any more.
 * The same ones keep the name under which they were shown. @returns that name.
 */
export async function wait(
  tx: Tx,
  { connectionId, stream, runId }: Read,
  keys: readonly string[],
  known: number,
): Promise<string | undefined> {
  const parameters = [connectionId, stream, keys];
  await tx.query(
    `update missing_set set state = 'superseded', settled_at = now() where connection_id = $1 and stream = $2 and state = 'waiting' and keys <> $3::text[]`,
    parameters,
  );
  if (keys.length === 0) return undefined;
  const waiting = await firstRow(
    tx,
    z.object({ id: z.uuid() }),
    `insert into missing_set (tenant_id, id, connection_id, stream, run_id, keys, known, policy_version)
     values (app_tenant(), $4, $1, $2, $5, $3::text[], $6, ${POLICY_IN_FORCE})
     on conflict (tenant_id, connection_id, stream) where state = 'waiting'
       do update set run_id = excluded.run_id, policy_version = excluded.policy_version returning id`,
    [...parameters, randomUUID(), runId, known],
  );
  return waiting?.id;
}
