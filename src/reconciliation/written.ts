import { z } from 'zod';
import { bytes, rows, type Tx } from '../database/rows.js';
import { ACCEPTED } from '../outbox/acceptance.js';
import { mayHaveLanded, SAID_YES } from '../outbox/sent-before.js';
import { outboxStates } from '../outbox/states.js';

const writtenRow = z.object({
  id: z.uuid(),
  operation: z.string(),
  idempotencyKey: z.string(),
  reference: z.string().nullable(),
  change: bytes,
  base: bytes.nullable(),
  naturalKey: z.string(),
  state: z.enum(outboxStates),
  calledOff: z.boolean(),
  newest: z.boolean(),
  /** The source said no to it: nothing of it is meant to be there. */
  refused: z.boolean(),
  /** Sealed: what somebody accepted in its place. */
  accepted: bytes.nullable(),
});
/** A message that reached its source, or may have, whatever was said to it there and became of it since. */
export type Written = z.output<typeof writtenRow>;

/**
 * What reached the source behind a connection, or may have. What was called off stays in it: its effect does not go away by that.
 * So does what the source refused: it may have done it all the same.
 * The newest of a matter is the one whose value was meant to stay; one that is not on its way (any more) and was never said yes to is not.
 */
export function writtenOver(tx: Tx, connectionId: string): Promise<Written[]> {
  return rows(
    tx,
    writtenRow,
    `select id, operation, "idempotencyKey", reference, change, base, "naturalKey", state, "calledOff", refused, accepted,
       "calledOff" or row_number() over (partition by operation, "naturalKey", "calledOff", refused order by seq desc) = 1 as newest
     from (select m.id, m.operation, m.idempotency_key as "idempotencyKey", m.reference, m.change, m.base, m.state, m.natural_key as "naturalKey", m.seq, ${ACCEPTED} as accepted,
         m.state = 'rejected' as refused,
         m.state in ('planned', 'approved', 'conflict', 'superseded', 'cancelled') and not ${SAID_YES} as "calledOff"
       from outbox_message m where m.connection_id = $1 and (m.state = 'rejected' or ${mayHaveLanded('m')})) as written
     order by seq`,
    [connectionId],
  );
}

/** What is to be known beside the comparison: that somebody accepted something else in its place, or called the message off after it had left. */
export function noteOn({ state, accepted }: Pick<Written, 'state' | 'accepted'>): string | undefined {
  if (accepted !== null) return 'somebody accepted what stood there in the place of what was decided';
  if (state === 'cancelled') return 'cancelled after it was sent';
  return state === 'superseded' ? 'something newer took its place after it was sent' : undefined;
}
