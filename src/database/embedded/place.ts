import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log/log.js';
import { type Account, findAccount, giveTo, ownerOf } from './account.js';
import { EmbeddedPostgresError, OWN_SERVER_HINT } from './embedded-postgres-error.js';
import { isPresent, readIfPresent } from './file-access.js';
import type { Machine } from './machine.js';
import { stopServerOf } from './postmaster.js';

/** Where a home keeps its data, and whom the server runs as. */
export interface Place {
  /** Holds the data folder and its drafts; the server's working directory. */
  readonly folder: string;
  readonly data: string;
  /** undefined: as ourselves. */
  readonly account: Account | undefined;
}

/**
 * As an ordinary user: in the home. As root: in the system's state folder, given to the system user the server runs as.
 * The place is noted in `<home>/where`, and the home in `<place>/home`, so that a home that was moved keeps its data
 * and one that was copied does not share them.
 */
export async function findPlace(home: string, machine: Machine, log: Pick<Log, 'warn'>): Promise<Place> {
  const inHome = placeAt(home, undefined);
  const isInHome = await isPresent(inHome.data);
  if (!machine.isRoot) {
    if (!isInHome) await refuseRootsData(home);
    return inHome;
  }
  // Begun by an ordinary user, continued by root: the data stay theirs.
  if (isInHome && (await ownerOf(inHome.data)).uid !== 0) return { ...inHome, account: await ownerOf(inHome.data) };

  const recorded = await recordedFolder(home);
  if (recorded !== undefined) return noted(home, placeAt(recorded, await ownerOf(recorded)));
  return noted(home, await makePlace(home, machine, log));
}

/** Starting anew beside data that root made would look as if all had been lost. */
async function refuseRootsData(home: string): Promise<void> {
  const folder = (await readIfPresent(join(home, 'where')))?.trim();
  if (folder === undefined || !(await isPresent(folder))) return;
  throw new EmbeddedPostgresError(
    'ACCESS_DENIED',
    `the embedded database of ${home} was made by root and lies in ${folder}, where an ordinary user may not read it: start as root again, delete ${join(home, 'where')} to begin with an empty one, ${OWN_SERVER_HINT}`,
  );
}

/** The folder `where` names, unless it is gone or belongs to another home that still uses it. */
async function recordedFolder(home: string): Promise<string | undefined> {
  const folder = (await readIfPresent(join(home, 'where')))?.trim();
  if (folder === undefined || !(await isPresent(folder))) return undefined;

  const otherHome = await readIfPresent(join(folder, 'home'));
  if (otherHome === home) return folder;
  const isUsed = otherHome !== undefined && (await readIfPresent(join(otherHome, 'where')))?.trim() === folder;
  return isUsed ? undefined : folder;
}

async function makePlace(home: string, machine: Machine, log: Pick<Log, 'warn'>): Promise<Place> {
  await makeStateFolder(machine.stateFolder);
  const place = placeAt(join(machine.stateFolder, hashOf(home)), await findAccount(machine.systemUsers));
  if (await isPresent(place.data)) await setForgottenAside(place, log);
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  await chmod(place.folder, 0o700);
  await giveTo(place.account, place.folder);
  return place;
}

/** The home was deleted, and with it the key and the password of what lies here: it is kept, and not used. */
async function setForgottenAside(place: Place, log: Pick<Log, 'warn'>): Promise<void> {
  await stopServerOf(place.data);
  const aside = `${place.folder}.forgotten-${new Date().toISOString().replaceAll(':', '')}`;
  await rename(place.folder, aside);
  log.warn({ folder: aside }, 'postgres.set-aside');
}

/** Others may pass through, so that the server's user reaches its own folder, whatever our umask is. */
export async function makeStateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
}

async function noted(home: string, place: Place): Promise<Place> {
  await writeIfChanged(join(place.folder, 'home'), home);
  await writeIfChanged(join(home, 'where'), place.folder);
  return place;
}

async function writeIfChanged(file: string, text: string): Promise<void> {
  if (!(await isPresent(file)) || (await readFile(file, 'utf8')) !== text) await writeFile(file, text, { mode: 0o600 });
}

const placeAt = (folder: string, account: Account | undefined): Place => ({ folder, data: join(folder, 'postgres'), account });

const hashOf = (home: string) => createHash('sha256').update(home).digest('hex').slice(0, 16);
