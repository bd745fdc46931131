import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from '../../log/log.js';
import { maintenanceOf } from './credentials.js';
import type { EmbeddedPostgres } from './embedded-postgres.js';

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 500;
/** A server that served so long was well; one that falls again sooner is one more attempt, not a new beginning. */
const WELL_AFTER_MS = 60_000;

interface Keeping {
  readonly server: Pick<EmbeddedPostgres, 'url' | 'revive'>;
  readonly log: Pick<Log, 'error' | 'info' | 'warn'>;
  readonly attempts?: number;
  readonly firstPauseMs?: number;
}

/**
 * Holds a session to the server, and when it breaks gives the home its server again, on the same port:
 * a few times, longer apart each time, and then not any more, for what kills it every time needs a person.
 * Whoever used the server meets closed connections meanwhile, and connects anew.
 */
export async function keepServing({ server, log, attempts = ATTEMPTS, firstPauseMs = FIRST_PAUSE_MS }: Keeping): Promise<{
  close(): Promise<void>;
}> {
  const closing = new AbortController();
  let session = await openSession(server.url);

  const revived = async (attempt: number): Promise<boolean> => {
    try {
      await server.revive();
      session = await openSession(server.url);
      log.info({ attempt }, 'postgres.revived');
      return true;
    } catch (error) {
      log.error({ attempt, error }, 'postgres.revival-failed');
      return false;
    }
  };
  const keep = async () => {
    // One that was closed while it revived leaves the new session to whoever closed it: nothing would tell it of an end.
    for (let attempt = 0, wellSince = performance.now(); !closing.signal.aborted;) {
      await session.lost;
      if (closing.signal.aborted) return;
      log.warn({}, 'postgres.lost');
      if (performance.now() - wellSince > WELL_AFTER_MS) attempt = 0;
      let isBack = false;
      while (!isBack && attempt < attempts && !closing.signal.aborted) {
        if (attempt > 0) await pause(firstPauseMs * 2 ** (attempt - 1), undefined, { signal: closing.signal }).catch(closed);
        attempt += 1;
        isBack = !closing.signal.aborted && (await revived(attempt));
      }
      if (!isBack) {
        if (!closing.signal.aborted) log.error({ attempts }, 'postgres.given-up'); // whoever starts the hub again is told why by the start
        return;
      }
      wellSince = performance.now();
    }
  };
  const kept = keep();
  return {
    close: async () => {
      closing.abort();
      await session.client.end();
      await kept;
      await session.client.end(); // one that was opened meanwhile
    },
  };
}

interface HeldSession {
  readonly client: Client;
  /** Comes when the session has ended, whoever ended it. */
  readonly lost: Promise<void>;
}

async function openSession(url: string): Promise<HeldSession> {
  const client = new Client({ connectionString: maintenanceOf(url), keepAlive: true });
  const lost = new Promise<void>((ended) => {
    client.on('error', () => ended());
    client.on('end', () => ended());
  });
  await client.connect();
  return { client, lost };
}

/** A pause ends early by being closed, and only so. */
const closed = (): void => undefined;
