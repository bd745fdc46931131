import { Client } from 'pg';
import { z } from 'zod';
import { failureCode } from './embedded/file-access.js';
import { firstRow, type Tx } from './rows.js';

/** Locks in a session of their own. They are gone the moment their process, its machine or the server is, without anybody's doing. */
export interface HeldLocks {
  /** As `pg_locks` names it. */
  readonly session: number;
  /** Waits for a moment only. @returns false where another session holds it. */
  take(name: string): Promise<boolean>;
  /** Nothing where it is not held any more. */
  giveBack(name: string): Promise<void>;
  /** Gives all back, and ends the session. */
  release(): Promise<void>;
}

/** How long a session of a process that was just killed may need to be seen as ended. */
const PATIENCE = '1s';
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * A machine that is gone closes no connection: the server asks after it, as it would do only after hours.
 * A held lock is idle for as long as the work takes, which is no reason to end its session.
 */
const OF_THE_SESSION = {
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  idle_session_timeout: '0',
  lock_timeout: PATIENCE,
};

export async function holdLocks(url: string): Promise<HeldLocks> {
  const client = new Client({ connectionString: url, keepAlive: true, application_name: 'plumbline-held' });
  client.on('error', () => {}); // whoever relies on a lock asks the database whether it is held
  try {
    await client.connect();
    const settings = Object.keys(OF_THE_SESSION).map((name, index) => `set_config('${name}', $${index + 1}, false)`);
    await client.query(`select ${settings.join(', ')}`, Object.values(OF_THE_SESSION));
    const own = await client.query<{ session: number }>('select pg_backend_pid() as session');
    return {
      session: z.int().parse(own.rows[0]?.session),
      take: (name) => take(client, name),
      giveBack: async (name) => {
        await client.query(`select pg_advisory_unlock(${numberOf('$1')})`, [name]).catch(ended);
      },
      release: async () => {
        await client.query('select pg_advisory_unlock_all()').catch(ended);
        await client.end();
      },
    };
  } catch (cause) {
    await client.end();
    throw cause;
  }
}

async function take(client: Client, name: string): Promise<boolean> {
  try {
    await client.query(`select pg_advisory_lock(${numberOf('$1')})`, [name]);
    return true;
  } catch (cause) {
    if (failureCode(cause) === LOCK_NOT_AVAILABLE) return false;
    throw cause;
  }
}

/** Where a lock stands in SQL. @param name an expression. */
export const numberOf = (name: string): string => `hashtextextended(${name}, 0)`;

/** The locks of this database that are held: `number`, `session`. */
export const HELD = `(select (classid::bigint << 32) | objid::bigint as number, pid as session from pg_locks
  where locktype = 'advisory' and granted and objsubid = 1 and database = (select oid from pg_database where datname = current_database())) as held`;

/** Whether the lock is held, by these and no other. */
export async function isHeld(tx: Pick<Tx, 'query'>, { session }: HeldLocks, name: string): Promise<boolean> {
  const found = await firstRow(
    tx,
    z.object({ held: z.boolean() }),
    `select exists (select from ${HELD} where session = $1 and number = ${numberOf('$2')}) as held`,
    [session, name],
  );
  return found?.held === true;
}

/** A session that has ended holds nothing any more. */
const ended = (): void => undefined;
