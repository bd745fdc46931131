import { ConflictException } from '@nestjs/common';
import { z } from 'zod';
import { typed } from '../config/typed.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';

/** Approvals count against the limit of their connection for this long. */
const WINDOW = `interval '24 hours'`;

/** How many writes were approved over each connection of late, and when the first of them counts no longer. */
export const APPROVED_LATELY = `select connection_id, count(*) as approvals, min(approved_at) + ${WINDOW} as ends_at
  from outbox_approval where approved_at > clock_timestamp() - ${WINDOW} group by connection_id`;

const asked = z.object({ connectionId: z.uuid(), name: z.string(), messages: count });
const recent = z.object({ approvals: count, endsAt: z.date().nullable() });

/**
 * Writes down that messages are being approved, and holds every connection to its limit. To be called in the transaction that approves
 * them, before it touches them: whoever approves for the same connection stands in line, so that no two look past each other.
 * Each approval counts, also a second one of the same message: it may lead to a second write.
 * @throws ConflictException where the policy's limit would be passed; then nothing may be approved.
 */
export async function recordApprovals(tx: Tx, messageIds: readonly string[], approvalsPerDay: number): Promise<void> {
  const connections = await rows(
    tx,
    asked,
    `select c.id as "connectionId", c.name, count(*) as messages from outbox_message m join connection c on c.id = m.connection_id
     where m.id = any ($1::uuid[]) group by c.id, c.name order by c.id`, // in one order, so that two who approve for several wait for each other once
    [messageIds],
  );
  for (const { connectionId, name, messages } of connections) {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`approvals ${connectionId}`]);
    const { approvals, endsAt } = await approvedLately(tx, connectionId);
    if (approvals + messages > approvalsPerDay)
      throw new ConflictException(tooMany({ name, messages, approvals, approvalsPerDay, endsAt }));
  }
  await tx.query(
    `insert into outbox_approval (tenant_id, message_id, connection_id)
     select tenant_id, id, connection_id from outbox_message where id = any ($1::uuid[])`,
    [messageIds],
  );
}

async function approvedLately(tx: Tx, connectionId: string): Promise<z.output<typeof recent>> {
  const found = await firstRow(
    tx,
    recent,
    `select approvals, ends_at as "endsAt" from (${APPROVED_LATELY}) as lately where connection_id = $1`,
    [connectionId],
  );
  return found ?? { approvals: 0, endsAt: null };
}

function tooMany(over: {
  readonly name: string;
  readonly messages: number;
  readonly approvals: number;
  readonly approvalsPerDay: number;
  readonly endsAt: Date | null;
}): string {
  const { name, messages, approvals, approvalsPerDay, endsAt } = over;
  const room = Math.max(0, approvalsPerDay - approvals);
  const ways = [
    ...(room > 0 ? [`approve ${room} or fewer`] : []),
    ...(endsAt === null ? [] : [`wait until ${endsAt.toISOString()}, when the first of them counts no longer`]),
    `have the policy changed (outbox.approvalsPerDay): ${typed('policy show')}`,
  ];
  return `the policy allows ${approvalsPerDay} approved writes over ${name} within 24 hours; ${approvals} were approved already, and these are ${messages}. None was approved: ${ways.join(', or ')}`;
}
