import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const Say = createContext<(sentence: string) => void>(() => undefined);

/** Says in one place, also to screen readers, what an action came to. */
export const useSay = (): ((sentence: string) => void) => useContext(Say);

export function Said({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<{ readonly sentence: string; readonly time: number }>();
  const say = useCallback((sentence: string) => setSaid({ sentence, time: Date.now() }), []);
  return (
    <Say value={say}>
      {children}
      <div className="said" role="status">
        {said !== undefined && (
          <p key={said.time}>
            {said.sentence}{' '}
            <button type="button" className="plain" onClick={() => setSaid(undefined)}>
              Dismiss
            </button>
          </p>
        )}
      </div>
    </Say>
  );
}
