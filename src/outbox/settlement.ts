import { ConflictException, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { firstRow, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { currentPolicy } from '../policy/policy.js';
import { Queue } from '../queue/queue.js';
import { outboxStates, type OutboxState, transitions } from './states.js';

/** What a person may say of a message that came to no end by itself. */
@Injectable()
export class Settlement {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly queue: Queue,
  ) {}

  /** It shall not be sent, or not again. What a source may hold of it already stays there, and reconciliation goes on looking. */
  async cancel(tenantId: string, actor: Actor, messageId: string, reason: string): Promise<void> {
    await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      await move(tx, messageId, 'cancelled');
      await tx.query(`update outbox_message set state = 'cancelled', reason = $2, fence = fence + 1, lease_until = null where id = $1`, [
        messageId,
        reason,
      ]);
      await recordAudit(tx, { event: 'message.cancelled', subject: `message:${messageId}` });
    });
  }

  /** A conflict is judged anew: it has to be looked at and approved again, against what the source holds now. */
  async planAgain(tenantId: string, actor: Actor, messageId: string, reason: string): Promise<void> {
    await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      await move(tx, messageId, 'planned', ['conflict']);
      await tx.query(
        `update outbox_message set state = 'planned', reason = $2, fence = fence + 1, lease_until = null, base = null, previewed_at = null, approved_by = null where id = $1`,
        [messageId, reason],
      );
      await recordAudit(tx, { event: 'message.planned-again', subject: `message:${messageId}` });
    });
  }

  /** Somebody looked at the source and knows that a parked write is not there: it is sent once more, on their word. */
  async sendAgain(tenantId: string, actor: Actor, messageId: string, reason: string): Promise<void> {
    await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { outbox } = await currentPolicy(tx);
      await move(tx, messageId, 'approved', ['parked']);
      await tx.query(
        `update outbox_message set state = 'approved', reason = $2, fence = fence + 1, lease_until = null, approved_by = $3,
           approval_expires_at = clock_timestamp() + make_interval(secs => $4) where id = $1`,
        [messageId, reason, `${actor.kind}:${actor.id}`, outbox.approvalHours * 3600],
      );
      await recordAudit(tx, { event: 'message.approved-again', subject: `message:${messageId}` });
    });
    await this.queue.nudge(tenantId, 'outbox');
  }
}

/** Holds the message for the rest of the transaction. @throws when it is not there, or may not go where somebody wants it. */
async function move(tx: Tx, messageId: string, to: OutboxState, from: readonly OutboxState[] = outboxStates): Promise<void> {
  const message = await firstRow(
    tx,
    z.object({ state: z.enum(outboxStates) }),
    'select state from outbox_message where id = $1 for update',
    [messageId],
  );
  if (message === undefined) throw new AskedWronglyError(`there is no message ${messageId}`);
  const legal: readonly OutboxState[] = transitions[message.state];
  if (!from.includes(message.state) || !legal.includes(to))
    throw new ConflictException(`message ${messageId} is ${message.state}; from there it cannot become ${to}`);
}
