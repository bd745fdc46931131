import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
import type { Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow, type Tx } from '../database/rows.js';

/** One reading of a connection. */
export interface Run {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly id: string;
  readonly opened: Opened;
}

/**
 * Holds the stream until the end of the transaction.
 * @throws FatalError when a later run has taken it over: then nothing of this one may be written any more.
 */
export async function stillOurs(tx: Tx, { id, opened }: Run, stream: AnyStream<unknown>): Promise<void> {
  const state = await firstRow(
    tx,
    z.object({ run_id: z.uuid() }),
    'select run_id from stream_state where connection_id = $1 and stream = $2 for update',
    [opened.id, stream.name],
  );
  if (state?.run_id !== id) throw new FatalError(`a later run took over the stream ${stream.name}`);
}
