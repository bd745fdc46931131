import { z } from 'zod';
import type { Found, RepeatPolicy } from '../../connectors/kit/connector.js';
import { firstRow, type Tx } from '../database/rows.js';
import type { Becoming } from './message.js';

const history = z.object({ sent: z.boolean(), acknowledged: z.boolean(), workerLost: z.boolean(), onTheirWord: z.boolean() });
/** What a message has been through at its source. */
export type History = z.infer<typeof history>;

/** Asked of deliveries: whether the message may have reached its source. A worker that was lost on the way left only the look that came after. */
const REACHED = `((step = 'send' and outcome in ('acknowledged', 'unknown')) or (step = 'find' and outcome in ('acknowledged', 'unknown')))`;

/** Asked of a message by that name: whether its source was told of it, or may have been, whatever became of the message since. */
export const mayHaveLanded = (message: string): string => `(${message}.state in ('sent', 'acknowledged', 'verified', 'unknown', 'parked')
  or exists (select from delivery where message_id = ${message}.id and ${REACHED}))`;

/** Asked of a message `m`: whether its source said yes to it, or it was found there. */
export const SAID_YES = `(m.state in ('acknowledged', 'verified')
  or exists (select from delivery where message_id = m.id and step in ('send', 'find') and outcome = 'acknowledged'))`;

/** Asked of a message `m`: how often a request with it left. One whose worker was lost on the way is the look that came after. */
export const TIMES_SENT = `((select count(*) from delivery where message_id = m.id and (step = 'send' or (step = 'find' and outcome = 'unknown')))
  + case when m.state = 'sent' then 1 else 0 end)::int`;

export async function historyOf(tx: Tx, messageId: string): Promise<History> {
  const found = await firstRow(
    tx,
    history,
    `select coalesce(bool_or(${REACHED}), false) as sent,
       coalesce(bool_or(step in ('send', 'find') and outcome = 'acknowledged'), false) as acknowledged,
       coalesce(bool_or(step = 'find' and outcome = 'unknown'), false) as "workerLost",
       coalesce((array_agg(step = 'settle' and outcome = 'approved' order by at desc))[1], false) as "onTheirWord"
     from delivery where message_id = $1`,
    [messageId],
  );
  return found ?? { sent: false, acknowledged: false, workerLost: false, onTheirWord: false };
}

/**
 * What keeps a message that was sent before from being sent once more, by what a fresh look says.
 * A record that was made, or was once said yes to, is never made again: it is compared with what is there, or waits for a person.
 * @returns undefined where it may be sent.
 */
export function lookedBeforeSending(found: Found, repeat: RepeatPolicy, { acknowledged, onTheirWord }: History): Becoming | undefined {
  if (found.seen === 'found')
    return {
      state: 'acknowledged',
      through: 'sent',
      reason: 'it is there already: nothing was sent, what is there is compared',
      ...(found.reference === undefined ? {} : { reference: found.reference }),
    };
  if (repeat !== 'read-back-first') return undefined;
  if (!acknowledged && (found.seen === 'absent' || onTheirWord)) return undefined;
  return {
    state: 'unknown',
    through: 'sent',
    reason: 'it was sent before, and what became of it has to be settled first',
    lookAgainInMs: 0,
  };
}
