import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { failureCode, readIfPresent } from './file-access.js';

const run = promisify(execFile);

/** Who a process is: its number and the moment it began, because numbers are given out again (in a container at once). */
export interface ProcessIdentity {
  readonly pid: number;
  readonly began: string;
}

/** @returns undefined when no such process lives. One that has ended and only waits to be collected is not alive. */
export async function identityOf(pid: number): Promise<ProcessIdentity | undefined> {
  const began = process.platform === 'linux' ? await beganOnLinux(pid) : await beganElsewhere(pid);
  return began === undefined ? undefined : { pid, began };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identityOf(identity.pid))?.began === identity.began;
}

/** @returns the words a process was started with, or undefined where the system does not tell. */
export async function commandLineOf(pid: number): Promise<readonly string[] | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') return (await readIfPresent(`/proc/${pid}/cmdline`))?.split('\0') ?? [];
  const line = await outputOfPs(pid, 'command=');
  return line === undefined ? [] : [basename(line.split(' ')[0] ?? ''), line];
}

/** @returns undefined where the system does not tell, or not us. */
export async function workingFolderOf(pid: number): Promise<string | undefined> {
  try {
    return process.platform === 'linux' ? await readlink(`/proc/${pid}/cwd`) : undefined;
  } catch (failure) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(failureCode(failure) ?? '')) return undefined;
    throw failure;
  }
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the name before it may itself contain spaces and brackets. */
async function beganOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readIfPresent(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : `${await bootId()}/${rest[18] ?? ''}`;
}

/** Start times are counted from the machine's start, so they mean nothing after the next one. */
const bootId = async () => (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();

async function beganElsewhere(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return answersSignals(pid) ? 'unknown' : undefined;
  const line = await outputOfPs(pid, 'stat=,lstart=');
  return line === undefined || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}

async function outputOfPs(pid: number, columns: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', columns], { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } });
    return stdout.trim() || undefined;
  } catch (failure) {
    if (typeof failure === 'object' && failure !== null && 'code' in failure && failure.code === 1) return undefined; // ps knows no such process
    throw failure;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return failureCode(failure) === 'EPERM';
  }
}
