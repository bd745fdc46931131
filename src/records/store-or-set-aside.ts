import type { Envelope } from '../files/envelope.js';
import type { Tx } from '../database/rows.js';
import { ensureCycles } from './cycles.js';
import type { MappedRecord, Misfit } from './map-raw.js';
import { storeRecords } from './store-records.js';

export interface Place {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly stream: string;
  readonly envelope: Envelope;
}

/** What came of one raw record; of one that is gone, nothing. */
export interface Made {
  readonly key: string;
  readonly raw: unknown;
  readonly records: readonly MappedRecord[];
}

/**
 * Stores what a batch of raw records made. Where the database refuses a value that every schema let pass, the batch is halved until
 * whatever holds it stands alone: that one is a misfit, and the others are stored.
 */
export async function storeOrSetAside(tx: Tx, place: Place, batch: readonly Made[]): Promise<Misfit[]> {
  if (batch.length === 0) return [];
  await tx.query('savepoint batch');
  try {
    await store(tx, place, batch);
    await tx.query('release savepoint batch');
    return [];
  } catch (cause) {
    if (!isRefusedValue(cause)) throw cause;
    await tx.query('rollback to savepoint batch');
    await tx.query('release savepoint batch');
  }
  const [only] = batch;
  if (only !== undefined && batch.length === 1)
    return [{ key: only.key, raw: only.raw, path: '', reason: 'holds a value that the database does not take: a day, a number or a text' }];
  const middle = Math.ceil(batch.length / 2);
  const first = await storeOrSetAside(tx, place, batch.slice(0, middle));
  return [...first, ...(await storeOrSetAside(tx, place, batch.slice(middle)))];
}

async function store(tx: Tx, place: Place, batch: readonly Made[]): Promise<void> {
  const mapped = batch.flatMap(({ records }) => records);
  const cycles = await ensureCycles(tx, place.tenantId, mapped);
  await storeRecords(
    tx,
    { ...place, cycles },
    mapped,
    batch.map(({ key }) => key),
  );
}

/** SQLSTATE 22 is a value of a wrong form, 54 one that is too large for an index: the record's fault. Anything else is ours. */
const isRefusedValue = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && /^(22|54)/.test(cause.code);
