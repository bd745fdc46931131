import type { ReactNode } from 'react';
import { inWords } from '../api/client';
import { type Answer, valueOf } from '../api/use-answer';

/** What was answered; a word while it is asked for; the hub's own sentence where it refused. */
export function Shown<Value>({ answer, children }: { readonly answer: Answer<Value>; readonly children: (value: Value) => ReactNode }) {
  const value = valueOf(answer);
  return (
    <>
      {answer.state === 'failed' && <Problem>{inWords(answer.thrown)}</Problem>}
      {value !== undefined ? children(value) : answer.state === 'asking' && <p className="asking">Asking the hub …</p>}
    </>
  );
}

export const Problem = ({ children }: { readonly children: ReactNode }) => (
  <p className="problem" role="alert">
    {children}
  </p>
);

/** Nothing is there; what to do next. */
export const Empty = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="empty">
    <svg viewBox="0 0 24 56" aria-hidden="true">
      <path d="M12 0v36" />
      <path className="bob" d="M6 36h12l-2.4 7L12 54l-3.6-11z" />
    </svg>
    <div>
      <h3>{title}</h3>
      <p>{children}</p>
    </div>
  </div>
);
