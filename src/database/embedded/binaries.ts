import { randomUUID } from 'node:crypto';
import { chmod, constants, cp, lstat, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError, OWN_SERVER_HINT } from './embedded-postgres-error.js';
import { failureCode, isPresent } from './file-access.js';
import type { Machine } from './machine.js';
import { makeStateFolder, type Place } from './place.js';
import { findPlatformPackage, type PlatformPackage, type SharedLibraryLink } from './platform-package.js';

/** PostgreSQL's own programs, ready to be run by the place's account. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  readonly majorVersion: string;
}

/** In the package where that will do; otherwise in a copy, made once per version. */
export async function prepareBinaries(place: Place, machine: Machine): Promise<Binaries> {
  const platformPackage = await findPlatformPackage(machine.packageFolder);
  // The server's user may not be able to read the project, so as root we always copy.
  if (!machine.isRoot && (await couldLink(platformPackage))) return binariesIn(platformPackage.native, platformPackage.version);

  const parent = machine.isRoot ? machine.stateFolder : place.folder;
  if (machine.isRoot) await makeStateFolder(parent);
  return binariesIn(await copyOnce(platformPackage, join(parent, `binaries-${platformPackage.version}`)), platformPackage.version);
}

/** @returns false when links are missing and the package's folder cannot be written. */
async function couldLink({ native, links }: PlatformPackage): Promise<boolean> {
  try {
    await makeLinks(native, links);
    return true;
  } catch (failure) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(failureCode(failure) ?? '')) return false;
    throw failure;
  }
}

async function makeLinks(native: string, links: readonly SharedLibraryLink[]): Promise<void> {
  for (const { file, link } of links) {
    if (await isPresent(join(native, link))) continue;
    try {
      await symlink(basename(file), join(native, link)); // both lie in one folder
    } catch (failure) {
      if (failureCode(failure) !== 'EEXIST') throw failure; // another process was quicker
    }
  }
}

/** Copied beside its place and renamed into it, so that a copy is there whole or not at all. */
async function copyOnce({ native, links }: PlatformPackage, copy: string): Promise<string> {
  if (await isPresent(copy)) return copy;

  const draft = `${copy}.new-${randomUUID()}`;
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
    await openToReaders(draft); // first: a read-only package gives read-only folders
    await makeLinks(draft, links);
    await rename(draft, copy);
  } catch (failure) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isPresent(copy))) throw failure; // otherwise another process was quicker
  }
  return copy;
}

/** A strict umask may have kept the files from the user the server runs as. */
async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o111 || basename(dirname(path)) === 'bin' ? 0o755 : 0o644);
  }
}

/** What the shell reads in double quotes. PostgreSQL's own programs call each other through it, with their path in such quotes. */
const READ_BY_THE_SHELL = /[$`"\\]/;

function binariesIn(native: string, version: string): Binaries {
  if (process.platform !== 'win32' && READ_BY_THE_SHELL.test(native))
    throw new EmbeddedPostgresError(
      'BINARIES_UNUSABLE',
      `PostgreSQL cannot be run from ${native}: no folder on the way to it may have a dollar sign, a backtick, a double quote or a backslash in its name. Give the folder another name or move it, ${OWN_SERVER_HINT}`,
    );
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    majorVersion: version.split('.')[0] ?? version,
  };
}
