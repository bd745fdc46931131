import { useCallback, useEffect, useState } from 'react';

export type Answer<Value> =
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly value: Value }
  | { readonly state: 'failed'; readonly thrown: unknown; readonly last: Value | undefined };

const ASK_AGAIN_MS = 5_000;

/**
 * Asks at once, again whenever `about` changes, and every few seconds while somebody looks.
 * What was answered last stays on the screen until something newer came.
 */
export function useAnswer<Value>(ask: () => Promise<Value>, about: string): { answer: Answer<Value>; again: () => void } {
  const [held, setHeld] = useState<{ about: string; answer: Answer<Value> }>({ about, answer: { state: 'asking' } });
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((times) => times + 1), []);

  useEffect(() => {
    let current = true;
    ask().then(
      (value) => current && setHeld({ about, answer: { state: 'answered', value } }),
      (thrown: unknown) =>
        current &&
        setHeld(({ about: before, answer }) => ({
          about,
          answer: { state: 'failed', thrown, last: before === about ? valueOf(answer) : undefined },
        })),
    );
    return () => {
      current = false; // somebody looks at something else by now
    };
  }, [about, asked]);

  useEffect(() => {
    const timer = window.setInterval(() => {
      if (document.visibilityState === 'visible') again();
    }, ASK_AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [again]);

  return { answer: held.about === about ? held.answer : { state: 'asking' }, again };
}

export function valueOf<Value>(answer: Answer<Value>): Value | undefined {
  if (answer.state === 'answered') return answer.value;
  return answer.state === 'failed' ? answer.last : undefined;
}
