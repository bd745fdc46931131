import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { SUPERUSER } from './credentials.js';
import { EmbeddedPostgresError, faultOf, OWN_SERVER_HINT } from './embedded-postgres-error.js';
import { isPresent, keepOwner } from './file-access.js';
import type { Machine } from './machine.js';
import type { Place } from './place.js';
import { findPostmaster, POLL_MS } from './postmaster.js';
import { cannotRun, runProgram, spawnOptions } from './program.js';

/** What the server is started with. Given as words, so that they hold for data made by an older version too. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket's path may have 107 characters, and a project's may be longer
  shared_buffers: '128MB',
  max_connections: '100',
  synchronous_commit: 'on',
  jit: 'off', // compiling costs more than it brings for queries as short as ours
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  log_checkpoints: 'off',
  // Statements that failed and the values in their complaints may name people: those go to the client only.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

const PORT_ATTEMPTS = 8;
const LEFTOVER_ATTEMPTS = 50;
const LEFTOVER_PAUSE_MS = 200;
export const START_PATIENCE_MS = 300_000; // after a crash the server first repeats what it had promised
const LOG_LIMIT_BYTES = 10_000_000;

/** Starts the server, and returns its port once it takes connections. It outlives this process. */
export async function startServer(place: Place, binaries: Binaries, home: string, machine: Machine): Promise<number> {
  const log = join(home, 'postgres.log');
  for (let portsTaken = 0, leftovers = 0; ;) {
    const port = await machine.proposePort();
    const complaint = await tryStart(place, binaries, { port, waitsForDisk: machine.waitsForDisk }, log);
    if (complaint === undefined) return port;

    if (/could not bind|could not create any TCP/.test(complaint) && ++portsTaken < PORT_ATTEMPTS) continue;
    if (/shared memory block|lock file "postmaster\.pid" already exists/.test(complaint) && ++leftovers < LEFTOVER_ATTEMPTS) {
      await pause(LEFTOVER_PAUSE_MS); // a killed server, or its children, are still on their way out
      continue;
    }
    throw startFailed(place, complaint, log);
  }
}

/** Sets the superuser's password anew while the server is down: whoever may read the data folder may do that. */
export async function resetPassword(place: Place, binaries: Binaries, password: string): Promise<void> {
  const sql = `alter role ${SUPERUSER} password '${password}'\n`; // ours, of letters, digits, - and _ only
  const { code, printed } = await runProgram(binaries.postgres, ['--single', '-D', place.data, 'postgres'], place, sql);
  if (code !== 0 || /ERROR|FATAL/.test(printed)) {
    throw new EmbeddedPostgresError(
      'START_FAILED',
      `the embedded database in ${place.data} does not know our password, and it could not be set anew: ${printed}`,
    );
  }
}

interface Given extends Pick<Machine, 'waitsForDisk'> {
  readonly port: number;
}

/** @returns what the server said when it gave up, or undefined when it runs. */
async function tryStart(place: Place, binaries: Binaries, given: Given, log: string): Promise<string | undefined> {
  const isLong = (await isPresent(log)) && (await stat(log)).size > LOG_LIMIT_BYTES;
  const output = await open(log, isLong ? 'w' : 'a', 0o600);
  try {
    await keepOwner(log);
    const begin = (await output.stat()).size;
    const ended = await launch(place, binaries, given, output.fd);
    const isReady = await becomesReady(place.data, ended);
    return isReady ? undefined : (await readFile(log)).subarray(begin).toString('utf8').trim();
  } finally {
    await output.close();
  }
}

/** Where the system has administrators PostgreSQL refuses to run as, its own starter drops the rights first. */
async function launch(place: Place, binaries: Binaries, { port, waitsForDisk }: Given, output: number): Promise<() => boolean> {
  const settings = { ...SETTINGS, fsync: waitsForDisk ? 'on' : 'off', port: String(port) };
  const words = ['-D', place.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const [program, args] =
    process.platform === 'win32'
      ? [binaries.pgCtl, ['start', '-s', '-W', ...words.slice(0, 2), '-o', words.slice(2).join(' ')]]
      : [binaries.postgres, words];
  // Detached: its own session, so that a Ctrl-C meant for us does not reach it.
  const child = spawn(program, args, { ...spawnOptions(place), detached: true, stdio: ['ignore', output, output] });
  await spawned(child, program);
  child.unref();
  return process.platform === 'win32' ? () => false : () => child.exitCode !== null || child.signalCode !== null;
}

function spawned(child: ChildProcess, program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (failure) => reject(cannotRun(program, failure)));
  });
}

/** @returns false when the server ended instead. */
async function becomesReady(data: string, hasEnded: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + START_PATIENCE_MS; Date.now() < deadline; await pause(POLL_MS)) {
    if (hasEnded()) return false;
    if ((await findPostmaster(data))?.status === 'ready') return true;
  }
  throw new EmbeddedPostgresError(
    'START_FAILED',
    `the embedded database in ${data} is not ready after ${START_PATIENCE_MS / 60_000} minutes; it goes on repairing itself: start again later`,
  );
}

function startFailed(place: Place, complaint: string, log: string): EmbeddedPostgresError {
  const isPortTrouble = /could not bind|could not create any TCP/.test(complaint);
  const lastWords = complaint.split('\n').slice(-6).join(' ');
  return new EmbeddedPostgresError(
    isPortTrouble ? 'PORT_UNAVAILABLE' : faultOf(complaint, 'START_FAILED'),
    isPortTrouble
      ? `the embedded database found no free port on 127.0.0.1 in ${PORT_ATTEMPTS} attempts, saying "${lastWords}": see what takes them all, ${OWN_SERVER_HINT}`
      : `the embedded database in ${place.data} did not start, saying "${lastWords}" (all of it in ${log}): mend that and start again, ${OWN_SERVER_HINT}`,
  );
}
