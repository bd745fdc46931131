import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { firstRow, rows, type Tx } from '../database/rows.js';
import { GROUND_GONE_SINCE_SEEN } from './ground.js';
import { type Message, messageColumns, messageRow } from './message.js';
import { HAS_NEWER, HAS_TO_WAIT, oneOfItsEntity } from './order.js';

/** How long a worker may hold a message. A request's own deadline is far shorter, so that none outlives the right to send it. */
export const LEASE_MS = 60_000;
export const REQUEST_TIMEOUT_MS = 15_000;
const AT_ONCE = 16;

/** How long a write that did not get through waits for its next attempt: a lost answer or two not at all, a source in trouble longer each time. */
export const patienceMs = (attempts: number): number => (attempts <= 3 ? 0 : Math.min(LEASE_MS, 500 * 2 ** (attempts - 3)));

/** Messages somebody may work on now or later. What has left is settled whatever else waits; what has not, in its turn, or when its approval ran out, and not while the kill switch is on. */
const AWAITED = `outbox_message m join connection c on c.id = m.connection_id
  where (m.state in ('sent', 'acknowledged', 'unknown') or (m.state = 'approved' and c.writes = 'on' and (not ${HAS_TO_WAIT} or m.approval_expires_at < clock_timestamp())))`;

/**
 * Takes messages that wait: of one entity one at a time and in order.
 * Each claim raises the fence: whoever held it before can write nothing more.
 */
export function claim(tx: Tx): Promise<Message[]> {
  return rows(
    tx,
    messageRow,
    // Chosen and locked once, apart from the update: as a subquery it may be run again for each row it is joined with.
    `with taken as materialized (
       select m.id as taken_id from ${AWAITED}
         and (m.lease_until is null or m.lease_until < clock_timestamp())
         and (m.state <> 'unknown' or m.look_again_at <= clock_timestamp())
       order by m.seq limit ${AT_ONCE} for update of m skip locked)
     update outbox_message set fence = fence + 1, attempts = attempts + 1, lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'
     from taken where id = taken_id
     returning ${messageColumns}`,
  );
}

/**
 * The last look before a request leaves: lease, kill switch, order and what was decided on, by the database's clock, in one statement.
 * @returns false when it may not leave: then nothing is written.
 */
export async function markSent(tx: Tx, message: Message): Promise<boolean> {
  await oneOfItsEntity(tx, message);
  const marked = await firstRow(
    tx,
    z.object({ id: z.uuid() }),
    `update outbox_message m set state = 'sent'
     where m.id = $1 and m.state = 'approved' and m.fence = $2
       and m.lease_until > clock_timestamp() + ${REQUEST_TIMEOUT_MS} * interval '1 millisecond'
       and not coalesce(m.approval_expires_at < clock_timestamp(), false)
       and not ${HAS_NEWER} and not ${HAS_TO_WAIT} and not ${GROUND_GONE_SINCE_SEEN}
       and exists (select from connection c where c.id = m.connection_id and c.writes = 'on') returning m.id`,
    [message.id, message.fence],
  );
  if (marked !== undefined) await recordAudit(tx, { event: 'message.sent', subject: `message:${message.id}` });
  return marked !== undefined;
}

/** When the next message that waits for a source's lag, or for a lost worker's lease, may be taken; undefined when none waits. */
export const NEXT_DUE = `select min(greatest(coalesce(m.lease_until, clock_timestamp()), case when m.state = 'unknown' then m.look_again_at end)) as due from ${AWAITED}`;

/** Leaves a message where it is and tries again later, longer each time; changes nothing once somebody else has it. */
export const DEFER = `update outbox_message set reason = $4, failed_openings = $5,
  lease_until = clock_timestamp() + least(${LEASE_MS}, 500 * power(2, least(attempts, 10))) * interval '1 millisecond'
  where id = $1 and state = $2 and fence = $3`;
