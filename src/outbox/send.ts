import { z } from 'zod';
import { differences, notShown } from '../../connectors/kit/differences.js';
import { firstRow } from '../database/rows.js';
import { ask, at, type Carrying, defer, inTenant, lagOf, moveOn, sealFor } from './carrying.js';
import { markSent, patienceMs } from './claim.js';
import { GONE, GROUND_GONE_SINCE_SEEN } from './ground.js';
import { readBack } from './look-again.js';
import type { Becoming } from './message.js';
import { supersedeOlder } from './order.js';
import { refusedLook, sent } from './outcomes.js';
import { historyOf, lookedBeforeSending } from './sent-before.js';

/** Sends an approved message, once, if nothing speaks against it any more. */
export async function send(carrying: Carrying): Promise<void> {
  const { message, operation, opened, change, stillNewest, tenantId } = carrying;
  if (await inTenant(carrying, (tx) => supersedeOlder(tx, sealFor(carrying), message.id))) return;
  if (await inTenant(carrying, (tx) => stillNewest.withdrawOutrun(tx, tenantId, sealFor(carrying), message.id))) return;
  if (await isThere(carrying)) return;
  const looked = await ask(carrying, 'preview', () => obstacle(carrying));
  if (looked === undefined) return;
  if (looked.answer) return void (await moveOn(carrying, 'preview', looked.answer));
  const mayLeave = await inTenant(carrying, async (tx) => !(await stillNewest.isOutrun(tx, tenantId, message.id)) && markSent(tx, message));
  if (!mayLeave) return defer(carrying, NOT_NOW);
  const leaving = at(carrying, { state: 'sent' });
  const startedAt = performance.now();
  const outcome = await sent(
    () => operation.apply(opened.connection, change, message.idempotencyKey),
    Math.max(lagOf(carrying), patienceMs(message.attempts)),
  );
  const heard = await moveOn(leaving, 'send', outcome, performance.now() - startedAt);
  if (heard && outcome.state === 'acknowledged') await readBack(at(leaving, outcome));
}

/**
 * A message that was sent before is looked for before it is sent once more, whoever asked for that.
 * @returns true where it is not to be sent now: then all that follows from it is done.
 */
async function isThere(carrying: Carrying): Promise<boolean> {
  const { operation, message, opened, change } = carrying;
  const history = await inTenant(carrying, (tx) => historyOf(tx, carrying.message.id));
  if (!history.sent) return false;
  const looked = await ask(carrying, 'preview', () => operation.find(opened.connection, change, message.idempotencyKey));
  if (looked === undefined) return true;
  const outcome = lookedBeforeSending(looked.answer, operation.repeat, history);
  if (outcome === undefined) return false;
  const isFound = outcome.state === 'acknowledged';
  const moved = await moveOn(carrying, isFound ? 'find' : 'preview', outcome);
  if (moved && isFound) await readBack(at(carrying, outcome));
  return true;
}

/** What keeps an approved message from being sent: an approval that ran out or was given on what holds no more, or a source that is no longer as it was when somebody looked. */
async function obstacle(carrying: Carrying): Promise<Becoming | undefined> {
  const { tenantId, envelope, message, operation, opened, change } = carrying;
  const approval = await inTenant(carrying, (tx) =>
    firstRow(
      tx,
      z.object({ expired: z.boolean(), groundGone: z.boolean() }),
      `select approval_expires_at < clock_timestamp() as expired, ${GROUND_GONE_SINCE_SEEN} as "groundGone" from outbox_message m where id = $1`,
      [message.id],
    ),
  );
  if (approval?.expired === true) return { state: 'planned', reason: 'the approval ran out before it was sent' };
  if (approval?.groundGone === true) return { state: 'planned', reason: `it was approved before that: ${GONE}` };
  if (operation.precondition === 'none' || message.base === null) return undefined;
  const base = z.record(z.string(), z.unknown()).parse(envelope.open(tenantId, message.base));
  const present = await operation.present(opened.connection, change);
  const hidden = notShown(base, present);
  if (hidden.length > 0) return refusedLook.preview(`it leaves out ${hidden.join(', ')}`);
  const changed = differences(operation, base, present);
  return changed.length === 0
    ? undefined
    : { state: 'conflict', reason: `changed at the source since it was looked at: ${changed.join(', ')}` };
}

const NOT_NOW =
  'its turn passed before it could leave: its lease ran short, its approval ran out, writing was stopped, another change of the same record came first, or something newer came';
