import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const key = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'a key has 32 bytes');

/**
 * `data` wraps what is encrypted, `hash` keys the change hashes, `role` names the database role's password.
 * They are versioned apart, so that rotating the data key is not a change of every row.
 */
const keyFile = z.object({ data: z.record(z.string(), key), currentData: z.string(), hash: key, role: key });
export type Keys = z.output<typeof keyFile>;

/**
 * Reads the hub's keys, making them at the first start.
 * @throws Error when others may read the file, or it is damaged: a key that is made anew would make every sealed row unreadable.
 */
export function loadKeys(home: string): Keys {
  const path = join(home, 'keys.json');
  if (!existsSync(path)) create(path);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new Error(`the key file ${path} can be read by others; set it right with: chmod 600 "${path}"`);
  }
  const parsed = keyFile.safeParse(readJson(path));
  if (!parsed.success)
    throw new Error(`the key file ${path} is damaged; restore it from a backup (a new one could not open what the old one sealed)`);
  return parsed.data;
}

function create(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = () => randomBytes(32).toString('base64');
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify({ data: { '1': fresh() }, currentData: '1', hash: fresh(), role: fresh() }), {
    mode: 0o600,
    flag: 'w',
  });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path); // fails if another process was first: then its keys are everybody's
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    rmSync(draft);
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // said by the caller, as damaged
  }
}
