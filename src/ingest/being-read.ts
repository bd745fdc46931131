import { z } from 'zod';
import { FatalError } from '../../connectors/kit/errors.js';
import { firstRow, type Tx } from '../database/rows.js';
import { SILENCE } from './heartbeat.js';
import type { Run } from './run.js';

/**
 * Two syncs that took a stream from each other would both never come to its end: only a run whose process is gone is taken over.
 * To be asked while the stream is held.
 * @throws FatalError when a run whose process lives is reading it.
 */
export async function refuseWhileRead(tx: Tx, { opened }: Run, stream: string): Promise<void> {
  const reading = await firstRow(
    tx,
    z.object({ since: z.date(), until: z.date() }),
    `select r.started_at as since, r.heard_at + ${SILENCE} as until from stream_run s join sync_run r on r.id = s.run_id
     where r.connection_id = $1 and s.stream = $2 and s.state = 'running' and r.heard_at > clock_timestamp() - ${SILENCE}
     order by r.heard_at desc limit 1`,
    [opened.id, stream],
  );
  if (reading === undefined) return;
  throw new FatalError(
    `${opened.name} ${stream} is being read since ${reading.since.toISOString()} by another sync, which goes on; nothing was done. ` +
      `Sync again once it has ended. If its process was killed, the next sync takes over from ${reading.until.toISOString()} on`,
  );
}
