import { ConflictException, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { firstRow, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { currentPolicy } from '../policy/policy.js';
import { Envelope } from '../files/envelope.js';
import { Queue } from '../queue/queue.js';
import type { Seal } from './message.js';
import { supersedeOlder } from './order.js';
import { recordDelivery } from './record-delivery.js';
import { outboxStates, type OutboxState, transitions } from './states.js';

interface Settling {
  readonly to: 'cancelled' | 'planned' | 'approved';
  readonly from: readonly OutboxState[];
  readonly reason: string;
  readonly event: string;
}

/** What a person may say of a message that came to no end by itself. Each answers what the message is now. */
@Injectable()
export class Settlement {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
    private readonly queue: Queue,
  ) {}

  /** It shall not be sent, or not again. What a source may hold of it already stays there, and reconciliation goes on looking. */
  cancel(tenantId: string, actor: Actor, messageId: string, reason: string): Promise<OutboxState> {
    return this.#settle(tenantId, actor, messageId, {
      to: 'cancelled',
      from: statesBefore('cancelled'),
      reason,
      event: 'message.cancelled',
    });
  }

  /** A conflict is judged anew: it has to be looked at and approved again, against what the source holds now. */
  planAgain(tenantId: string, actor: Actor, messageId: string, reason: string): Promise<OutboxState> {
    return this.#settle(tenantId, actor, messageId, { to: 'planned', from: ['conflict'], reason, event: 'message.planned-again' });
  }

  /** Somebody looked at the source and knows that a parked write is not there: it is sent once more, on their word. */
  async sendAgain(tenantId: string, actor: Actor, messageId: string, reason: string): Promise<OutboxState> {
    const settling: Settling = { to: 'approved', from: ['parked'], reason, event: 'message.approved-again' };
    const now = await this.#settle(tenantId, actor, messageId, settling);
    await this.queue.nudge(tenantId, 'outbox');
    return now;
  }

  /** @returns `superseded` where a newer decision has taken the place of a message that was taken up again. */
  #settle(tenantId: string, actor: Actor, messageId: string, { to, from, reason, event }: Settling): Promise<OutboxState> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { outbox } = await currentPolicy(tx);
      const seal: Seal = (value) => this.envelope.seal(tenantId, value);
      const moved = await firstRow(
        tx,
        z.object({ attempts: z.number().int() }),
        `update outbox_message set state = $2, reason = $4, fence = fence + 1, lease_until = null, look_again_at = null,
           base = case when $2 = 'planned' then null else base end,
           previewed_at = case when $2 = 'planned' then null else previewed_at end,
           approved_by = case $2 when 'planned' then null when 'approved' then $5 else approved_by end,
           approval_expires_at = case when $2 = 'approved' then clock_timestamp() + make_interval(secs => $6) else approval_expires_at end
         where id = $1 and state = any ($3) returning attempts`,
        [messageId, to, from, seal(reason), `${actor.kind}:${actor.id}`, outbox.approvalHours * 3600],
      );
      if (moved === undefined) throw await refusal(tx, messageId, to);
      await recordDelivery(tx, { messageId, attempt: moved.attempts, step: 'settle', outcome: to, tookMs: 0, reason: seal(reason) });
      await recordAudit(tx, { event, subject: `message:${messageId}` });
      return (await supersedeOlder(tx, seal, messageId)) ? 'superseded' : to;
    });
  }
}

const statesBefore = (to: OutboxState): OutboxState[] =>
  outboxStates.filter((state) => (transitions[state] as readonly OutboxState[]).includes(to));

/** Why a message could not be settled: it is not there, or may not go where somebody wants it. */
async function refusal(tx: Tx, messageId: string, to: OutboxState): Promise<Error> {
  const message = await firstRow(tx, z.object({ state: z.enum(outboxStates) }), 'select state from outbox_message where id = $1', [
    messageId,
  ]);
  if (message === undefined) return new AskedWronglyError(`there is no message ${messageId}`);
  return new ConflictException(`message ${messageId} is ${message.state}; from there it cannot become ${to}`);
}
