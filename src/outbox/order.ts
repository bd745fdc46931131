import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { firstRow, type Tx } from '../database/rows.js';
import type { Message, Seal } from './message.js';

/** Asked of a message `m`: whether a newer decision on the same matter was planned since, and nobody called that one off. */
export const HAS_NEWER = `exists (select from outbox_message newer
  where newer.connection_id = m.connection_id and newer.operation = m.operation and newer.natural_key = m.natural_key
    and newer.seq > m.seq and newer.state <> 'cancelled')`;

const COMES_FIRST = `from outbox_message other
  where other.connection_id = m.connection_id and other.entity = m.entity and other.id <> m.id
    and (other.state in ('sent', 'acknowledged', 'unknown') or (other.seq < m.seq and other.state in ('approved', 'parked')))`;

/**
 * Asked of an approved message `m`: whether another one of its entity is on its way, or an earlier one still comes first.
 * A later one counts while it is on its way: the earlier was approved after that had left.
 */
export const HAS_TO_WAIT = `exists (select ${COMES_FIRST})`;

/** Which one that is, in words; null where there is none. */
export const WAITS_FOR = `(select 'waits for message ' || other.id || ' of the same entity, which is ' || other.state ${COMES_FIRST} order by other.seq limit 1)`;

/** The state of that one; null where there is none. */
export const FIRST_BEFORE = `(select other.state ${COMES_FIRST} order by other.seq limit 1)`;

/** Two messages of one entity are never marked as sent at once: each would look past the other, which is not committed yet. */
export const oneOfItsEntity = (tx: Tx, { connectionId, entity }: Pick<Message, 'connectionId' | 'entity'>): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`outbox ${connectionId} ${entity}`]);

/** Said of a message that a newer decision took the place of. */
export const OVERTAKEN = 'a newer decision took its place';

/**
 * Takes an older decision out of the way of a newer one. To be called wherever a message comes back to where it could be sent from:
 * it may have been out of reach when the newer one was planned.
 * @returns whether there is a newer one.
 */
export async function supersedeOlder(tx: Tx, seal: Seal, messageId: string): Promise<boolean> {
  const superseded = await firstRow(
    tx,
    z.object({ id: z.uuid() }),
    `update outbox_message m set state = 'superseded', reason = $2,
       fence = fence + 1, lease_until = null, look_again_at = null
     where m.id = $1 and m.state in ('planned', 'approved') and ${HAS_NEWER} returning m.id`,
    [messageId, seal(OVERTAKEN)],
  );
  if (superseded !== undefined) await recordAudit(tx, { event: 'message.superseded', subject: `message:${messageId}` });
  return superseded !== undefined;
}
