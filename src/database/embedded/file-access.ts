import { access, chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The operating system's name of a failure (`ENOENT`), or a server's (`28P01`), if that is what it was.
 * Asked by shape: under Jest a failure of Node's own modules is an `Error` of another realm.
 */
export function failureCode(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null || !('code' in failure)) return undefined;
  return typeof failure.code === 'string' ? failure.code : undefined;
}

export function failureMessage(failure: unknown): string {
  return typeof failure === 'object' && failure !== null && 'message' in failure ? String(failure.message) : String(failure);
}

/** @returns undefined when there is no such file; any other failure is thrown. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (failure) {
    // ESRCH: a file of `/proc` whose process ended while it was being read.
    if (['ENOENT', 'ENOTDIR', 'ESRCH'].includes(failureCode(failure) ?? '')) return undefined;
    throw failure;
  }
}

export async function isPresent(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (failure) {
    if (['ENOENT', 'ENOTDIR'].includes(failureCode(failure) ?? '')) return false;
    throw failure;
  }
}

/** Readers see the old text or the new one, never half of it. Only the owner may read it. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, text, { mode: 0o600 });
  await keepOwner(draft);
  await rename(draft, path);
}

/** What root makes in somebody's home belongs to them, or they could not go on without root afterwards. */
export async function keepOwner(path: string): Promise<void> {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = await stat(dirname(path));
  await chown(path, uid, gid);
}

/** Makes a folder that only its owner may enter. */
export async function makePrivateFolder(path: string): Promise<void> {
  if ((await mkdir(path, { recursive: true, mode: 0o700 })) !== undefined) await keepOwner(path);
}
