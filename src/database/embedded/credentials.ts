import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfPresent, writePrivately } from './file-access.js';

export const SUPERUSER = 'plumbline';
export const DATABASE = 'plumbline';

const credentials = z.object({ password: z.string().min(16) });

/** The superuser's password: made at the first start, kept in `<home>/postgres.json`, readable by its owner only. */
export async function passwordOf(home: string): Promise<string> {
  const file = join(home, 'postgres.json');
  const kept = credentials.safeParse(parsed(await readIfPresent(file)));
  if (kept.success) return kept.data.password;

  const password = randomBytes(24).toString('base64url'); // safe in a URL as it is
  await writePrivately(file, `${JSON.stringify({ password })}\n`);
  return password;
}

export const urlOf = (port: number, password: string, database = DATABASE) =>
  `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;

/** The same server's database that is always there: no session in it is cut off when ours is made anew. */
export function maintenanceOf(url: string): string {
  const server = new URL(url);
  server.pathname = '/postgres';
  return server.href;
}

/** A damaged file counts as none: a new password is made, and set on the server when it refuses it. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch (failure) {
    if (failure instanceof SyntaxError) return undefined;
    throw failure;
  }
}
