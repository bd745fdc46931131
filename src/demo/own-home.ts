import { rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { failureCode, failureMessage, readIfPresent } from '../database/embedded/file-access.js';
import { type HeldLock, takeIfFree } from '../database/embedded/home-lock.js';

/** A folder in which no other demonstration plays while this one does. */
export interface OwnHome extends HeldLock {
  readonly folder: string;
  /** What to say of the demonstrations that were found running. */
  readonly beside: readonly string[];
  /** Tells those that come later where this one can be looked at; without the key, which is for whoever started it. */
  noteAddress(address: string): Promise<void>;
}

/**
 * The first of `demo`, `demo-2`, … in which none is running. Held until it is released or this process has died, by whatever means,
 * so that two at once never share a database, and one that was killed is followed in the same place.
 * @throws Error in words for the person who started it, where the folder may not be written.
 */
export async function takeHome(parent: string): Promise<OwnHome> {
  const beside: string[] = [];
  for (let number = 1; ; number += 1) {
    const folder = join(parent, number === 1 ? 'demo' : `demo-${number}`);
    const taken = await take(folder);
    if ('release' in taken) {
      await rm(addressOf(folder), { force: true });
      return { ...taken, folder, beside, noteAddress: (address) => writeFile(addressOf(folder), new URL(address).origin, { mode: 0o600 }) };
    }
    const address = await readIfPresent(addressOf(folder));
    const where = address === undefined ? '' : `, ${address}`;
    beside.push(`another demonstration is running in ${relative(process.cwd(), folder)} (process ${taken.heldBy}${where})`);
  }
}

async function take(folder: string): Promise<Awaited<ReturnType<typeof takeIfFree>>> {
  try {
    return await takeIfFree(join(folder, 'demo-lock'));
  } catch (cause) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST', 'ENOSPC'].includes(failureCode(cause) ?? '')) throw cause;
    throw new Error(
      `the demonstration keeps what it makes in ${folder}, and cannot write there (${failureMessage(cause)}). Run it in a folder you may write, with half a gigabyte of disk left`,
      { cause },
    );
  }
}

const addressOf = (folder: string) => join(folder, 'address');
