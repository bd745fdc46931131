import { HubError } from '../../connectors/kit/errors.js';
import { tell } from './terminal.js';

/** Aborted by Ctrl-C or a request to end, once; whoever insists ends the process at once. */
export function whenInterrupted(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      tell('stopping: what was stored stays; once more to end at once');
      stopping.abort();
    });
  return stopping.signal;
}

/** @returns undefined where the work ended because it was asked to. */
export const unlessInterrupted = <Result>(stopping: AbortSignal, work: Promise<Result>): Promise<Result | undefined> =>
  work.catch((cause: unknown) => {
    if (stopping.aborted && (cause === stopping.reason || cause instanceof HubError)) return undefined;
    throw cause;
  });
