import { z } from 'zod';
import { marker } from '../../connectors/kit/marker.js';
import { rows, type Tx } from '../database/rows.js';
import { outboxStates, type OutboxState } from '../outbox/states.js';

const ownRow = z.object({
  id: z.uuid(),
  idempotencyKey: z.string(),
  state: z.enum(outboxStates),
  connectionId: z.uuid(),
  connection: z.string(),
});
/** A message of the tenant whose mark was found where the report did not look for it. */
export type Own = z.output<typeof ownRow>;

/** What is to be said of a mark that is there beyond what was meant; `elsewhere` where another part of the report speaks of it, or the next one does. */
export type Explained = { readonly messageId: string; readonly reason: string } | 'elsewhere';

/** The tenant's messages that made these marks, whatever became of them and whatever connection they are for. */
export async function ownMarks(tx: Tx, marks: ReadonlySet<string>): Promise<Map<string, Own>> {
  if (marks.size === 0) return new Map();
  const all = await rows(
    tx,
    ownRow,
    `select m.id, m.idempotency_key as "idempotencyKey", m.state, m.connection_id as "connectionId", c.name as connection
     from outbox_message m join connection c on c.id = m.connection_id`,
    [],
  );
  return new Map(all.map((own) => [marker(own.idempotencyKey), own] as const).filter(([mark]) => marks.has(mark)));
}

/** States a message has only once it left: it did so after the report had read what was written. */
const LEFT: ReadonlySet<OutboxState> = new Set(['sent', 'acknowledged', 'unknown', 'parked', 'verified']);

/** @param isSameSystem whether the connection the message is for reaches the very system that was looked at. */
export function explain(
  { id: messageId, state, connection }: Own,
  here: { readonly isItsOwn: boolean; readonly isSameSystem: boolean },
): Explained {
  if (!here.isItsOwn && here.isSameSystem) return 'elsewhere'; // it is compared where it was written
  if (!here.isItsOwn)
    return {
      messageId,
      reason: `carries the mark of a message for the connection ${connection}, which reaches another system: somebody copied it`,
    };
  if (LEFT.has(state)) return 'elsewhere';
  if (state === 'rejected') return { messageId, reason: 'the source refused this message, and what it wanted is there all the same' };
  return {
    messageId,
    reason: `this message is ${state}, and nothing of it was sent as far as the hub knows; what it wanted is there all the same`,
  };
}
