import type { Tenancy } from '../database/tenancy.js';
import type { Run } from './run.js';

const BEAT_MS = 15_000;

/** A run that was not heard of for so long, by the database's clock, has lost its process. Many beats, as a busy machine or a slow database may miss some. */
export const SILENCE = `interval '3 minutes'`;

/** Says of a run from time to time that its process lives, until told to stop. A beat that cannot be written is missed and nothing more. */
export function sayItLives(tenancy: Tenancy, { tenantId, actor, id }: Run): () => void {
  const beat = () =>
    void tenancy
      .inTenant(tenantId, actor, (tx) => tx.query('update sync_run set heard_at = clock_timestamp() where id = $1', [id]))
      .catch(() => undefined);
  const timer = setInterval(beat, BEAT_MS);
  timer.unref(); // it tells of a process; it does not keep one alive
  return () => clearInterval(timer);
}
