import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnyOperation, Fields, Found } from '../../connectors/kit/connector.js';
import { differences } from '../../connectors/kit/differences.js';
import { AmbiguousWriteError, FatalError, HubError, RecordError, TransientError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { Connections, type Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { claim, DEFER, NEXT_DUE, patienceMs, REQUEST_TIMEOUT_MS } from './claim.js';

import { become, type Becoming, type Message } from './message.js';
import { operationNamed } from './operation-of.js';

interface Carrying {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly message: Message;
  readonly opened: Opened;
  readonly operation: AnyOperation<unknown>;
  readonly change: unknown;
}

const UNAUTHORISED_WAIT_MS = 60_000;

/** Carries approved messages to their sources, looks again, and settles what was left open. */
@Injectable()
export class Delivery {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
  ) {}

  /** Works until nothing is due. @returns how many steps were made. */
  async deliverDue(tenantId: string, actor: Actor, signal: AbortSignal = new AbortController().signal): Promise<number> {
    let steps = 0;
    while (!signal.aborted) {
      const claimed = await this.tenancy.inTenant(tenantId, actor, claim);
      if (claimed.length === 0) return steps;
      const carried = await Promise.allSettled(claimed.map((message) => this.#carry(tenantId, actor, message, signal)));
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

  async #carry(tenantId: string, actor: Actor, message: Message, signal: AbortSignal): Promise<void> {
    try {
      const opened = await this.connections.open(tenantId, actor, message.connectionId, signal, REQUEST_TIMEOUT_MS);
      const operation = operationNamed(opened.spec, message.operation);
      const change: unknown = operation.change.parse(this.envelope.open(tenantId, message.change));
      await this.#step({ tenantId, actor, message, opened, operation, change });
    } catch (cause) {
      if (!(cause instanceof HubError)) throw cause;
      await this.tenancy.inTenant(tenantId, actor, (tx) => tx.query(DEFER, [message.id, message.fence, cause.message]));
    }
  }

  async #step(carrying: Carrying): Promise<void> {
    const { message } = carrying;
    switch (message.state) {
      case 'approved':
        return this.#send(carrying);
      case 'sent': // its worker was lost between sending and hearing
        return this.#become(carrying, 'find', {
          state: 'unknown',
          reason: 'the worker that sent it was lost',
          lookAgainInMs: lagOf(carrying),
        });
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
    const obstacle = await this.#obstacle(carrying);
    if (obstacle) return this.#become(carrying, 'preview', obstacle);
    if (!(await this.#markSent(carrying))) return;
    const startedAt = performance.now();
    const outcome = await sent(
      () => operation.apply(opened.connection, change, message.idempotencyKey),
      Math.max(lagOf(carrying), patienceMs(message.attempts)),
    );
    await this.#become(carrying, 'send', outcome, performance.now() - startedAt);
    if (outcome.state === 'acknowledged')
      await this.#readBack({ ...carrying, message: { ...message, reference: outcome.reference ?? null } });
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
    const changed = differences(operation, base, await operation.present(opened.connection, change));
    return changed.length === 0
      ? undefined
      : { state: 'conflict', reason: `changed at the source since it was looked at: ${changed.join(', ')}` };
  }

  /** The lease and the kill switch are looked at, by the database's clock, in the statement after which the request leaves. */
  #markSent({ tenantId, actor, message }: Carrying): Promise<boolean> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const marked = await firstRow(
        tx,
        z.object({ id: z.uuid() }),
        `update outbox_message set state = 'sent'
         where id = $1 and fence = $2 and state = 'approved' and lease_until > clock_timestamp() + ${REQUEST_TIMEOUT_MS} * interval '1 millisecond'
           and exists (select from connection c where c.id = connection_id and c.writes = 'on') returning id`,
        [message.id, message.fence],
      );
      if (marked !== undefined) await recordAudit(tx, { event: 'message.sent', subject: `message:${message.id}` });
      return marked !== undefined;
    });
  }

  /** A write counts as done only after a fresh look finds exactly what was wanted. */
  async #readBack(carrying: Carrying): Promise<void> {
    const { message, operation, opened, change } = carrying;
    const startedAt = performance.now();
    const held = await operation.readBack(opened.connection, change, message.idempotencyKey, message.reference ?? undefined);
    const outcome = readBackOutcome(operation, operation.expected(change, message.idempotencyKey), held, lagOf(carrying));
    await this.#become(carrying, 'read-back', outcome, performance.now() - startedAt);
  }

  /** What a lost answer means, asked of the source after its lag. */
  async #settle(carrying: Carrying): Promise<void> {
    const { message, operation, opened, change } = carrying;
    const startedAt = performance.now();
    const found = await operation.find(opened.connection, change, message.idempotencyKey);
    const outcome = (found.seen === 'absent' ? await this.#doubt(carrying) : undefined) ?? settled(found);
    await this.#become(carrying, 'find', outcome, performance.now() - startedAt);
    if (outcome.state === 'acknowledged')
      await this.#readBack({ ...carrying, message: { ...message, reference: outcome.reference ?? null } });
  }

  /** Why an absence, though proved, is not enough to send a write again. */
  async #doubt({ tenantId, actor, message, operation }: Carrying): Promise<Becoming | undefined> {
    const before = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      firstRow(
        tx,
        z.object({ acknowledged: z.boolean(), workerLost: z.boolean() }),
        `select coalesce(bool_or(outcome = 'acknowledged'), false) as acknowledged,
           coalesce(bool_or(step = 'find' and outcome = 'unknown'), false) as "workerLost" from delivery where message_id = $1`,
        [message.id],
      ),
    );
    if (before?.acknowledged === true) return DENIED;
    return before?.workerLost === true && operation.repeat === 'read-back-first' ? WORKER_LOST : undefined;
  }

  #become(
    { tenantId, actor, message }: Carrying,
    step: 'preview' | 'send' | 'find' | 'read-back',
    becoming: Becoming,
    tookMs = 0,
  ): Promise<void> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      if (!(await become(tx, message, becoming))) return;
      await tx.query(
        `insert into delivery (tenant_id, id, message_id, attempt, step, outcome, took_ms, trace_id) values ($1, $2, $3, $4, $5, $6, $7, current_setting('app.trace_id')::uuid)`,
        [tenantId, randomUUID(), message.id, message.attempts, step, becoming.state, Math.round(tookMs)],
      );
      await recordAudit(tx, { event: `message.${becoming.state}`, subject: `message:${message.id}`, details: { step } });
    });
  }
}

