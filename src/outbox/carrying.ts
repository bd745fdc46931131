import type { AnyOperation } from '../../connectors/kit/connector.js';
import { HubError, isRefusedForGood } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import type { Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import type { Tx } from '../database/rows.js';
import type { Tenancy } from '../database/tenancy.js';
import type { Envelope } from '../files/envelope.js';
import type { Log } from '../log/log.js';
import { DEFER } from './claim.js';
import { become, type Becoming, type Message, type Seal, sealedReason } from './message.js';
import { supersedeOlder } from './order.js';
import { refusedLook } from './outcomes.js';
import { recordDelivery, type Step } from './record-delivery.js';
import type { StillNewest } from './still-newest.js';

/** A message in the hands of a worker, and what the worker stands on. */
export interface Holding {
  readonly tenancy: Tenancy;
  readonly envelope: Envelope;
  readonly log: Pick<Log, 'info'>;
  readonly stillNewest: StillNewest;
  readonly tenantId: string;
  readonly actor: Actor;
  readonly message: Message;
}

/** The same with its source open, and the change as its operation reads it. */
export interface Carrying extends Holding {
  readonly opened: Opened;
  readonly operation: AnyOperation<unknown>;
  readonly change: unknown;
}

type Look = 'preview' | 'find' | 'read-back';

/** @returns false when somebody else moved the message meanwhile: what they did stands, and it is looked at again in its turn. */
export async function moveOn(holding: Holding, step: Step, becoming: Becoming, tookMs = 0): Promise<boolean> {
  const { actor, message, log } = holding;
  const seal = sealFor(holding);
  const moved = await inTenant(holding, async (tx) => {
    if (!(await become(tx, seal, message, becoming))) return false;
    const reason = sealedReason(seal, becoming.reason);
    await recordDelivery(tx, { messageId: message.id, attempt: message.attempts, step, outcome: becoming.state, tookMs, reason });
    await recordAudit(tx, { event: `message.${becoming.state}`, subject: `message:${message.id}`, details: { step } });
    if (becoming.state === 'approved') await supersedeOlder(tx, seal, message.id); // a newer one may have been planned while nobody could tell
    return true;
  });
  if (!moved) log.info({ messageId: message.id, was: message.state, wanted: becoming.state, traceId: actor.traceId }, 'message.overtaken');
  return moved;
}

/**
 * Asks the source. What it refuses for good waits for a person; anything else is asked again, later each time.
 * @returns undefined where there is no answer: then all that follows from it is done.
 */
export async function ask<Answer>(
  carrying: Carrying,
  step: Look,
  question: () => Promise<Answer>,
): Promise<{ readonly answer: Answer } | undefined> {
  try {
    return { answer: await question() };
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause;
    if (isRefusedForGood(cause)) await moveOn(carrying, step, refusedLook[step](cause.message));
    else await defer(carrying, cause.message);
    return undefined;
  }
}

/** Leaves a message where it is, to be taken up again later. @param failedOpenings how often in a row its connection could not be opened */
export async function defer(holding: Holding, reason: string, failedOpenings = 0): Promise<void> {
  const { id, state, fence } = holding.message;
  await inTenant(holding, (tx) => tx.query(DEFER, [id, state, fence, sealFor(holding)(reason), failedOpenings]));
}

export const inTenant = <Result>({ tenancy, tenantId, actor }: Holding, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  tenancy.inTenant(tenantId, actor, work);

export const sealFor =
  ({ envelope, tenantId }: Holding): Seal =>
  (value) =>
    envelope.seal(tenantId, value);

/** The same message where its last step has brought it. */
export const at = (carrying: Carrying, { state, reference }: Becoming): Carrying => ({
  ...carrying,
  message: { ...carrying.message, state, reference: reference ?? carrying.message.reference },
});

/** How long the source may not yet show what it was told. */
export const lagOf = ({ operation, opened }: Carrying): number => operation.lagMs(opened.connection.config);
