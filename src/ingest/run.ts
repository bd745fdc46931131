import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
import { type HeldLocks, isHeld } from '../database/held-locks.js';
import { firstRow, type Tx } from '../database/rows.js';
import { type Reader, readingLock } from './being-read.js';

/** One reading of a connection. */
export interface Run extends Reader {
  readonly id: string;
  /** Of the streams it reads. */
  readonly locks: HeldLocks;
}

/**
 * Holds the stream until the end of the transaction.
 * @throws FatalError when a later run has taken it over, or may: then nothing of this one may be written any more.
 */
export async function stillOurs(tx: Tx, run: Run, stream: AnyStream<unknown>): Promise<void> {
  const { id, opened, locks } = run;
  const state = await firstRow(
    tx,
    z.object({ run_id: z.uuid() }),
    'select run_id from stream_state where connection_id = $1 and stream = $2 for update',
    [opened.id, stream.name],
  );
  if (state?.run_id !== id) throw new FatalError(`a later run took over the stream ${stream.name}`);
  if (!(await isHeld(tx, locks, readingLock(run, stream.name))))
    throw new FatalError(
      `the database ended the session by which this sync held ${stream.name}, so that another may read it by now; ` +
        'what was stored stays, and the next sync goes on from there',
    );
}
