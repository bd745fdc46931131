import { ask, at, type Carrying, inTenant, lagOf, moveOn } from './carrying.js';
import type { Becoming } from './message.js';
import { DENIED, readBackOutcome, settled, WORKER_LOST } from './outcomes.js';
import { historyOf } from './sent-before.js';

/** A write counts as done only after a fresh look finds exactly what was wanted. */
export async function readBack(carrying: Carrying): Promise<void> {
  const { message, operation, opened, change } = carrying;
  const startedAt = performance.now();
  const looked = await ask(carrying, 'read-back', () =>
    operation.readBack(opened.connection, change, message.idempotencyKey, message.reference ?? undefined),
  );
  if (looked === undefined) return;
  const outcome = readBackOutcome(operation, operation.expected(change, message.idempotencyKey), looked.answer, lagOf(carrying));
  await moveOn(carrying, 'read-back', outcome, performance.now() - startedAt);
}

/** What a lost answer means, asked of the source after its lag. */
export async function settle(carrying: Carrying): Promise<void> {
  const { message, operation, opened, change } = carrying;
  const startedAt = performance.now();
  const looked = await ask(carrying, 'find', () => operation.find(opened.connection, change, message.idempotencyKey));
  if (looked === undefined) return;
  const { answer: found } = looked;
  const outcome = (found.seen === 'absent' ? await doubt(carrying) : undefined) ?? settled(found);
  const moved = await moveOn(carrying, 'find', outcome, performance.now() - startedAt);
  if (moved && outcome.state === 'acknowledged') await readBack(at(carrying, outcome));
}

/** Why an absence, though proved, is not enough to send a write again. */
async function doubt(carrying: Carrying): Promise<Becoming | undefined> {
  const { acknowledged, workerLost } = await inTenant(carrying, (tx) => historyOf(tx, carrying.message.id));
  if (acknowledged) return DENIED;
  return workerLost && carrying.operation.repeat === 'read-back-first' ? WORKER_LOST : undefined;
}
