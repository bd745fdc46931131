import type { AnyStream } from '../../connectors/kit/connector.js';
import { recordAudit } from '../audit/audit.js';
import { count, firstRow, type Tx } from '../database/rows.js';
import { z } from 'zod';

const SMALL_SHARE = 0.02;
const SMALL_NUMBER = 10;

/**
 * After a complete read, marks as deleted what it did not bring. A person looks first when that is more than a few:
 * @returns what to tell them; empty when the sweep was done.
 */
export async function sweepMissing(
  tx: Tx,
  run: { readonly id: string; readonly opened: { readonly id: string } },
  stream: AnyStream<unknown>,
): Promise<string[]> {
  const seen = `exists (select from run_record seen where seen.run_id = $3 and seen.stream = $2 and seen.key = raw_record.key)`;
  const parameters = [run.opened.id, stream.name, run.id];
  const tally = await firstRow(
    tx,
    z.object({ known: count, missing: count }),
    `select count(*) as known, count(*) filter (where not ${seen}) as missing from raw_record where connection_id = $1 and stream = $2 and deleted_at is null`,
    parameters,
  );
  const { known, missing } = tally ?? { known: 0, missing: 0 };
  if (missing > Math.max(SMALL_NUMBER, SMALL_SHARE * known)) {
    return [`${missing} of ${known} records did not come any more; they are kept until somebody says they are gone`];
  }
  if (missing > 0) {
    await tx.query(
      `update raw_record set deleted_at = now(), mapped_hash = null where connection_id = $1 and stream = $2 and deleted_at is null and not ${seen}`,
      parameters,
    );
    await recordAudit(tx, { event: 'records.deleted', subject: `run:${run.id}`, details: { stream: stream.name, missing } });
  }
  return [];
}
