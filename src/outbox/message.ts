import { z } from 'zod';
import { bytes, rows, type Tx } from '../database/rows.js';
import { outboxStates, type OutboxState } from './states.js';

export const messageRow = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  operation: z.string(),
  naturalKey: z.string(),
  entity: z.string(),
  idempotencyKey: z.string(),
  change: bytes,
  base: bytes.nullable(),
  state: z.enum(outboxStates),
  fence: z.coerce.number(),
  attempts: z.number().int(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
});
/** A change somebody decided on, on its way to a source and back. */
export type Message = z.infer<typeof messageRow>;

export const messageColumns = `id, connection_id as "connectionId", operation, natural_key as "naturalKey", entity, idempotency_key as "idempotencyKey", change, base, state, fence, attempts, reference, reason`;

/** What changes with a message's state. */
export interface Becoming {
  readonly state: OutboxState;
  readonly reason?: string;
  readonly reference?: string;
  /** For `unknown`: when the source may be asked again. */
  readonly lookAgainInMs?: number;
}

/**
 * Moves a claimed message on, if the claim still holds. @returns false when somebody else has claimed it since: then nothing is written.
 */
export async function become(
  tx: Tx,
  message: Pick<Message, 'id' | 'fence'>,
  { state, reason, reference, lookAgainInMs }: Becoming,
): Promise<boolean> {
  const moved = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `update outbox_message set state = $3, reason = $4, reference = coalesce($5, reference), lease_until = null,
       look_again_at = case when $6::bigint is null then null else clock_timestamp() + $6::bigint * interval '1 millisecond' end,
       approved_by = case when $3 = 'planned' then null else approved_by end
     where id = $1 and fence = $2 returning id`,
    [message.id, message.fence, state, reason ?? null, reference ?? null, lookAgainInMs ?? null],
  );
  return moved.length > 0;
}
