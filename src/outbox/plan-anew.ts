import { ConflictException } from '@nestjs/common';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { bytes, firstRow, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { planMessage } from './plan-message.js';
import { recordDelivery } from './record-delivery.js';
import { outboxStates, type OutboxState } from './states.js';

/** Asked of a message `m`: whether a newer message of the same matter has been planned since, whatever became of that. */
export const TAKEN_UP = `exists (select from outbox_message newer
  where newer.connection_id = m.connection_id and newer.operation = m.operation and newer.natural_key = m.natural_key and newer.seq > m.seq)`;

const endedRow = z.object({
  state: z.enum(outboxStates),
  connectionId: z.uuid(),
  operation: z.string(),
  entity: z.string(),
  naturalKey: z.string(),
  decisionId: z.uuid(),
  change: bytes,
  idempotencyKey: z.string(),
  attempts: z.number().int(),
  takenUp: z.boolean(),
});

/**
 * Plans once more what a source refused or a person cancelled, as a message of its own that follows from the same decision; the old one stays
 * as it is. The new key is made from the old one's, so that planning again twice plans once.
 * @param reason sealed.
 * @returns undefined where the message is neither.
 * @throws ConflictException where another message has taken its place.
 */
export async function planAnew(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  messageId: string,
  reason: Buffer,
): Promise<{ id: string; state: OutboxState } | undefined> {
  const ended = await firstRow(
    tx,
    endedRow,
    `select connection_id as "connectionId", operation, entity, natural_key as "naturalKey", decision_id as "decisionId", change,
       idempotency_key as "idempotencyKey", attempts, state, ${TAKEN_UP} as "takenUp"
     from outbox_message m where id = $1 and state in ('rejected', 'cancelled') for update`,
    [messageId],
  );
  if (ended === undefined) return undefined;
  if (ended.takenUp)
    throw new ConflictException(`a newer message has taken the place of ${messageId}: settle that one, or have the matter decided again`);
  const { idempotencyKey, attempts, state, takenUp: _takenUp, ...matter } = ended;
  const id = await planMessage(tx, tenantId, envelope, {
    ...matter,
    change: envelope.open(tenantId, ended.change),
    version: `again ${idempotencyKey}`,
  });
  await recordDelivery(tx, { messageId, attempt: attempts, step: 'settle', outcome: state, tookMs: 0, reason });
  await recordAudit(tx, { event: 'message.planned-again', subject: `message:${messageId}`, details: { by: id } });
  const planned = await firstRow(tx, z.object({ state: z.enum(outboxStates) }), 'select state from outbox_message where id = $1', [id]);
  return { id, state: planned?.state ?? 'planned' };
}
