import { z } from 'zod';
import { bytes, count, firstRow, type Tx } from '../database/rows.js';
import { blockHash, LEAF_BYTES, leavesOf, NOTHING_BEFORE } from './block.js';

const lastBlock = z.object({ number: count, upto: z.string(), hash: bytes });
const tail = z.object({ upto: z.string(), entries: bytes.nullable() });

/** A block that was added to the chain. */
export interface Sealed {
  readonly number: number;
  readonly entries: number;
}

/**
 * Chains every entry whose transaction is over and that no block holds yet. Who seals at the same time waits for nobody and does nothing.
 * An entry of a transaction still under way is left to a later block, and so is everything of transactions that began after it.
 */
export async function sealAudit(tx: Tx, tenantId: string): Promise<Sealed | undefined> {
  const mine = await firstRow(
    tx,
    z.object({ mine: z.boolean() }),
    `select pg_try_advisory_xact_lock(hashtextextended('audit ' || $1, 0)) as mine`,
    [tenantId],
  );
  if (mine?.mine !== true) return undefined;
  const last = await firstRow(tx, lastBlock, 'select number, upto::text, hash from audit_block order by number desc limit 1');
  // In one statement, so that the horizon and what is read below it are of one moment.
  const found = await firstRow(
    tx,
    tail,
    `select horizon.upto::text as upto,
       (select string_agg(sha256(convert_to(audit_text(e), 'UTF8')), ''::bytea order by e.turn, e.seq)
        from audit_entry e where e.turn >= $1::bigint and e.turn < horizon.upto) as entries
     from audit_turn_of(pg_snapshot_xmin(pg_current_snapshot())) as horizon(upto)`,
    [last?.upto ?? '0'],
  );
  if (found?.entries == null) return undefined;
  const { upto, entries } = found;
  const number = (last?.number ?? 0) + 1;
  const previous = last?.hash ?? NOTHING_BEFORE;
  const leaves = leavesOf(entries);
  const hash = blockHash({ tenantId, number, upto, previous, entries });
  await tx.query('insert into audit_block (tenant_id, number, upto, entries, leaves, previous, hash) values ($1, $2, $3, $4, $5, $6, $7)', [
    tenantId,
    number,
    upto,
    leaves.length / LEAF_BYTES,
    leaves,
    previous,
    hash,
  ]);
  return { number, entries: leaves.length / LEAF_BYTES };
}

/** How many entries no block holds yet. */
export async function unsealedEntries(tx: Tx): Promise<number> {
  const found = await firstRow(
    tx,
    z.object({ entries: count }),
    'select count(*) as entries from audit_entry where turn >= coalesce((select upto from audit_block order by number desc limit 1), 0)',
  );
  return found?.entries ?? 0;
}
