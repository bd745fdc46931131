import { defer, type Holding, moveOn } from './carrying.js';
import type { Becoming } from './message.js';
import type { OutboxState } from './states.js';
import type { Step } from './record-delivery.js';

/** About ten minutes, with the waits between: room to mend a configuration, or for a worker of another version to be replaced. */
export const MOST_OPENINGS = 12;

/**
 * A message that cannot be carried, as its connection does not open: no waiting mends that. It is tried a few times more, and then a person is asked.
 * What may have been sent is marked as that first, so that whoever sends it again looks before.
 */
export async function cannotOpen(holding: Holding, said: string): Promise<void> {
  const { message } = holding;
  const failedOpenings = message.failedOpenings + 1;
  if (failedOpenings < MOST_OPENINGS) return defer(holding, said, failedOpenings);
  const why = `what it needs cannot be opened, ${failedOpenings} times in a row: ${said}`;
  if (message.state !== 'sent') return void (await moveOn(holding, ...asked(message.state, why)));
  const isUnknown = await moveOn(holding, 'find', { state: 'unknown', reason: why, lookAgainInMs: 0 });
  if (isUnknown) await moveOn({ ...holding, message: { ...message, state: 'unknown' } }, ...asked('unknown', why));
}

function asked(state: OutboxState, why: string): [Step, Becoming] {
  if (state === 'approved')
    return ['preview', { state: 'conflict', reason: `${why}. Nothing of it was sent. ${MEND}, then plan it again; or cancel it` }];
  const reason = `${why}. It was sent, or may have been. ${MEND}, then send it again, which looks first; or cancel it`;
  return state === 'acknowledged' ? ['read-back', { state: 'parked', through: 'unknown', reason }] : ['find', { state: 'parked', reason }];
}

const MEND = 'Mend that';
