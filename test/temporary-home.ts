import { lstat, mkdtemp, readdir, realpath, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { failureCode, readIfPresent } from '../src/database/embedded/file-access.js';
import { stopServerOf } from '../src/database/embedded/postmaster.js';

const PREFIX = 'plumbline temporary ';
/** Linux has it, of half the machine's memory unless somebody says otherwise; a container often of next to nothing. */
const IN_MEMORY = '/dev/shm';

/**
 * A folder for a hub of a test's own, named after the process that made it. Ends with `removeTemporaryHome`,
 * or, where that process was killed, with the next one that makes such a folder.
 */
export async function makeTemporaryHome(folder = tmpdir()): Promise<string> {
  for (const name of (await readdir(folder)).filter((entry) => entry.startsWith(PREFIX))) {
    const isForgotten = !lives(Number(name.slice(PREFIX.length).split(' ')[0]));
    if (isForgotten && (await isOurs(join(folder, name)))) await removeTemporaryHome(join(folder, name));
  }
  return temporaryFolder(folder);
}

/** One that goes with the next temporary home, where this process was killed before it removed it. */
export const temporaryFolder = (folder: string): Promise<string> => mkdtemp(join(folder, `${PREFIX}${process.pid} `));

/** A folder in memory, where files by the thousand come and go fastest; where the machine gives less than that, the one for temporary files. */
export async function quickFolder(bytesNeeded: number): Promise<string> {
  if (await isGone(IN_MEMORY)) return tmpdir();
  const { bavail, bsize } = await statfs(IN_MEMORY);
  return bavail * bsize < bytesNeeded ? tmpdir() : IN_MEMORY;
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
  for (const file of await readdir(folder, { recursive: true }))
    if (basename(file) === 'postmaster.pid') await stopServerOf(join(folder, dirname(file)));
  await rm(folder, { recursive: true, force: true });
}

/** What another user left is theirs to remove. */
async function isOurs(path: string): Promise<boolean> {
  if (await isGone(path)) return false;
  const { uid } = await lstat(path); // of a link: whoever made it, not whoever has what it leads to
  return uid === process.geteuid?.();
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
