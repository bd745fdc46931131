import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import type { Fields } from '../../connectors/kit/connector.js';
import { differences, notShown } from '../../connectors/kit/differences.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { Connections } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { Queue } from '../queue/queue.js';
import { ABOUT } from './about.js';
import { type Message, messageColumns, messageRow, noMessage } from './message.js';
import { operationNamed } from './operation-of.js';
import { keyedHash } from './preview.js';
import { recordDelivery } from './record-delivery.js';
import type { Settled } from './settlement.js';
import type { OutboxState } from './states.js';

/** A field as it stands at the source, and as it was wanted there. */
export const standingField = z.object({ field: z.string(), held: z.unknown(), wanted: z.unknown() });

/** What stands at a source in the place of what a message wanted. An acceptance names it by the hash, and holds for nothing else. */
export const standing = z.object({
  connection: z.string(),
  operation: z.string(),
  entity: z.string(),
  /** Whom it is about, by name; null where it is about nobody. */
  about: z.string().nullable(),
  fields: z.array(standingField),
  heldHash: keyedHash,
});
export type Standing = z.infer<typeof standing>;

export const acceptance = standing
  .pick({ heldHash: true })
  .extend({ reason: z.string().trim().min(1, 'say why, in words; it is kept with what you accept') });
export type AcceptanceRequest = z.infer<typeof acceptance>;

/** Of a message `m`: the fields somebody last accepted in the place of what it wanted, sealed; null where nobody did. */
export const ACCEPTED = `(select a.held from outbox_acceptance a where a.message_id = m.id order by a.at desc limit 1)`;

/**
 * A conflict ends with it. What is at its end stays where it is: a source may rewrite what was verified, hold something else than was cancelled,
 * or have done what it refused.
 */
const ACCEPTABLE = ['conflict', 'verified', 'cancelled', 'rejected'] as const;

const aboutRow = messageRow.extend({ about: standing.shape.about });
type About = z.infer<typeof aboutRow>;

interface Looked {
  readonly message: About;
  readonly held: Fields;
  readonly standing: Standing;
}

