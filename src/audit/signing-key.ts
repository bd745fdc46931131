import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failureCode, failureMessage } from '../database/embedded/file-access.js';
import { writeOnce } from '../files/write-once.js';

/** Signs what is said of the audit trail, with a key that is in no database. */
export interface Signer {
  /** Names the key: the beginning of its public part's hash. */
  readonly keyId: string;
  /** PEM, for whoever checks a checkpoint elsewhere. */
  readonly publicKey: string;
  sign(text: string): Buffer;
}

/**
 * The key in the hub's folder, made at its first use. A lost one can be made anew: what it signed stays good for whoever kept its
 * public part, and is said to be of a key this hub does not know.
 * @throws Error in words where it cannot be read, or others can read it.
 */
export function signerIn(home: string): Signer {
  const path = join(home, 'audit-key.pem');
  const found = readPem(path);
  if (found === undefined) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeOnce(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  const pem = found ?? readPem(path) ?? '';
  const key = privateKeyOf(pem, path);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { keyId: keyIdOf(publicKey), publicKey, sign: (text) => sign(null, Buffer.from(text), key) };
}

export const keyIdOf = (publicKey: string): string =>
  createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/** Whether two are the same, however their PEM is broken into lines. */
export const isSameKey = (one: string, other: string): boolean => createPublicKey(one).equals(createPublicKey(other));

/** Whether it is the public part of such a key, in PEM. */
export function isPublicKey(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

export const isSignedBy = (publicKey: string, text: string, signature: Buffer): boolean =>
  verify(null, Buffer.from(text), publicKey, signature);

function readPem(path: string): string | undefined {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw new Error(`the audit key ${path} can be read by others; set it right with: chmod 600 "${path}"`);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (failureCode(cause) === 'ENOENT') return undefined;
    if (failureCode(cause) === undefined) throw cause;
    throw new Error(
      `the audit key ${path} cannot be read (${failureMessage(cause)}); put it back from a backup, or remove it for a new one`,
      {
        cause,
      },
    );
  }
}

function privateKeyOf(pem: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // said below: whatever is in the file, it is no such key
  }
  throw new Error(`${path} holds no Ed25519 key; put it back from a backup, or remove it for a new one`);
}
