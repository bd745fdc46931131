import { Client } from 'pg';
import { DATABASE, urlOf } from './credentials.js';
import { failureCode, failureMessage } from './file-access.js';
import { START_PATIENCE_MS } from './server.js';

/** Whoever has the port may be no database at all. */
const STRANGER_MS = 5_000;

/**
 * What a server answers to our password.
 * `ours`: it accepts it, and serves this very data folder. `other`: it serves another one.
 * `refused`: it knows another password. `absent`: nobody answers, or it is starting or stopping.
 */
export type Answer = 'ours' | 'other' | 'refused' | 'absent';

/** @param patienceMs how long a server that says nothing is listened to: one that is known to serve is only busy. */
export async function ask(port: number, password: string, data: string, patienceMs = STRANGER_MS): Promise<Answer> {
  try {
    return await withSession(urlOf(port, password, 'postgres'), patienceMs, async (session) => {
      const shown = await session.query<{ data_directory: string }>('show data_directory');
      return shown.rows[0]?.data_directory === data ? 'ours' : 'other';
    });
  } catch (failure) {
    return answerOf(failure);
  }
}

/** The hub's database, made when it is not there yet. The server is known to serve: however busy the machine is, its answer is waited for. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  await withSession(urlOf(port, password, 'postgres'), START_PATIENCE_MS, async (session) => {
    const found = await session.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await session.query(`create database ${DATABASE}`);
  });
}

async function withSession<Outcome>(url: string, patienceMs: number, work: (session: Client) => Promise<Outcome>): Promise<Outcome> {
  const session = new Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMs,
    application_name: 'plumbline-start',
    ssl: false,
  });
  session.on('error', () => {}); // a lost session fails the query that waits for it; this event only repeats it
  try {
    await session.connect();
    return await work(session);
  } finally {
    await session.end();
  }
}

/** @see https://www.postgresql.org/docs/18/errcodes-appendix.html */
function answerOf(failure: unknown): Answer {
  const code = failureCode(failure);
  if (code === '28P01' || code === '28000') return 'refused';
  if (code === '57P03' || code === '57P01' || code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'absent';
  if (/^Connection terminated|^timeout expired/.test(failureMessage(failure))) return 'absent'; // pg gives these no code
  throw failure;
}
