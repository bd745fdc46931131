import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
import type { Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { HELD, type HeldLocks, numberOf } from '../database/held-locks.js';
import { instantOf, microsOf } from '../database/instants.js';
import { count, firstRow, type Tx } from '../database/rows.js';
import type { Tenancy } from '../database/tenancy.js';

/** Who reads a connection. */
export interface Reader {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly opened: Opened;
}

/** The lock that whoever reads a stream holds. Two syncs that took a stream from each other would both never come to its end. */
export const readingLock = ({ tenantId, opened }: Reader, stream: string): string => `reading ${tenantId} ${opened.id} ${stream}`;

/** The number of that lock in SQL, where `r` is a run and `s` its stream. */
const NUMBER = numberOf(`concat_ws(' ', 'reading', r.tenant_id, r.connection_id, s.stream)`);

/**
 * Takes these streams for a run that is about to begin, before it writes anything. They are free again once it is released, or its process is gone.
 * In the order of the connector, as everybody does: of several at least one has them all.
 * @throws FatalError when another sync is reading any of them.
 */
export async function takeInHand(tenancy: Tenancy, reader: Reader, streams: readonly AnyStream<unknown>[]): Promise<HeldLocks> {
  const locks = await tenancy.holdLocks();
  try {
    for (const { name } of streams)
      if (!(await locks.take(readingLock(reader, name))))
        throw await tenancy.inTenant(reader.tenantId, reader.actor, (tx) => beingRead(tx, reader, name));
    return locks;
  } catch (cause) {
    await locks.release();
    throw cause;
  }
}

async function beingRead(tx: Tx, { opened }: Reader, stream: string): Promise<FatalError> {
  const reading = await firstRow(
    tx,
    z.object({ since: z.date() }),
    `select r.started_at as since from stream_run s join sync_run r on r.id = s.run_id
     where r.connection_id = $1 and s.stream = $2 and s.state = 'running' order by r.started_at desc limit 1`,
    [opened.id, stream],
  );
  const since = reading === undefined ? '' : ` since ${reading.since.toISOString()}`;
  return new FatalError(
    `${opened.name} ${stream} is being read${since} by another sync, which goes on; nothing was done. Sync again once it has ended: ` +
      'where its process was ended that is at once, and where its machine was, within a minute',
  );
}

/**
 * What somebody is reading at this moment. To be asked before the rows of the runs are: then a run that began by that instant,
 * is not among `held` and is not said to have ended has lost its process.
 */
export async function readNow(tx: Tx): Promise<{ readonly micros: number; readonly held: readonly string[] }> {
  const now = await firstRow(
    tx,
    z.object({ micros: count, held: z.array(z.string()) }),
    `select ${microsOf('statement_timestamp()')} as micros, array(select number::text from ${HELD}) as held`,
  );
  if (now === undefined) throw new Error('a question after the time is answered');
  return now;
}

/** Whether a run `r` lost its process while it read the stream `s`. @param micros, held parameters, as `readNow` gives them. */
export const lostWhileReading = (micros: string, held: string): string =>
  `(s.state = 'running' and r.started_at <= ${instantOf(micros)} and not ${NUMBER}::text = any (${held}::text[]))`;
