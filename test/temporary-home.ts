import { mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureCode, readIfPresent } from '../src/database/embedded/file-access.js';
import { findPostmaster, stopServerOf } from '../src/database/embedded/postmaster.js';

const MARK = 'temporary';
const PREFIX = 'plumbline temporary ';

/**
 * A folder for a hub of a test's own, named after the process that made it. Ends with `removeTemporaryHome`,
 * or, where that process was killed, with the next one that makes such a folder.
 */
export async function makeTemporaryHome(): Promise<string> {
  for (const name of (await readdir(tmpdir())).filter((entry) => entry.startsWith(PREFIX))) {
    if (!lives(Number(name.slice(PREFIX.length).split(' ')[0]))) await removeTemporaryHome(join(tmpdir(), name));
  }
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid} `));
}

/** Ends the servers of the hubs in a temporary folder, and removes their data wherever they lie: as root, outside of it. */
export async function removeTemporaryHome(folder: string): Promise<void> {
  for (const name of await namesIn(join(folder, '.plumbline'))) {
    const home = await realpath(join(folder, '.plumbline', name));
    const place = (await readIfPresent(join(home, 'where')))?.trim() ?? home;
    const isItsOwn = place === home || (await readIfPresent(join(place, 'home')))?.trim() === home;
    if (!isItsOwn) continue;
    await stopServerOf(join(place, 'postgres'));
    await rm(place, { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
}

/** Says of the data of a home, where they lie outside of it, that nobody will miss them once that home is gone. */
export async function markTemporary(home: string): Promise<void> {
  const place = (await readIfPresent(join(home, 'where')))?.trim();
  if (place !== undefined) await writeFile(join(place, MARK), '', { mode: 0o600 });
}

/**
 * Removes what tests left in the system's state folder: marked as temporary, of a home that is no more, with no server running on it.
 * Anything else there may be somebody's data and is left alone.
 */
export async function removeForgotten(stateFolder: string): Promise<void> {
  for (const name of await namesIn(stateFolder)) {
    const place = join(stateFolder, name);
    const home = (await readIfPresent(join(place, 'home')))?.trim();
    const isForgotten = home !== undefined && home !== '' && (await isGone(home));
    if (!isForgotten || (await isGone(join(place, MARK)))) continue;
    if ((await findPostmaster(join(place, 'postgres'))) === undefined) await rm(place, { recursive: true, force: true });
  }
}

/** Only what is not there is gone; what cannot be looked at may well be. */
async function isGone(path: string): Promise<boolean> {
  try {
    await stat(path);
    return false;
  } catch (failure) {
    return failureCode(failure) === 'ENOENT';
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await isGone(folder)) ? [] : readdir(folder);
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (failure) {
    return failureCode(failure) !== 'ESRCH'; // somebody else's lives too
  }
}
