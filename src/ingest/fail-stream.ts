import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { HubError } from '../../connectors/kit/errors.js';
import { rows, type Tx } from '../database/rows.js';
import { sayable } from '../database/storable.js';
import type { Run } from './run.js';
import { tallyOf } from './tally.js';

export const CANCELLED = 'cancelled; what was stored stays, and the next sync goes on from there';
export const NOT_READ = 'not read to its end, as the run broke off; the next sync goes on from what was stored';

export const TAKEN_OVER =
  'its process ended, or the database ended its session, before its last page was stored; what was stored stays, and a later run took the stream over';
/** The same before a later run has: nobody was left to write it down. */
export const LOST = 'its process ended, or the database ended its session; what was stored stays, and the next sync goes on from there';

/** What ended a stream, in words that may be kept. A defect's own words may carry a record, so it is named by its kind alone. */
export function whatBroke(cause: unknown): string {
  if (cause instanceof HubError) return cause.message;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
  const kind = cause instanceof Error ? cause.name : typeof cause;
  return `it broke off (${kind}${code}), which is a fault of ours; what was stored stays, and the next sync goes on from there`;
}

/** Says of a stream how far it came and why no further. */
export async function fail(tx: Tx, { id }: Pick<Run, 'id'>, stream: Pick<AnyStream<unknown>, 'name'>, note: string): Promise<void> {
  const { landed, unchanged, quarantined, duplicate } = await tallyOf(tx, id, stream.name);
  await tx.query(
    `update stream_run set state = 'failed', landed = $3, unchanged = $4, quarantined = $5, duplicate = $6, notes = $7, ended_at = clock_timestamp() where run_id = $1 and stream = $2`,
    [id, stream.name, landed, unchanged, quarantined, duplicate, JSON.stringify([sayable(note)])],
  );
}

/** Those of a run's streams that nobody has said anything final of. */
export async function stillReading(tx: Tx, { id }: Run, streams: readonly AnyStream<unknown>[]): Promise<readonly AnyStream<unknown>[]> {
  const running = await rows(
    tx,
    z.object({ stream: z.string() }),
    `select stream from stream_run where run_id = $1 and state = 'running'`,
    [id],
  );
  return streams.filter(({ name }) => running.some(({ stream }) => stream === name));
}
