import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AnyOperation } from '../../connectors/kit/connector.js';
import { differences, notShown } from '../../connectors/kit/differences.js';
import { HubError, isRefusedForGood } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { Connections, type Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { LOG, type Log } from '../log/log.js';
import { claim, DEFER, markSent, NEXT_DUE, patienceMs, REQUEST_TIMEOUT_MS } from './claim.js';
import { become, type Becoming, type Message, type Seal, sealedReason } from './message.js';
import { operationNamed } from './operation-of.js';
import { supersedeOlder } from './order.js';
import { recordDelivery, type Step } from './record-delivery.js';
import { type History, historyOf, lookedBeforeSending } from './sent-before.js';
import { DENIED, readBackOutcome, refusedLook, sent, settled, WORKER_LOST } from './outcomes.js';

interface Carrying {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly message: Message;
  readonly opened: Opened;
  readonly operation: AnyOperation<unknown>;
  readonly change: unknown;
}

type Look = 'preview' | 'find' | 'read-back';

/** Carries approved messages to their sources, looks again, and settles what was left open. */
@Injectable()
export class Delivery {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
    @Inject(LOG) private readonly log: Pick<Log, 'info'>,
  ) {}

  /** Works until nothing is due, or until it is asked to stop: then what is in flight is finished. @returns how many steps were made. */
  async deliverDue(tenantId: string, actor: Actor, signal: AbortSignal = new AbortController().signal): Promise<number> {
    let steps = 0;
    while (!signal.aborted) {
      const claimed = await this.tenancy.inTenant(tenantId, actor, claim);
      if (claimed.length === 0) return steps;
      const carried = await Promise.allSettled(claimed.map((message) => this.#carry(tenantId, actor, message)));
      const defect = carried.find((one) => one.status === 'rejected');
      if (defect) throw defect.reason; // the others were carried to their end first
      steps += claimed.length;
    }
    return steps;
  }

  /** When the next waiting message may be taken; undefined when none waits. */
  async nextDue(tenantId: string, actor: Actor): Promise<Date | undefined> {
    const next = await this.tenancy.inTenant(tenantId, actor, (tx) => firstRow(tx, z.object({ due: z.date().nullable() }), NEXT_DUE));
    return next?.due ?? undefined;
  }

  async #carry(tenantId: string, actor: Actor, message: Message): Promise<void> {
    try {
      const unstopped = new AbortController().signal; // what is claimed is brought to its end: half a write helps nobody
      const opened = await this.connections.open(tenantId, actor, message.connectionId, unstopped, REQUEST_TIMEOUT_MS);
      const operation = operationNamed(opened.spec, message.operation);
      const change: unknown = operation.change.parse(this.envelope.open(tenantId, message.change));
      await this.#step({ tenantId, actor, message, opened, operation, change });
    } catch (cause) {
      if (!(cause instanceof HubError)) throw cause;
      await this.#defer({ tenantId, actor, message }, cause.message);
    }
  }

  async #step(carrying: Carrying): Promise<void> {
    const { message } = carrying;
    switch (message.state) {
      case 'approved':
        return this.#send(carrying);
      case 'sent': // its worker was lost between sending and hearing
        return void (await this.#become(carrying, 'find', {
          state: 'unknown',
          reason: 'what became of it was not written down: the worker that sent it was lost, or failed on the way',
          lookAgainInMs: lagOf(carrying),
        }));
      case 'acknowledged':
        return this.#readBack(carrying);
      case 'unknown':
        return this.#settle(carrying);
      default:
        throw new Error(`a message that is ${message.state} is never claimed`);
    }
  }

  async #send(carrying: Carrying): Promise<void> {
    const { message, operation, opened, change } = carrying;
    if (await this.#isSuperseded(carrying)) return;
    if (await this.#isThere(carrying)) return;
    const looked = await this.#ask(carrying, 'preview', () => this.#obstacle(carrying));
    if (looked === undefined) return;
    if (looked.answer) return void (await this.#become(carrying, 'preview', looked.answer));
    if (!(await this.#markSent(carrying))) return this.#defer(carrying, NOT_NOW);
    const leaving = at(carrying, { state: 'sent' });
    const startedAt = performance.now();
    const outcome = await sent(
      () => operation.apply(opened.connection, change, message.idempotencyKey),
      Math.max(lagOf(carrying), patienceMs(message.attempts)),
    );
    const heard = await this.#become(leaving, 'send', outcome, performance.now() - startedAt);
    if (heard && outcome.state === 'acknowledged') await this.#readBack(at(leaving, outcome));
  }

  /**
   * A message that was sent before is looked for before it is sent once more, whoever asked for that.
   * @returns true where it is not to be sent now: then all that follows from it is done.
   */
  async #isThere(carrying: Carrying): Promise<boolean> {
    const { operation, message, opened, change } = carrying;
    const history = await this.#history(carrying);
    if (!history.sent) return false;
    const looked = await this.#ask(carrying, 'preview', () => operation.find(opened.connection, change, message.idempotencyKey));
    if (looked === undefined) return true;
    const outcome = lookedBeforeSending(looked.answer, operation.repeat, history);
    if (outcome === undefined) return false;
    const isFound = outcome.state === 'acknowledged';
    const moved = await this.#become(carrying, isFound ? 'find' : 'preview', outcome);
    if (moved && isFound) await this.#readBack(at(carrying, outcome));
    return true;
  }

  #history({ tenantId, actor, message }: Carrying): Promise<History> {
    return this.tenancy.inTenant(tenantId, actor, (tx) => historyOf(tx, message.id));
  }

  #isSuperseded({ tenantId, actor, message }: Carrying): Promise<boolean> {
    return this.tenancy.inTenant(tenantId, actor, (tx) => supersedeOlder(tx, this.#sealFor(tenantId), message.id));
  }

  /** What keeps an approved message from being sent: an approval that ran out, or a source that is no longer as it was when somebody looked. */
  async #obstacle({ tenantId, actor, message, operation, opened, change }: Carrying): Promise<Becoming | undefined> {
    const expired = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      firstRow(
        tx,
        z.object({ expired: z.boolean() }),
        'select approval_expires_at < clock_timestamp() as expired from outbox_message where id = $1',
        [message.id],
      ),
    );
    if (expired?.expired === true) return { state: 'planned', reason: 'the approval ran out before it was sent' };
    if (operation.precondition === 'none' || message.base === null) return undefined;
    const base = z.record(z.string(), z.unknown()).parse(this.envelope.open(tenantId, message.base));
    const present = await operation.present(opened.connection, change);
    const hidden = notShown(base, present);
    if (hidden.length > 0) return refusedLook.preview(`it leaves out ${hidden.join(', ')}`);
    const changed = differences(operation, base, present);
    return changed.length === 0
      ? undefined
      : { state: 'conflict', reason: `changed at the source since it was looked at: ${changed.join(', ')}` };
  }

  #markSent({ tenantId, actor, message }: Carrying): Promise<boolean> {
    return this.tenancy.inTenant(tenantId, actor, (tx) => markSent(tx, message));
  }

  /** A write counts as done only after a fresh look finds exactly what was wanted. */
  async #readBack(carrying: Carrying): Promise<void> {
    const { message, operation, opened, change } = carrying;
    const startedAt = performance.now();
    const looked = await this.#ask(carrying, 'read-back', () =>
      operation.readBack(opened.connection, change, message.idempotencyKey, message.reference ?? undefined),
    );
    if (looked === undefined) return;
    const outcome = readBackOutcome(operation, operation.expected(change, message.idempotencyKey), looked.answer, lagOf(carrying));
    await this.#become(carrying, 'read-back', outcome, performance.now() - startedAt);
  }

  /** What a lost answer means, asked of the source after its lag. */
  async #settle(carrying: Carrying): Promise<void> {
    const { message, operation, opened, change } = carrying;
    const startedAt = performance.now();
    const looked = await this.#ask(carrying, 'find', () => operation.find(opened.connection, change, message.idempotencyKey));
    if (looked === undefined) return;
    const { answer: found } = looked;
    const outcome = (found.seen === 'absent' ? await this.#doubt(carrying) : undefined) ?? settled(found);
    const moved = await this.#become(carrying, 'find', outcome, performance.now() - startedAt);
    if (moved && outcome.state === 'acknowledged') await this.#readBack(at(carrying, outcome));
  }

  /** Why an absence, though proved, is not enough to send a write again. */
  async #doubt(carrying: Carrying): Promise<Becoming | undefined> {
    const { acknowledged, workerLost } = await this.#history(carrying);
    if (acknowledged) return DENIED;
    return workerLost && carrying.operation.repeat === 'read-back-first' ? WORKER_LOST : undefined;
  }

  /**
   * Asks the source. What it refuses for good waits for a person; anything else is asked again, later each time.
   * @returns undefined where there is no answer: then all that follows from it is done.
   */
  async #ask<Answer>(carrying: Carrying, step: Look, question: () => Promise<Answer>): Promise<{ readonly answer: Answer } | undefined> {
    try {
      return { answer: await question() };
    } catch (cause) {
      if (!(cause instanceof HubError)) throw cause;
      if (isRefusedForGood(cause)) await this.#become(carrying, step, refusedLook[step](cause.message));
      else await this.#defer(carrying, cause.message);
      return undefined;
    }
  }

  /** @returns false when somebody else moved the message meanwhile: what they did stands, and it is looked at again in its turn. */
  async #become(carrying: Carrying, step: Step, becoming: Becoming, tookMs = 0): Promise<boolean> {
    const { tenantId, actor, message } = carrying;
    const seal = this.#sealFor(tenantId);
    const moved = await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      if (!(await become(tx, seal, message, becoming))) return false;
      const reason = sealedReason(seal, becoming.reason);
      await recordDelivery(tx, { messageId: message.id, attempt: message.attempts, step, outcome: becoming.state, tookMs, reason });
      await recordAudit(tx, { event: `message.${becoming.state}`, subject: `message:${message.id}`, details: { step } });
      if (becoming.state === 'approved') await supersedeOlder(tx, seal, message.id); // a newer one may have been planned while nobody could tell
      return true;
    });
    if (!moved)
      this.log.info({ messageId: message.id, was: message.state, wanted: becoming.state, traceId: actor.traceId }, 'message.overtaken');
    return moved;
  }

  #sealFor(tenantId: string): Seal {
    return (value) => this.envelope.seal(tenantId, value);
  }

  async #defer(
    { tenantId, actor, message: { id, state, fence } }: Pick<Carrying, 'tenantId' | 'actor' | 'message'>,
    reason: string,
  ): Promise<void> {
    await this.tenancy.inTenant(tenantId, actor, (tx) => tx.query(DEFER, [id, state, fence, this.envelope.seal(tenantId, reason)]));
  }
}

const NOT_NOW =
  'its turn passed before it could leave: its lease ran short, writing was stopped, or another change of the same record came first';

/** The same message where its last step has brought it. */
const at = (carrying: Carrying, { state, reference }: Becoming): Carrying => ({
  ...carrying,
  message: { ...carrying.message, state, reference: reference ?? carrying.message.reference },
});

/** How long the source may not yet show what it was told. */
const lagOf = ({ operation, opened }: Carrying): number => operation.lagMs(opened.connection.config);
