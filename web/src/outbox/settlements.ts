import type { Message } from '../api/client';

export type Act = 'cancel' | 'plan-again' | 'send-again' | 'accept';

interface Settlement {
  readonly act: Act;
  readonly name: string;
  /** What follows from it, for who is about to do it. */
  readonly follows: string;
  readonly from: readonly Message['state'][];
}

/** What a person may say of a message that came to no end by itself. */
const settlements: readonly Settlement[] = [
  {
    act: 'plan-again',
    name: 'Plan it again',
    follows:
      'It is judged anew: somebody looks at what the source holds now, and approves it again before it is sent. A record that was made is not made again: it is compared with what is there. What was rejected or cancelled is planned as a new message.',
    from: ['conflict', 'rejected', 'cancelled'],
  },
  {
    act: 'send-again',
    name: 'Send it again',
    follows:
      'It is sent once more, on your word: you looked at the source, and it is not there. The source is asked first; what is found there is compared, not sent again.',
    from: ['parked'],
  },
  {
    act: 'accept',
    name: 'Accept what stands there',
    follows:
      'The source keeps what it holds, as you see it below, and this is cancelled. Where it was ever sent, reconciliation compares with what you accept from here on.',
    from: ['conflict'],
  },
  {
    act: 'cancel',
    name: 'Cancel it',
    follows: 'It is not sent, or not again. What the source may hold of it already stays there, and reconciliation goes on looking.',
    from: ['planned', 'approved', 'conflict', 'parked'],
  },
];

export const settlementsOf = ({ state, takenUp }: Pick<Message, 'state' | 'takenUp'>): readonly Settlement[] =>
  takenUp ? [] : settlements.filter(({ from }) => from.includes(state));

/** Whether what is said of a message as it was seen may still hold; an approved one is tried again and again, and is the same for all that. */
export const isAsSeen = (seen: Message, now: Message | undefined): boolean =>
  now?.state === seen.state && (now.fence === seen.fence || now.state === 'approved');