/** What the source holds is right as it is, a person says: what was ever sent is compared with that from then on, and not with what was wanted. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
    private readonly queue: Queue,
  ) {}

  /**
   * Looks at what the source holds now, where it is not what the message wanted. Nothing is written down.
   * @throws NotFoundException when the tenant has no such message.
   * @throws ConflictException when there is nothing to accept: the message is not at a conflict or at its end, the source holds what was wanted, or did not do what it refused, or shows nothing.
   */
  async look(tenantId: string, actor: Actor, messageId: string): Promise<Standing> {
    return (await this.#look(tenantId, actor, messageId)).standing;
  }

  /**
   * Accepts what stands at the source, as somebody has seen it. A conflict is cancelled by it; what was verified or cancelled stays that.
   * @throws ConflictException when there is nothing to accept, or something else stands there by now.
   */
  async accept(tenantId: string, actor: Actor, messageId: string, request: AcceptanceRequest): Promise<Settled> {
    const { heldHash, reason } = acceptance.parse(request);
    const { message, held, standing: now } = await this.#look(tenantId, actor, messageId);
    if (now.heldHash !== heldHash)
      throw new ConflictException(
        `what stands at the source is not what you saw of message ${messageId}; nothing was accepted. See it as it is: ${typed(`outbox accept ${messageId}`)}`,
      );
    const settled = await this.tenancy.inTenant(tenantId, actor, (tx) => this.#keep(tx, { tenantId, actor, message, held, reason }));
    await this.queue.nudge(tenantId, 'outbox');
    return settled;
  }

  async #look(tenantId: string, actor: Actor, messageId: string): Promise<Looked> {
    const message = await this.tenancy.inTenant(tenantId, actor, (tx) => acceptable(tx, messageId));
    const opened = await this.connections.open(tenantId, actor, message.connectionId, new AbortController().signal);
    const operation = operationNamed(opened.spec, message.operation);
    const change: unknown = operation.change.parse(this.envelope.open(tenantId, message.change));
    const { idempotencyKey, reference } = message;
    const all = await operation.readBack(opened.connection, change, idempotencyKey, reference ?? undefined);
    if (all === undefined)
      throw new ConflictException(
        `the source holds nothing of message ${messageId}: ${instead(message.state, 'have the matter decided again, if it is to be there')}`,
      );
    const wanted = operation.expected(change, idempotencyKey);
    const hidden = notShown(wanted, all);
    if (hidden.length > 0)
      throw new ConflictException(
        `the source does not show ${hidden.join(', ')} to the user of this connection's key, and nobody can accept what cannot be seen: give the user the right to see it`,
      );
    const isAsWanted = differences(operation, wanted, all).length === 0;
    if (message.state === 'rejected' && !isAsWanted)
      throw new ConflictException(`the source refused message ${messageId} and holds something else, so there is nothing to accept`);
    if (message.state !== 'rejected' && isAsWanted)
      throw new ConflictException(
        `the source holds what message ${messageId} wanted, so there is nothing to accept: ${instead(message.state, 'all is as it was decided')}`,
      );
    const held = Object.fromEntries(Object.keys(wanted).map((field) => [field, all[field]]));
    const fields = Object.entries(wanted).map(([field, value]) => ({ field, held: held[field] ?? null, wanted: value }));
    const { operation: name, entity, about } = message;
    const heldHash = this.envelope.changeHash(held).toString('hex');
    return { message, held, standing: { connection: opened.name, operation: name, entity, about, fields, heldHash } };
  }

  /** Nothing is kept twice: who accepts once more what was accepted last changes nothing. */
  async #keep(tx: Tx, { tenantId, actor, message, held, reason }: Keeping): Promise<Settled> {
    const { id, attempts, state: before } = await acceptable(tx, message.id, 'for update'); // it may have moved while its source was looked at
    const hash = this.envelope.changeHash(held);
    const last = await firstRow(
      tx,
      z.object({ isSame: z.boolean() }),
      'select held_hash = $2 as "isSame" from outbox_acceptance where message_id = $1 order by at desc limit 1',
      [id, hash],
    );
    const state = before === 'conflict' ? 'cancelled' : before;
    if (last?.isSame === true && state === before) return { id, state };
    const sealed = this.envelope.seal(tenantId, reason);
    await tx.query(
      `insert into outbox_acceptance (tenant_id, message_id, held, held_hash, reason, accepted_by, trace_id)
       values (app_tenant(), $1, $2, $3, $4, $5, (select trace_id from outbox_message where id = $1))`,
      [id, this.envelope.seal(tenantId, held), hash, sealed, `${actor.kind}:${actor.id}`],
    );
    await tx.query(
      `update outbox_message set state = $2, reason = $3, fence = fence + 1, lease_until = null, look_again_at = null where id = $1`,
      [id, state, this.envelope.seal(tenantId, `what stands there was accepted in its place: ${reason}`)],
    );
    await recordDelivery(tx, { messageId: id, attempt: attempts, step: 'settle', outcome: state, tookMs: 0, reason: sealed });
    await recordAudit(tx, { event: 'message.accepted', subject: `message:${id}`, details: { held: hash.toString('hex') } });
    return { id, state };
  }
}

interface Keeping {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly message: Message;
  readonly held: Fields;
  readonly reason: string;
}

/** @param atItsEnd what is to be said where nothing can be done with the message itself. */
function instead(state: OutboxState, atItsEnd: string): string {
  if (state === 'verified') return atItsEnd;
  const again = 'plan it again, and it is compared with what is there';
  return state === 'conflict' ? `${again}; or cancel it` : again;
}

async function acceptable(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<About> {
  const found = await firstRow(tx, aboutRow, `select ${messageColumns}, ${ABOUT} as about from outbox_message m where id = $1 ${lock}`, [
    id,
  ]);
  if (found === undefined) throw new NotFoundException(noMessage(id));
  if (ACCEPTABLE.some((state) => state === found.state)) return found;
  throw new ConflictException(
    `message ${id} is ${found.state}: what stands at the source can be accepted in the place of one that is ${ACCEPTABLE.join(', ')}`,
  );
}
