import { z } from 'zod';
import { count, firstRow, type Tx } from '../database/rows.js';

const tally = z.object({ landed: count, unchanged: count, quarantined: count, duplicate: count, different: count });

/** In SQL. @param run, stream expressions. */
export const tallied = (run: string, stream: string): string =>
  `select count(*) filter (where fitted = 'landed') as landed, count(*) filter (where fitted = 'unchanged') as unchanged,
     count(*) filter (where waits) as quarantined, coalesce(sum(times), 0) - count(fitted) - count(*) filter (where waits) as duplicate, count(*) as different
   from run_record where run_id = ${run} and stream = ${stream}`;

/** Counts what became of each record that a run read of a stream. */
export async function tallyOf(tx: Tx, runId: string, stream: string): Promise<z.output<typeof tally>> {
  const counted = await firstRow(tx, tally, tallied('$1', '$2'), [runId, stream]);
  if (counted === undefined) throw new Error('counting gives a row');
  return counted;
}
