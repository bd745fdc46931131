/** How long a call may take altogether, and what is said of it once that time is over. */
export interface Deadline {
  readonly ms: number;
  readonly overdue: () => Error;
}

/** What a call may still use of its time. */
export interface TimeLeft {
  /** Aborted with the reason of whoever was first: the caller, or the deadline with what is said of it. */
  readonly signal: AbortSignal;
  ms(): number;
}

/** Ends work when its time is over or its caller stops; takes its listener and its timer back, for a run makes thousands of calls on one signal. */
export async function within<Result>(
  { ms, overdue }: Deadline,
  caller: AbortSignal,
  work: (left: TimeLeft) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController();
  const stop = () => ending.abort(caller.reason);
  const endsAt = performance.now() + ms;
  if (caller.aborted) stop();
  caller.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => ending.abort(overdue()), ms);
  try {
    return await work({ signal: ending.signal, ms: () => endsAt - performance.now() });
  } finally {
    clearTimeout(timer);
    caller.removeEventListener('abort', stop);
  }
}
