import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Keys } from './key-file.js';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Seals what is confidential: a fresh key per value under AES-256-GCM, itself sealed under the hub's data key.
 * Layout: format (1) · length of key version (1) · key version · wrapped key (12 + 32 + 16) · iv (12) · tag (16) · text.
 * `owner` (the tenant) is authenticated with it: a row copied to another tenant does not open.
 */
export class Envelope {
  /** Made once: Node making one of bytes for each value takes longer than what is done with it. */
  readonly #hashKey: KeyObject;
  readonly #dataKeys: ReadonlyMap<string, KeyObject>;

  constructor(private readonly keys: Keys) {
    this.#hashKey = createSecretKey(keys.hash);
    this.#dataKeys = new Map(Object.entries(keys.data).map(([version, bytes]) => [version, createSecretKey(bytes)]));
  }

  seal(owner: string, value: unknown): Buffer {
    const version = Buffer.from(this.keys.currentData);
    const valueKey = randomBytes(KEY_BYTES);
    const wrapped = encrypt(this.#dataKey(this.keys.currentData), valueKey, owner);
    const text = encrypt(createSecretKey(valueKey), Buffer.from(JSON.stringify(value ?? null)), owner);
    return Buffer.concat([Buffer.from([FORMAT, version.length]), version, wrapped, text]);
  }

  /** @throws Error when the value was changed, belongs to another owner, or its key is gone. */
  open(owner: string, sealed: Buffer): unknown {
    if (sealed[0] !== FORMAT) throw new Error('a sealed value has an unknown format');
    const versionEnd = 2 + (sealed[1] ?? 0);
    const keyEnd = versionEnd + IV_BYTES + TAG_BYTES + KEY_BYTES;
    const valueKey = decrypt(this.#dataKey(sealed.toString('utf8', 2, versionEnd)), sealed.subarray(versionEnd, keyEnd), owner);
    return JSON.parse(decrypt(createSecretKey(valueKey), sealed.subarray(keyEnd), owner).toString('utf8'));
  }

  /** A keyed hash that tells a changed record from an unchanged one, and tells an outsider nothing. */
  changeHash(value: unknown): Buffer {
    return createHmac('sha256', this.#hashKey).update(canonicalJson(value)).digest().subarray(0, 16);
  }

  /** A name for a person inside one tenant that leads nowhere without the key. */
  pseudonym(owner: string, id: string): string {
    return createHmac('sha256', this.#hashKey).update(`${owner}\u0000${id}`).digest('hex').slice(0, 32);
  }

  #dataKey(version: string): KeyObject {
    const key = this.#dataKeys.get(version);
    if (key === undefined) throw new Error(`the data key of version ${version} is not in the key file`);
    return key;
  }
}

/** JSON with sorted keys: two answers that differ only in the order of their fields are the same record. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (value instanceof Date) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

/** A UUID that is the same whenever its parts are: retries and second runs make the same row, not another. */
export function stableId(...parts: readonly string[]): string {
  const bytes = createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join('|'))
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80; // version 8: custom, RFC 9562
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function encrypt(key: KeyObject, text: Buffer, owner: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(key: KeyObject, sealed: Buffer, owner: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(owner));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}
