import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { localUser } from '../config/local-user.js';
import { failureCode, failureMessage } from '../database/embedded/file-access.js';
import type { KeyChecks } from '../database/key-check.js';
import { writeOnce } from './write-once.js';

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

/** Reads the hub's keys, making them where there are none and nothing was sealed. */
export const loadKeys = (home: string): Keys => keysFor(home, new Map(), 'nowhere');

/**
 * Reads the keys a database was sealed with, making them at its first start, when it remembers none.
 * @throws Error when the file is missing, another one, damaged, or read by the wrong people: a key that is made anew would open nothing
 * of what the old one sealed.
 */
export function keysFor(home: string, remembered: KeyChecks, database: string): Keys {
  const path = join(home, 'keys.json');
  const found = readKeys(path);
  if (found === undefined && remembered.size > 0)
    throw new Error(
      `the key file ${path} is missing, and what the database at ${database} holds opens with it alone. Put it back from a backup; or, if this hub's folder is another one, start there or name it as PLUMBLINE_HOME. ${NOTHING_WRITTEN}`,
    );
  const keys = found ?? made(path);
  const checks = checksOf(keys);
  const lacking = [...remembered].filter(([name, check]) => checks.get(name)?.equals(check) !== true).map(([name]) => name);
  if (lacking.length > 0)
    throw new Error(
      `the key file ${path} is not the one the database at ${database} was sealed with (other or missing there: ${lacking.join(', ')}). Put the right one back from a backup; or, if this hub's folder is another one, start there or name it as PLUMBLINE_HOME. ${NOTHING_WRITTEN}`,
    );
  return keys;
}

/** One check value for each key that opens or names what is stored; the role's key only names a role, and may change. */
export function checksOf({ data, hash }: Keys): KeyChecks {
  const check = (bytes: Buffer) => createHmac('sha256', bytes).update('plumbline key check').digest();
  return new Map([
    ...Object.entries(data).map(([version, bytes]) => [`data key ${version}`, check(bytes)] as const),
    ['hash key', check(hash)],
  ]);
}

/** Makes way for new keys where the database begins anew, so that nothing is sealed with these. Keys that can be used are kept. */
export function discardUnusableKeys(home: string): void {
  const path = join(home, 'keys.json');
  try {
    readKeys(path);
  } catch {
    rmSync(path, { recursive: true, force: true });
  }
}

/** @returns undefined where there is no file. */
function readKeys(path: string): Keys | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new Error(`the key file ${path} can be read by others; set it right with: chmod 600 "${path}"`);
  const parsed = keyFile.safeParse(asJson(text));
  if (!parsed.success)
    throw new Error(
      `the key file ${path} is damaged; put it back from a backup (a new one could not open what the old one sealed). ${NOTHING_WRITTEN}`,
    );
  return parsed.data;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    switch (failureCode(cause)) {
      case 'ENOENT':
        return undefined;
      case 'EACCES':
      case 'EPERM':
        throw new Error(
          `the key file ${path} may not be read by ${localUser()}; start as the user whose it is, or give it to this one: chown ${localUser()} "${path}". ${NOTHING_WRITTEN}`,
          { cause },
        );
      case 'EISDIR':
        throw new Error(`the key file ${path} is a folder; move it away, and put the file back if there was one. ${NOTHING_WRITTEN}`, {
          cause,
        });
      default:
        throw new Error(`the key file ${path} cannot be read (${failureMessage(cause)}). ${NOTHING_WRITTEN}`, { cause });
    }
  }
}

const NOTHING_WRITTEN = 'Nothing was written';

function made(path: string): Keys {
  try {
    create(path);
  } catch (cause) {
    throw new Error(
      `the key file ${path} cannot be made (${failureMessage(cause)}); make its folder one that ${localUser()} may write, or name another as PLUMBLINE_HOME`,
      { cause },
    );
  }
  const keys = readKeys(path);
  if (keys === undefined)
    throw new Error(`the key file ${path} is a link that leads nowhere; mend the link or remove it. ${NOTHING_WRITTEN}`);
  return keys;
}

function create(path: string): void {
  const fresh = () => randomBytes(32).toString('base64');
  writeOnce(path, JSON.stringify({ data: { '1': fresh() }, currentData: '1', hash: fresh(), role: fresh() }));
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // said by the caller, as damaged
  }
}