/** Sent again, it may be there twice, once in a place we cannot see. */
const DENIED: Becoming = { state: 'parked', reason: 'the source said yes to it and holds nothing of it' };

/** A worker that was frozen, not dead, may send it yet; a create without a key would then be there twice. */
const WORKER_LOST: Becoming = {
  state: 'parked',
  reason: 'the worker that sent it was lost, and nobody can say that it will not send it yet',
};

/** How long the source may not yet show what it was told. */
const lagOf = ({ operation, opened }: Carrying): number => operation.lagMs(opened.connection.config);

async function sent(apply: () => Promise<{ reference?: string }>, waitMs: number): Promise<Becoming> {
  try {
    const { reference } = await apply();
    return { state: 'acknowledged', ...(reference === undefined ? {} : { reference }) };
  } catch (cause) {
    if (cause instanceof AmbiguousWriteError) return { state: 'unknown', reason: cause.message, lookAgainInMs: waitMs };
    if (cause instanceof TransientError)
      return { state: 'unknown', reason: cause.message, lookAgainInMs: Math.max(waitMs, cause.retryAfterMs ?? 0) };
    // A credential that is no longer valid says nothing about the change: it waits, and is looked up once somebody has mended it.
    if (cause instanceof FatalError && cause.context['status'] === 401)
      return { state: 'unknown', reason: cause.message, lookAgainInMs: UNAUTHORISED_WAIT_MS };
    if (cause instanceof RecordError || cause instanceof FatalError) return { state: 'rejected', reason: cause.message };
    throw cause;
  }
}

function readBackOutcome(operation: AnyOperation<unknown>, wanted: Fields, held: Fields | undefined, lagMs: number): Becoming {
  if (held === undefined) return { state: 'unknown', reason: 'the source said yes and holds nothing of it yet', lookAgainInMs: lagMs };
  const changed = differences(operation, wanted, held);
  return changed.length === 0
    ? { state: 'verified' }
    : { state: 'conflict', reason: `the source holds something else in: ${changed.join(', ')}` };
}

function settled(found: Found): Becoming {
  switch (found.seen) {
    case 'found':
      return {
        state: 'acknowledged',
        reason: 'its effect was found',
        ...(found.reference === undefined ? {} : { reference: found.reference }),
      };
    case 'absent':
      return { state: 'approved', reason: 'looked for after the lag and proved absent' };
    case 'cannot-tell':
      return { state: 'parked', reason: 'the source cannot tell whether it happened' };
  }
}
