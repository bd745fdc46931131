import { z } from 'zod';
import { rows, type Tx } from '../database/rows.js';

/**
 * One at a time lands in a stream or maps it: two at once would wait for each other's records.
 * @returns false where another run than the one it is done for has the stream by now.
 */
export async function holdStream(tx: Tx, connectionId: string, stream: string, forRun: string | undefined): Promise<boolean> {
  const [state] = await rows(
    tx,
    z.object({ runId: z.uuid().nullable() }),
    'select run_id as "runId" from stream_state where connection_id = $1 and stream = $2 for update',
    [connectionId, stream],
  );
  return forRun === undefined || state?.runId === forRun;
}
