import type { AnyOperation, Fields, Found } from '../../connectors/kit/connector.js';
import { differences, notShown } from '../../connectors/kit/differences.js';
import { AmbiguousWriteError, FatalError, RecordError, TransientError } from '../../connectors/kit/errors.js';
import type { Becoming } from './message.js';

const UNAUTHORISED_WAIT_MS = 60_000;

/** What a message becomes by being sent. @param waitMs how long nobody can tell whether a lost one landed. */
export async function sent(apply: () => Promise<{ reference?: string }>, waitMs: number): Promise<Becoming> {
  try {
    const { reference } = await apply();
    return { state: 'acknowledged', ...(reference === undefined ? {} : { reference }) };
  } catch (cause) {
    if (cause instanceof AmbiguousWriteError) return { state: 'unknown', reason: cause.message, lookAgainInMs: waitMs };
    if (cause instanceof TransientError)
      return { state: 'unknown', reason: cause.message, lookAgainInMs: Math.max(waitMs, cause.retryAfterMs ?? 0) };
    // A credential that is no longer valid, or a right that is missing, says nothing about the change: it waits, and is looked up once somebody has mended it.
    if (cause instanceof FatalError && (cause.context['status'] === 401 || cause.context['status'] === 403))
      return { state: 'unknown', reason: cause.message, lookAgainInMs: UNAUTHORISED_WAIT_MS };
    if (cause instanceof RecordError || cause instanceof FatalError) return { state: 'rejected', reason: cause.message };
    throw cause;
  }
}

/** What a fresh look makes of a message the source said yes to. */
export function readBackOutcome(operation: AnyOperation<unknown>, wanted: Fields, held: Fields | undefined, lagMs: number): Becoming {
  if (held === undefined) return { state: 'unknown', reason: 'the source said yes and holds nothing of it yet', lookAgainInMs: lagMs };
  const changed = differences(operation, wanted, held);
  if (changed.length > 0) return { state: 'conflict', reason: `the source holds something else in: ${changed.join(', ')}` };
  const hidden = notShown(wanted, held);
  return hidden.length === 0 ? { state: 'verified' } : refusedLook['read-back'](`it leaves out ${hidden.join(', ')}`);
}

/** What was found of a message whose answer was lost. */
export function settled(found: Found): Becoming {
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

/** Sent again, it may be there twice, once in a place we cannot see. */
export const DENIED: Becoming = {
  state: 'parked',
  reason:
    'the source said yes to it and holds nothing of it. Look there yourself; where it was taken away, cancel this and plan it again, as a new message: this one is not made a second time',
};

/** A worker that was frozen, not dead, may send it yet; a create without a key would then be there twice. */
export const WORKER_LOST: Becoming = {
  state: 'parked',
  reason:
    'what became of it was not written down: the worker that sent it was lost or failed on the way, and nobody can say that it will not send it yet. Look there yourself; if it is not there, send it again; or cancel it',
};

/** What a message becomes where the source refuses for good to be looked at: what it said, and what a person can do. */
export const refusedLook = {
  preview: (said: string): Becoming => ({
    state: 'conflict',
    reason: `the source no longer shows what was looked at: ${said}. Mend that there, then plan it again; or cancel it`,
  }),
  find: (said: string): Becoming => ({
    state: 'parked',
    reason: `whether it happened, the source will not say: ${said}. Look there yourself; if it is not there, send it again; or cancel it`,
  }),
  'read-back': (said: string): Becoming => ({
    state: 'parked',
    through: 'unknown',
    reason: `the source said yes and will not show it: ${said}. Mend that there, then send it again, which looks first; or cancel it`,
  }),
} as const;
