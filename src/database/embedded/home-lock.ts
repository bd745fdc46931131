import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { failureCode, keepOwner, makePrivateFolder, readIfPresent } from './file-access.js';
import { identityOf, isAlive } from './process-identity.js';

/** The two states are equally long, so that giving the lock back overwrites the file in one go, on a full disk too. */
const holder = z.object({ pid: z.int(), began: z.string(), state: z.enum(['held', 'free']) });

const PAUSE_MS = 20;
const PATIENCE_MS = 360_000; // longer than the longest start of the server
const UNFINISHED_MS = 5_000; // a holder writes its name right after it took the lock
const WRITING = 0;
const KEPT_GENERATIONS = 50;

/**
 * Runs `work` while no other process of this machine does so for the same folder.
 *
 * The lock is a row of numbered files, and the highest number is the lock. Taking it means creating the next
 * number, which the system lets only one process do; a dead holder is therefore succeeded, never removed, and
 * two processes that find it dead at once cannot both succeed it.
 */
export async function withHomeLock<Outcome>(folder: string, work: () => Promise<Outcome>): Promise<Outcome> {
  const generation = await take(folder);
  try {
    return await work();
  } finally {
    await release(folder, generation);
  }
}

/** A lock that is held for as long as somebody wants, and by nobody any more once its holder has died. */
export interface HeldLock {
  release(): Promise<void>;
}

/** Takes the lock if nobody has it. @returns the process that has it, where one does. */
export async function takeIfFree(folder: string): Promise<HeldLock | { readonly heldBy: number }> {
  for (;;) {
    await makePrivateFolder(folder);
    const newest = (await generations(folder)).at(-1) ?? 0;
    const heldBy = newest === 0 ? undefined : await livingHolder(fileOf(folder, newest));
    if (heldBy !== undefined && heldBy !== WRITING) return { heldBy };
    if (heldBy === undefined && (await succeed(folder, newest + 1))) return { release: () => release(folder, newest + 1) };
    if (heldBy === WRITING) await pause(PAUSE_MS);
  }
}

async function take(folder: string): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    await makePrivateFolder(folder);
    const newest = (await generations(folder)).at(-1) ?? 0;
    const pid = newest === 0 ? undefined : await livingHolder(fileOf(folder, newest));
    if (pid === undefined && (await succeed(folder, newest + 1))) return newest + 1;
    if (Date.now() > deadline) throw busy(folder, pid);
    if (pid !== undefined) await pause(PAUSE_MS);
  }
}

async function succeed(folder: string, generation: number): Promise<boolean> {
  try {
    await write(fileOf(folder, generation), { state: 'held', flag: 'wx' });
  } catch (failure) {
    if (failureCode(failure) === 'EEXIST') return false;
    throw failure;
  }
  // We may have looked long ago, and created a number that others had used and cleared away since.
  const all = await generations(folder);
  if (all.at(-1) !== generation) {
    await rm(fileOf(folder, generation), { force: true });
    return false;
  }
  await Promise.all(all.filter((old) => old < generation - KEPT_GENERATIONS).map((old) => rm(fileOf(folder, old), { force: true })));
  return true;
}

async function release(folder: string, generation: number): Promise<void> {
  try {
    await write(fileOf(folder, generation), { state: 'free', flag: 'r+' });
  } catch (failure) {
    if (failureCode(failure) !== 'ENOENT') throw failure; // somebody deleted the home, and the lock with it
  }
}

async function livingHolder(file: string): Promise<number | undefined> {
  const text = await readIfPresent(file);
  if (text === undefined) return undefined;
  if (text === '') return (await isRecent(file)) ? WRITING : undefined; // being written, or its writer was killed
  const { pid, began, state } = holder.parse(JSON.parse(text));
  return state === 'held' && (await isAlive({ pid, began })) ? pid : undefined;
}

async function isRecent(file: string): Promise<boolean> {
  return Date.now() - (await stat(file)).mtimeMs < UNFINISHED_MS;
}

async function write(file: string, { state, flag }: { readonly state: 'held' | 'free'; readonly flag: 'r+' | 'wx' }): Promise<void> {
  const self = { pid: process.pid, began: (await identityOf(process.pid))?.began ?? 'unknown', state };
  await writeFile(file, `${JSON.stringify(self)}\n`, { flag, mode: 0o600 });
  if (flag === 'wx') await keepOwner(file);
}

async function generations(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  return names
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
}

const fileOf = (folder: string, generation: number) => join(folder, String(generation));

const busy = (folder: string, pid: number | undefined) =>
  new EmbeddedPostgresError(
    'HOME_BUSY',
    `the embedded database is being started or stopped by ${pid ? `process ${pid}` : 'another process'} since more than ${PATIENCE_MS / 60_000} minutes (${folder}): wait for it, or end that process and start again`,
  );
