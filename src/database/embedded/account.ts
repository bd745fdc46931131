import { chown, readFile, stat } from 'node:fs/promises';
import { EmbeddedPostgresError, OWN_SERVER_HINT } from './embedded-postgres-error.js';

/** The system user the server runs as when we are root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** @throws EmbeddedPostgresError when the system has none of the users. None is created: that is not ours to do. */
export async function findAccount(names: readonly string[]): Promise<Account> {
  const known = new Map((await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => [line.split(':')[0], line] as const));
  for (const name of names) {
    const [, , uid, gid] = known.get(name)?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }; // macOS writes nobody as -2
  }
  throw new EmbeddedPostgresError(
    'SYSTEM_USER_MISSING',
    `PostgreSQL does not run as root, and this system has none of the users ${names.join(', ')} to run it as: start as an ordinary user, create the user \`postgres\`, ${OWN_SERVER_HINT}`,
  );
}

/** Whoever owns the data keeps running it, also when a preferred user appears later. */
export async function ownerOf(path: string): Promise<Account> {
  const { uid, gid } = await stat(path);
  return { uid, gid };
}

export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid);
}
