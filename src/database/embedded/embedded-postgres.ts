import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../log/log.js';
import { type Binaries, prepareBinaries } from './binaries.js';
import { passwordOf, urlOf } from './credentials.js';
import { prepareData } from './data-folder.js';
import { EmbeddedPostgresError, explainFailure } from './embedded-postgres-error.js';
import { isPresent, makePrivateFolder } from './file-access.js';
import { withHomeLock } from './home-lock.js';
import { type Machine, thisMachine } from './machine.js';
import { findPlace, type Place } from './place.js';
import { findPostmaster, POLL_MS, portLastServed, stopServerOf } from './postmaster.js';
import { resetPassword, START_PATIENCE_MS, startServer } from './server.js';
import { ask, ensureDatabase } from './session.js';
import { addUser, removeUser } from './users.js';

/** A running PostgreSQL of this home, in use by us until `stop`. */
export interface EmbeddedPostgres {
  /** The superuser's, to the database `plumbline`; its password is in it. */
  readonly url: string;
  readonly port: number;
  /**
   * Gives the home its server again after it died under its users, with what it had committed and where they look for it.
   * @throws EmbeddedPostgresError when it cannot be had there, or its data are gone.
   */
  revive(): Promise<void>;
  /** Ends our use. The server itself ends with its last user. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The hub's own folder, such as `.plumbline/hub`. Several processes may use one home at once. */
  readonly home: string;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly machine?: Partial<Machine>;
}

/**
 * Gives the home its database server: finds the one that runs (it outlives a killed hub), or starts it,
 * making its data first if there are none.
 *
 * @throws EmbeddedPostgresError with one paragraph that says what is wrong and what to do
 */
export async function startEmbeddedPostgres({ home, log, machine }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const folder = await homeFolder(home);
    return await withHomeLock(lockOf(folder), async () => {
      const { port, password, place } = await serve(folder, { ...thisMachine, ...machine }, log);
      const user = await addUser(usersOf(folder));
      return {
        port,
        url: urlOf(port, password),
        revive: () => reviveAt(port, folder, place, { ...thisMachine, ...machine }, log),
        stop: once(() => leave(folder, place, user, log)),
      };
    });
  } catch (failure) {
    throw explainFailure(failure, resolve(home));
  }
}

async function homeFolder(home: string): Promise<string> {
  await makePrivateFolder(home);
  return realpath(home); // the server names its data folder by its real path
}

interface Serving {
  readonly port: number;
  readonly password: string;
  readonly place: Place;
}

async function serve(home: string, machine: Machine, log: EmbeddedPostgresOptions['log']): Promise<Serving> {
  const beganAt = Date.now();
  const place = await findPlace(home, machine, log);
  const password = await passwordOf(home);
  const adopted = await adopt(place, password);
  if (adopted !== undefined) {
    await ensureDatabase(adopted, password);
    log.info({ port: adopted }, 'postgres.adopted');
    return { port: adopted, password, place };
  }
  const binaries = await prepareBinaries(place, machine);
  await prepareData(place, binaries, password, log);
  const port = await startKnowing(password, place, binaries, home, machine);
  await ensureDatabase(port, password);
  log.info({ port, durationMs: Date.now() - beganAt }, 'postgres.started');
  return { port, password, place };
}

/** Takes over a server that runs already. One we cannot use is stopped. */
async function adopt(place: Place, password: string): Promise<number | undefined> {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const postmaster = await findPostmaster(place.data);
    if (postmaster === undefined) return undefined;
    const answer =
      postmaster.status === 'ready' && postmaster.port !== undefined ? await ask(postmaster.port, password, place.data) : 'absent';
    if (answer === 'ours') return postmaster.port;
    if (answer !== 'absent' || postmaster.status === 'stopping' || Date.now() > deadline) {
      await stopServerOf(place.data);
      return undefined;
    }
    await pause(POLL_MS); // still starting
  }
}

/** Starts the server, and teaches it our password when it knows another (its file was lost). */
async function startKnowing(password: string, place: Place, binaries: Binaries, home: string, machine: Machine): Promise<number> {
  const port = await startServer(place, binaries, home, { ...machine, proposePort: await lastPortFirst(place, machine) });
  if ((await ask(port, password, place.data, START_PATIENCE_MS)) !== 'refused') return port;

  await stopServerOf(place.data);
  await resetPassword(place, binaries, password);
  return startServer(place, binaries, home, machine);
}

/** A server that died comes back where its users look for it, unless somebody else has taken the port. */
async function lastPortFirst(place: Place, machine: Machine): Promise<Machine['proposePort']> {
  const ports = [await portLastServed(place.data)];
  return async () => ports.pop() ?? machine.proposePort();
}

async function reviveAt(port: number, home: string, place: Place, machine: Machine, log: EmbeddedPostgresOptions['log']): Promise<void> {
  await withHomeLock(lockOf(home), async () => {
    // An empty database in its place would look as if all had been lost.
    if (!(await isPresent(join(place.data, 'PG_VERSION'))))
      throw new EmbeddedPostgresError('START_FAILED', `the embedded database cannot be started again: its data in ${place.data} are gone`);
    // Nowhere else: there nobody would look for it, and there it would stay. What has the port now may give it back.
    const serving = await serve(home, { ...machine, proposePort: async () => port }, log).catch((cause: unknown) => {
      if (!(cause instanceof EmbeddedPostgresError) || cause.code !== 'PORT_UNAVAILABLE') throw cause;
      const said = `the embedded database of ${home} cannot run again on port ${port}, which something else has: end that, or stop this process and start it again`;
      throw new EmbeddedPostgresError('PORT_UNAVAILABLE', said, { cause });
    });
    if (serving.port === port) return;
    throw new EmbeddedPostgresError(
      'PORT_UNAVAILABLE',
      `the embedded database of ${home} runs again on port ${serving.port}, because ${port} was taken meanwhile: stop this process and start it again`,
    );
  });
}

async function leave(home: string, place: Place, user: string, log: EmbeddedPostgresOptions['log']): Promise<void> {
  await withHomeLock(lockOf(home), async () => {
    if (await removeUser(usersOf(home), user)) return;
    if (await stopServerOf(place.data)) log.info({}, 'postgres.stopped');
  });
}

/** A second call waits for the first. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}

const lockOf = (home: string) => join(home, 'postgres-lock');
const usersOf = (home: string) => join(home, 'postgres-users');
