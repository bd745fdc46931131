import { ConflictException, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { count, firstRow, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { currentPolicy } from '../policy/policy.js';
import { Envelope } from '../files/envelope.js';
import { typed } from '../config/typed.js';
import { Queue } from '../queue/queue.js';
import { recordApprovals } from './approval-limit.js';
import { noMessage, type Seal } from './message.js';
import { supersedeOlder } from './order.js';
import { messageView } from './outbox.js';
import { planAnew } from './plan-anew.js';
import { recordDelivery } from './record-delivery.js';
import { outboxStates, type OutboxState, transitions } from './states.js';

const statesBefore = (to: OutboxState): OutboxState[] =>
  outboxStates.filter((state) => (transitions[state] as readonly OutboxState[]).includes(to));

interface Settling {
  readonly to: 'cancelled' | 'planned' | 'approved';
  readonly from: readonly OutboxState[];
  readonly event: string;
}

const settlings = {
  /** It shall not be sent, or not again. What a source may hold of it already stays there, and reconciliation goes on looking. */
  cancel: { to: 'cancelled', from: statesBefore('cancelled'), event: 'message.cancelled' },
  /** A conflict is judged anew (and a rejected or a cancelled one as a new message): it has to be looked at and approved again, against what the source holds now. */
  'plan-again': { to: 'planned', from: ['conflict'], event: 'message.planned-again' },
  /** Somebody looked at the source and knows that a parked write is not there: it is sent once more, on their word. */
  'send-again': { to: 'approved', from: ['parked'], event: 'message.approved-again' },
} as const satisfies Readonly<Record<string, Settling>>;

export const settlement = z.object({
  act: z.enum(Object.keys(settlings) as [keyof typeof settlings, ...(keyof typeof settlings)[]]), // keys of the very object above
  reason: z.string().trim().min(1, 'say why, in words; it is kept'),
  /** As it was for whoever decides; where it went on since, even to the same state again, nothing is done. */
  seen: messageView.pick({ state: true, fence: true }).optional(),
});
export type SettlementRequest = z.infer<typeof settlement>;
type Seen = SettlementRequest['seen'];

const stateRow = z.object({ state: z.enum(outboxStates) });
const seenRow = stateRow.extend({ fence: count });

export interface Settled {
  readonly id: string;
  readonly state: OutboxState;
}

/** What a person may say of a message that came to no end by itself. */
@Injectable()
export class Settlement {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
    private readonly queue: Queue,
  ) {}

  /**
   * @returns which message it is about now, and what that is: `superseded` where a newer decision has taken the place of one that was
   * taken up again, and a new message where a rejected or a cancelled one was planned again.
   * @throws AskedWronglyError when the tenant has no such message.
   * @throws ConflictException when it is in a state from which that cannot be, or is to be sent again and the policy allows no more within 24 hours,
   * or went on since it was seen.
   */
  async settle(tenantId: string, actor: Actor, messageId: string, request: SettlementRequest): Promise<Settled> {
    const { act, reason, seen } = settlement.parse(request);
    const seal: Seal = (value) => this.envelope.seal(tenantId, value);
    const anew =
      act !== 'plan-again'
        ? undefined
        : await this.tenancy.inTenant(tenantId, actor, async (tx) => {
            await refuseUnseen(tx, messageId, seen);
            return planAnew(tx, tenantId, this.envelope, messageId, seal(reason));
          });
    const now = anew ?? { id: messageId, state: await this.#move(tenantId, actor, messageId, { ...settlings[act], reason, seen }) };
    await this.queue.nudge(tenantId, 'outbox'); // what waited behind it may leave now
    return now;
  }

  #move(
    tenantId: string,
    actor: Actor,
    messageId: string,
    { to, from, reason, event, seen }: Settling & { readonly reason: string; readonly seen: Seen },
  ): Promise<OutboxState> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { outbox } = await currentPolicy(tx);
      if (to === 'approved') await recordApprovals(tx, [messageId], outbox.approvalsPerDay);
      await refuseUnseen(tx, messageId, seen);
      const seal: Seal = (value) => this.envelope.seal(tenantId, value);
      const moved = await firstRow(
        tx,
        z.object({ attempts: z.number().int() }),
        `update outbox_message set state = $2, reason = $4, fence = fence + 1, lease_until = null, look_again_at = null,
           base = case when $2 = 'planned' then null else base end,
           base_hash = case when $2 = 'planned' then null else base_hash end,
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

/**
 * What somebody says of a message holds for what they saw: a conflict that another cancelled meanwhile is not planned again by it, and a
 * parked one that another had sent and that is parked again is not sent once more. To cancel an approved one holds however often its
 * turn came meanwhile: each try raises the fence, and its state is the same.
 */
async function refuseUnseen(tx: Tx, messageId: string, seen: Seen): Promise<void> {
  if (seen === undefined) return;
  const message = await firstRow(tx, seenRow, 'select state, fence from outbox_message where id = $1 for update', [messageId]);
  if (message === undefined) return;
  const isSameState = message.state === seen.state;
  if (isSameState && (message.fence === seen.fence || message.state === 'approved')) return;
  const happened = isSameState
    ? `is ${message.state} as when you looked at it, but something was done with it since`
    : `is ${message.state} by now, and was ${seen.state} when you looked at it`;
  throw new ConflictException(`message ${messageId} ${happened}: what you said was not recorded. Look at it again, and settle it as it is`);
}

/** Why a message could not be settled: it is not there, or may not go where somebody wants it. */
async function refusal(tx: Tx, messageId: string, to: OutboxState): Promise<Error> {
  const message = await firstRow(tx, stateRow, 'select state from outbox_message where id = $1', [messageId]);
  if (message === undefined) return new AskedWronglyError(noMessage(messageId));
  const acts = Object.entries(settlings).filter(([, { from }]) => (from as readonly OutboxState[]).includes(message.state));
  const anew = message.state === 'rejected' || message.state === 'cancelled' ? ['plan-again'] : [];
  const possible = [...acts.map(([act]) => act), ...anew].map((act) => typed(`outbox ${act} ${messageId} --reason …`)).join(' · ');
  return new ConflictException(
    `message ${messageId} is ${message.state}, and from there it cannot become ${to}; ${possible === '' ? 'it goes on by itself, or is at its end' : `what you can do: ${possible}`}`,
  );
}
