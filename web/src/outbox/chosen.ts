import { useState } from 'react';
import type { Message } from '../api/client';

export interface Chosen {
  /** Those that are chosen, and still as they were when that was done or when this person looked since. */
  readonly picked: readonly Message[];
  /** Those that were chosen, and that somebody else has looked at again since: what an approval names is no longer what was seen. */
  readonly changed: readonly Message[];
  choose(messages: readonly Message[], on: boolean): void;
  /** This person has looked, and was shown this. */
  sees(messageId: string, baseHash: string): void;
}

/** Which of the planned messages somebody chose, each as it stood before them: the list is asked for again all the time. */
export function useChosen(planned: readonly Message[]): Chosen {
  const [seen, setSeen] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const isAsSeen = ({ id, baseHash }: Message) => seen.get(id)?.includes(baseHash ?? '') === true;
  return {
    picked: planned.filter(isAsSeen),
    changed: planned.filter((message) => seen.has(message.id) && !isAsSeen(message)),
    choose: (messages, on) =>
      setSeen((before) => {
        const others = [...before].filter(([id]) => !messages.some((message) => message.id === id));
        return new Map([...others, ...(on ? messages : []).map(({ id, baseHash }) => [id, [baseHash ?? '']] as const)]);
      }),
    sees: (id, baseHash) => setSeen((before) => new Map(before).set(id, [...(before.get(id) ?? []), baseHash])),
  };
}
