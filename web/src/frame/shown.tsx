import { createContext, type ReactNode, useContext } from 'react';
import { inWords } from '../api/client';
import type { Answer } from '../api/use-answer';
import { Clock } from '../pictures/moment';

/** What was answered, with its age where nothing newer came; a word while it is asked for; the hub's own sentence where it refused. */
export function Shown<Value>({ answer, children }: { readonly answer: Answer<Value>; readonly children: (value: Value) => ReactNode }) {
  const { last, failure, isSlow } = answer;
  return (
    <>
      <Trouble answer={answer} />
      {last !== undefined ? children(last.value) : failure === undefined && !isSlow && <p className="asking">Asking the hub …</p>}
    </>
  );
}

/** What keeps the newest answer from being shown, if anything does. */
export function Trouble({ answer: { last, failure, isSlow } }: { readonly answer: Answer<unknown> }) {
  if (failure === undefined && !isSlow) return null;
  return (
    <Problem>
      {isSlow ? 'The hub has not answered for some seconds: it is slow, or cannot be reached. It is still being waited for.' : ''}
      {!isSlow && failure !== undefined ? inWords(failure.thrown) : ''}
      {last !== undefined && (
        <>
          {' '}
          Shown is what it answered at <Clock at={last.at} />.
        </>
      )}
    </Problem>
  );
}

export const Problem = ({ children }: { readonly children: ReactNode }) => (
  <p className="problem" role="alert">
    {children}
  </p>
);

/** The level of a heading that stands where it is read: below the page's own, unless something says otherwise. */
export const HeadingLevel = createContext<'h1' | 'h2' | 'h3'>('h2');

/** Nothing is there; what to do next. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const Heading = useContext(HeadingLevel);
  return (
    <div className="empty">
      <svg viewBox="0 0 24 56" aria-hidden="true">
        <path d="M12 0v36" />
        <path className="bob" d="M6 36h12l-2.4 7L12 54l-3.6-11z" />
      </svg>
      <div>
        <Heading>{title}</Heading>
        <p>{children}</p>
      </div>
    </div>
  );
}
