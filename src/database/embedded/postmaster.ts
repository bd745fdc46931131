import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { readIfPresent } from './file-access.js';
import { commandLineOf, identityOf, isAlive, type ProcessIdentity, workingFolderOf } from './process-identity.js';

/** A server that runs on a data folder: started by us, or found there. */
export interface Postmaster {
  readonly identity: ProcessIdentity;
  readonly port: number | undefined;
  readonly status: 'starting' | 'ready' | 'stopping' | undefined;
}

export const POLL_MS = 10;
const FAST_STOP_MS = 60_000;
const IMMEDIATE_STOP_MS = 10_000;

/**
 * The server that `postmaster.pid` names, if it lives and is really this folder's.
 * A number that now belongs to another process is taken out, for PostgreSQL would refuse to start beside it;
 * a number of nobody is left to PostgreSQL, which then still checks for the dead server's children.
 *
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/pidfile.h
 */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const file = join(data, 'postmaster.pid');
  const [pid, , , port, , , , status] = ((await readIfPresent(file)) ?? '').split('\n');
  const identity = pid === undefined || pid.trim() === '' ? undefined : await identityOf(Math.abs(Number(pid)));
  if (identity === undefined) return undefined;
  if (!(await isPostgresOf(data, identity.pid))) {
    await rm(file, { force: true });
    return undefined;
  }
  return { identity, port: Number(port) || undefined, status: statusOf(status?.trim()) };
}

/** The port of a server that died without taking its file away; undefined after one that was stopped. */
export async function portLastServed(data: string): Promise<number | undefined> {
  const [, , , port] = ((await readIfPresent(join(data, 'postmaster.pid'))) ?? '').split('\n');
  return Number(port) || undefined;
}

/** Ends the folder's server, if one runs: first by cutting its sessions off ("fast"), then without a checkpoint ("immediate"). */
export async function stopServerOf(data: string): Promise<boolean> {
  const postmaster = await findPostmaster(data);
  if (postmaster === undefined) return false;

  for (const [signal, patienceMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
  ] as const) {
    await send(signal, postmaster.identity);
    if (await hasEnded(postmaster.identity, patienceMs)) return true;
  }
  throw new EmbeddedPostgresError(
    'STOP_FAILED',
    `the embedded database of ${data} does not stop (process ${postmaster.identity.pid}): end that process by hand; nothing that was committed is lost`,
  );
}

async function hasEnded(identity: ProcessIdentity, patienceMs: number): Promise<boolean> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(POLL_MS)) {
    if (!(await isAlive(identity))) return true;
  }
  return false;
}

async function send(signal: 'SIGINT' | 'SIGQUIT', identity: ProcessIdentity): Promise<void> {
  if (await isAlive(identity)) process.kill(identity.pid, signal);
}

/**
 * A server works in its data folder, also when that was moved since. Where the system does not tell a process's words,
 * a process that lives is taken for the server; it is then asked by connecting.
 */
async function isPostgresOf(data: string, pid: number): Promise<boolean> {
  const words = await commandLineOf(pid);
  if (words === undefined) return true;
  if (!basename(words[0] ?? '').startsWith('postgres')) return false;
  return (await workingFolderOf(pid)) === data || words.some((word) => word === data || word.includes(` ${data} `));
}

const STATUSES: readonly ['starting', 'ready', 'stopping'] = ['starting', 'ready', 'stopping'];
const statusOf = (written: string | undefined) => STATUSES.find((status) => status === written);
