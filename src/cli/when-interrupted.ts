import { HubError } from '../../connectors/kit/errors.js';
import { whenAskedToEnd } from '../asked-to-end.js';
import { tell } from './terminal.js';

/** Aborted by Ctrl-C, a request to end or a terminal that closes; whoever insists ends the process at once. */
export function whenInterrupted(): AbortSignal {
  const stopping = whenAskedToEnd();
  stopping.addEventListener('abort', () => tell('stopping: what was stored stays; once more to end at once'), { once: true });
  return stopping;
}

/** @returns undefined where the work ended because it was asked to. */
export const unlessInterrupted = <Result>(stopping: AbortSignal, work: Promise<Result>): Promise<Result | undefined> =>
  work.catch((cause: unknown) => {
    if (stopping.aborted && (cause === stopping.reason || cause instanceof HubError)) return undefined;
    throw cause;
  });
