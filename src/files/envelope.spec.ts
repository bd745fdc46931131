import { afterAll, expect, test } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEnvelope, keysOfATest } from '../../test/an-envelope.js';
import { canonicalJson, Envelope, stableId } from './envelope.js';
import { loadKeys } from './key-file.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const aHome = () => mkdtempSync(join(folder, 'home-'));

test('opens what it sealed, for the same owner only', () => {
  const envelope = anEnvelope();

  const sealed = envelope.seal('tenant-a', { answer: 4 });

  expect(envelope.open('tenant-a', sealed)).toEqual({ answer: 4 });
  expect(() => envelope.open('tenant-b', sealed)).toThrow();
});

test('does not open a value in which one bit was changed', () => {
  const envelope = anEnvelope();
  const sealed = envelope.seal('tenant-a', 'text');

  for (const place of [sealed.length - 1, 10, 40, 75]) {
    const damaged = Buffer.from(sealed);
    damaged[place] = (damaged[place] ?? 0) ^ 1;
    expect(() => envelope.open('tenant-a', damaged)).toThrow();
  }
});

test('never seals the same text the same way', () => {
  const envelope = anEnvelope();

  expect(envelope.seal('tenant-a', 'text')).not.toEqual(envelope.seal('tenant-a', 'text'));
});

test('keeps change hashes over a rotation of the data key', () => {
  const keys = keysOfATest();
  const rotated = { ...keys, data: { ...keys.data, '2': Buffer.alloc(32, 7) }, currentData: '2' };
  const before = new Envelope(keys);
  const after = new Envelope(rotated);

  expect(after.changeHash({ a: 1 })).toEqual(before.changeHash({ a: 1 }));
  expect(after.open('tenant-a', before.seal('tenant-a', 1))).toBe(1);
});

test('gives no change hash that another hub’s key would give', () => {
  expect(new Envelope(keysOfATest()).changeHash({ a: 1 })).not.toEqual(new Envelope(keysOfATest()).changeHash({ a: 1 }));
});

test('makes the key file readable by its owner alone, and refuses one that is not', () => {
  const home = aHome();
  loadKeys(home);
  const path = join(home, 'keys.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);

  chmodSync(path, 0o644);

  expect(() => loadKeys(home)).toThrow(/chmod 600/);
});

test('gives the same keys at the second start', () => {
  const home = aHome();

  expect(loadKeys(home)).toEqual(loadKeys(home));
});

test('takes records that differ only in the order of fields for the same', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: null }], a: 'x' })).toBe(canonicalJson({ a: 'x', b: [1, { c: null, d: 2 }] }));
});

test('tells parts apart that only join to the same text', () => {
  expect(stableId('ab', 'c')).not.toBe(stableId('a', 'bc'));
  expect(stableId('a', 'b')).toBe(stableId('a', 'b'));
});
