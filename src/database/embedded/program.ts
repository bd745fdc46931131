import { spawn, type SpawnOptions } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { EmbeddedPostgresError, OWN_SERVER_HINT } from './embedded-postgres-error.js';
import { failureCode } from './file-access.js';
import type { Place } from './place.js';

/** How PostgreSQL's programs are run: as the place's account (Node drops root's other groups by itself), with nothing of our environment. */
export function spawnOptions({ folder, account }: Place): SpawnOptions {
  return {
    cwd: folder, // ours may be one the account cannot read
    env: { PATH: '/usr/bin:/bin', HOME: folder, TZ: 'UTC', LC_ALL: 'C' },
    windowsHide: true,
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  };
}

/** Runs a program to its end. @returns its exit code and what it complained of, or else printed. */
export async function runProgram(
  program: string,
  words: readonly string[],
  place: Place,
  input = '',
): Promise<{ code: number | null; printed: string }> {
  const child = spawn(program, words, { ...spawnOptions(place), stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (failure) => reject(cannotRun(program, failure)));
    child.once('close', resolve);
  });
  child.stdin.on('error', (failure) => {
    if (failureCode(failure) !== 'EPIPE') child.emit('error', failure); // a program may end without reading: its exit code says how
  });
  child.stdin.end(input);
  const [code, output, complaints] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, printed: complaints.trim() || output.trim() };
}

export function cannotRun(program: string, failure: Error): Error {
  if (failureCode(failure) !== 'ENOENT' && failureCode(failure) !== 'ENOEXEC') return failure;
  return new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    `the embedded database cannot run ${program} (${failure.message}): the file is missing, or the system cannot run programs built for it (on Linux they need the GNU C library, which Alpine has not); run \`npm ci\` again, ${OWN_SERVER_HINT}`,
    { cause: failure },
  );
}
