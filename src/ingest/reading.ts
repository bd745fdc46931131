import { z } from 'zod';
import type { AnyStream, Page } from '../../connectors/kit/connector.js';
import { count, firstRow, type Tx } from '../database/rows.js';
import type { PageTally } from './land-page.js';
import { type Run, stillOurs } from './run.js';
import { type Reading, stoppedFields, type Usual, usual } from './stream-health.js';

const counts = z.record(z.string(), z.number().int());
const readingRow = z.object({
  read: count,
  whole: z.boolean(),
  seen: count,
  fill: counts,
  news: count,
  newsFill: counts,
  usual: usual.nullable(),
});

/** What a run has read of a stream so far, with what it answers for; and what the stream is known to look like. */
export async function readingOf(
  tx: Tx,
  { id, opened }: Run,
  stream: AnyStream<unknown>,
): Promise<{ readonly reading: Reading & { readonly read: number }; readonly known: Usual | undefined }> {
  const row = await firstRow(
    tx,
    readingRow,
    `select s.read, s.whole, s.seen, s.fill, s.news, s.news_fill as "newsFill", state.usual
     from stream_run s join stream_state state on state.stream = s.stream where s.run_id = $1 and s.stream = $2 and state.connection_id = $3`,
    [id, stream.name, opened.id],
  );
  if (row === undefined) throw new Error('a stream that is read has its rows');
  const { usual: known, ...reading } = row;
  return { reading: { ...reading, requested: stream.requested(opened.connection.config) }, known: known ?? undefined };
}

/** Counts a page that was stored, and moves the checkpoint behind it. */
export async function moveOn(
  tx: Tx,
  { id, opened }: Run,
  stream: AnyStream<unknown>,
  page: Page<unknown>,
  tally: PageTally,
): Promise<void> {
  const added = (column: string, parameter: string) =>
    `(select coalesce(jsonb_object_agg(field, coalesce((${column} ->> field)::int, 0) + page.filled::int), '{}')
      from jsonb_each_text(${parameter}::jsonb) as page(field, filled))`;
  await tx.query(
    `update stream_run set read = read + $3, seen = seen + $3, fill = ${added('fill', '$4')}, news = news + $5, news_fill = ${added('news_fill', '$6')}
     where run_id = $1 and stream = $2`,
    [id, stream.name, tally.read, JSON.stringify(tally.fill), tally.news, JSON.stringify(tally.newsFill)],
  );
  if (page.checkpoint === undefined) return;
  await tx.query('update stream_state set checkpoint = $3 where connection_id = $1 and stream = $2', [
    opened.id,
    stream.name,
    JSON.stringify(stream.checkpoint.parse(page.checkpoint)),
  ]);
}

/**
 * A few changed records without a field say that the source gives it no more, or that these few have lost it (a manager left): only everything tells.
 * @returns whether everything has to be read; then nothing is left to go on from, and what came so far does not count any more.
 */
export async function beginAnewInDoubt(tx: Tx, run: Run, stream: AnyStream<unknown>): Promise<boolean> {
  await stillOurs(tx, run, stream);
  const { reading, known } = await readingOf(tx, run, stream);
  const stopped = reading.whole || known === undefined ? [] : stoppedFields(reading, known);
  if (stopped.length === 0) return false;
  const note = `${stopped.join(', ')} came in none of ${reading.news} changed records; everything was read to see whether that holds for all`;
  await tx.query(
    `update stream_run set whole = true, seen = 0, fill = '{}', news = 0, news_fill = '{}', notes = notes || $3::jsonb where run_id = $1 and stream = $2`,
    [run.id, stream.name, JSON.stringify([note])],
  );
  await tx.query('update stream_state set checkpoint = null where connection_id = $1 and stream = $2', [run.opened.id, stream.name]);
  return true;
}
