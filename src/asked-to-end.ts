import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C may come more than once: from the terminal, from npm and from the script that started us. */
const SAME_REQUEST_MS = 500;

/** Somebody asked the process to end. Its exit code is what a shell would say. */
export class AskedToEnd extends Error {
  readonly exitCode: number;

  constructor(signal: (typeof SIGNALS)[number]) {
    super(`ended by ${signal}`);
    this.name = 'AskedToEnd';
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Aborted, with an `AskedToEnd` as its reason, by Ctrl-C, a request to end or a terminal that closes; whoever insists ends the process at once. */
export function whenAskedToEnd(): AbortSignal {
  const ending = new AbortController();
  let mayInsist = false;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      const asked = new AskedToEnd(signal);
      if (signal === 'SIGHUP') for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}); // the terminal is gone
      if (mayInsist) process.exit(asked.exitCode);
      if (ending.signal.aborted) return;
      // Where the process was busy meanwhile, what had come by then is heard after the timer, and before what is done immediately.
      setTimeout(() => setImmediate(() => (mayInsist = true)), SAME_REQUEST_MS).unref();
      ending.abort(asked);
    });
  return ending.signal;
}

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((heard) => {
    if (signal.aborted) heard();
    else signal.addEventListener('abort', () => heard(), { once: true });
  });
