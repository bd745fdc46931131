import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { HubError } from '../../connectors/kit/errors.js';
import { rows } from '../database/rows.js';
import type { Tenancy } from '../database/tenancy.js';
import type { Run } from './run.js';

const leftRow = z.object({ stream: z.string(), checkpoint: z.unknown() });

/**
 * The streams whose last read did not come to a believed end, and cannot be gone on with: what they were read from is another by now.
 * To be asked with the streams in hand, before the run begins: no other run moves their checkpoints meanwhile.
 */
export async function brokenOff(
  tenancy: Tenancy,
  { tenantId, actor, opened }: Run,
  streams: readonly AnyStream<unknown>[],
): Promise<ReadonlySet<string>> {
  const left = await tenancy.inTenant(tenantId, actor, (tx) =>
    rows(
      tx,
      leftRow,
      `select state.stream, state.checkpoint from stream_state state where state.connection_id = $1 and state.checkpoint is not null
         and not exists (select from stream_run s where s.run_id = state.run_id and s.stream = state.stream and s.believed)`,
      [opened.id],
    ),
  );
  const anew = new Set<string>();
  for (const { stream: name, checkpoint } of left) {
    const stream = streams.find((candidate) => candidate.name === name);
    if (stream?.goesOnFrom !== undefined && !(await goesOn(stream, opened.connection, checkpoint))) anew.add(name);
  }
  return anew;
}

/** Where the source does not say, reading it will. */
async function goesOn(stream: AnyStream<unknown>, connection: Run['opened']['connection'], checkpoint: unknown): Promise<boolean> {
  try {
    return (await stream.goesOnFrom?.(connection, stream.checkpoint.parse(checkpoint))) ?? true;
  } catch (cause) {
    if (cause instanceof HubError) return true;
    throw cause;
  }
}
