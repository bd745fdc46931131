import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** The channel nudges travel on between processes of one database. */
export const NUDGES = 'plumbline_nudge';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const ALIVE_AFTER_MS = 30_000;

export interface Listening {
  close(): Promise<void>;
}

/**
 * Hears what `Tenancy.notify` sends, and connects again after a loss; what was sent meanwhile is not heard.
 * @throws when the first connection cannot be made.
 */
export async function listenForNudges(
  listenUrl: string,
  onNudge: (payload: string) => void,
  onLoss: (cause: unknown) => void,
): Promise<Listening> {
  const closing = new AbortController();
  let lost = Promise.withResolvers<unknown>();
  const connect = async () => {
    lost = Promise.withResolvers();
    return listen(listenUrl, onNudge, lost.resolve);
  };
  let client = await connect();

  const keepListening = async () => {
    for (;;) {
      const cause = await lost.promise;
      if (closing.signal.aborted) return;
      onLoss(cause);
      const again = await untilConnected(connect, closing.signal);
      if (!again) return;
      client = again;
      if (closing.signal.aborted) await client.end(); // closed while it connected
    }
  };
  const kept = keepListening();
  return {
    close: async () => {
      closing.abort();
      await client.end();
      await kept;
    },
  };
}

async function listen(url: string, onNudge: (payload: string) => void, onLost: (cause: unknown) => void): Promise<Client> {
  const client = new Client({ connectionString: url, keepAlive: true, keepAliveInitialDelayMillis: ALIVE_AFTER_MS });
  client.on('notification', ({ payload }) => onNudge(payload ?? ''));
  client.on('error', onLost);
  client.on('end', () => onLost(new Error('the server closed the connection')));
  try {
    await client.connect();
    await client.query(`listen ${NUDGES}`);
    return client;
  } catch (cause) {
    await client.end();
    throw cause;
  }
}

/** @returns undefined when closed before. */
async function untilConnected(connect: () => Promise<Client>, closing: AbortSignal): Promise<Client | undefined> {
  for (let pauseMs = FIRST_PAUSE_MS; !closing.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await connect();
    } catch {
      await pause(pauseMs, undefined, { signal: closing }).catch(closed); // the loss has been told; the server is still away
    }
  }
  return undefined;
}

/** A pause ends early by being closed, and only so. */
const closed = (): void => undefined;
