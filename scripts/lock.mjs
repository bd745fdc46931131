import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;
const UNFINISHED_MS = 5_000;
const KEPT = 50;

/**
 * One command at a time does this work; one that was killed in the middle does not keep the others out.
 * The lock is the highest of a row of numbered files. It is taken by making the next number, which the system lets
 * one process do only; a dead holder is succeeded, never removed, so that two that find it dead cannot both succeed it.
 */
export async function withLock(folder, say, work) {
  let mine = begin(folder);
  if (mine === undefined) say('another command is at it; waiting …');
  for (; mine === undefined; mine = take(folder)) await pause(LOOK_AGAIN_MS);
  try {
    return await work();
  } finally {
    writeFileSync(join(folder, String(mine)), 'free');
  }
}

function begin(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    return take(folder);
  } catch (cause) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(cause.code)) throw cause;
    throw new Error(
      `something has to be installed or built first, and ${dirname(folder)} may not be written (${cause.code}): run \`npm run build\` there once as somebody who may, or copy the folder to where you may`,
      { cause },
    );
  }
}

/** @returns the number taken, or undefined when somebody else has the lock. */
function take(folder) {
  const newest = numbers(folder).at(-1) ?? 0;
  if (newest > 0 && isHeld(join(folder, String(newest)))) return undefined;
  const mine = newest + 1;
  try {
    writeFileSync(join(folder, String(mine)), `${process.pid} ${began(process.pid)}\n`, { flag: 'wx' });
  } catch (cause) {
    if (cause.code === 'EEXIST') return undefined;
    throw cause;
  }
  const all = numbers(folder);
  if (all.at(-1) !== mine) {
    rmSync(join(folder, String(mine)), { force: true }); // we looked long ago, and others have come and gone since
    return undefined;
  }
  for (const old of all) if (old < mine - KEPT) rmSync(join(folder, String(old)), { force: true });
  return mine;
}

function isHeld(file) {
  const text = readFileSync(file, 'utf8');
  if (text === 'free') return false;
  if (text === '') return Date.now() - statSync(file).mtimeMs < UNFINISHED_MS; // being written, or its writer was killed
  const [pid, since] = text.trim().split(' ');
  return isAlive(Number(pid)) && began(Number(pid)) === since;
}

/** When a process began, where the system tells: numbers are given out again, in a container at once (proc(5), field 22). */
function began(pid) {
  if (process.platform !== 'linux') return '-';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch (cause) {
    if (cause.code === 'ENOENT' || cause.code === 'ESRCH') return 'ended';
    throw cause;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === 'EPERM'; // alive, and somebody else's
  }
}

const numbers = (folder) =>
  readdirSync(folder)
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
