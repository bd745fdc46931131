import { useCallback, useEffect, useState } from 'react';

export interface Answer<Value> {
  /** What was answered last, and when; undefined before the first answer. */
  readonly last: { readonly value: Value; readonly at: number } | undefined;
  /** Why the last question came to nothing; undefined where it was answered. */
  readonly failure: { readonly thrown: unknown } | undefined;
  /** Whether the question on its way has been waiting for longer than a person expects. */
  readonly isSlow: boolean;
}

const ASK_AGAIN_MS = 5_000;
const SLOW_MS = 5_000;
/** A question that was not answered by then is lost, and asked again: the line it left by may be gone. */
const LOST_MS = 120_000;
const NOTHING: Answer<never> = { last: undefined, failure: undefined, isSlow: false };

/**
 * Asks at once, again whenever `about` or what is asked of it changes, and a few seconds after each answer while somebody looks: never twice at a time.
 * What was answered last stays on the screen until something newer came.
 */
export function useAnswer<Value>(ask: () => Promise<Value>, about: string, which = ''): { answer: Answer<Value>; again: () => void } {
  const [held, setHeld] = useState<{ about: string; answer: Answer<Value> }>({ about, answer: NOTHING });
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((times) => times + 1), []);

  useEffect(() => {
    const looking = new AbortController(); // until somebody looks at something else
    const becomes = (change: (before: Answer<Value>) => Answer<Value>) => {
      if (looking.signal.aborted) return;
      setHeld(({ about: of, answer }) => ({ about, answer: change(of === about ? answer : NOTHING) }));
    };
    const slow = window.setTimeout(() => becomes((before) => ({ ...before, isSlow: true })), SLOW_MS);
    const lost = window.setTimeout(again, LOST_MS);
    let next: number | undefined;
    const settle = (change: (before: Answer<Value>) => Answer<Value>) => {
      window.clearTimeout(slow);
      window.clearTimeout(lost);
      becomes(change);
      if (!looking.signal.aborted) next = window.setTimeout(() => whenVisible(again, looking.signal), ASK_AGAIN_MS);
    };
    ask().then(
      (value) => settle(() => ({ last: { value, at: Date.now() }, failure: undefined, isSlow: false })),
      (thrown: unknown) => settle(({ last }) => ({ last, failure: { thrown }, isSlow: false })),
    );
    return () => {
      looking.abort();
      for (const timer of [slow, lost, next]) window.clearTimeout(timer);
    };
  }, [about, which, asked]);

  return { answer: held.about === about ? held.answer : NOTHING, again };
}

export const valueOf = <Value>({ last }: Answer<Value>): Value | undefined => last?.value;

/** Nobody is asked for a page that nobody looks at. */
function whenVisible(act: () => void, signal: AbortSignal): void {
  if (document.visibilityState === 'visible') return act();
  document.addEventListener('visibilitychange', act, { once: true, signal });
}
