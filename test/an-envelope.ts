import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Envelope } from '../src/files/envelope.js';
import { type Keys, loadKeys } from '../src/files/key-file.js';

/** Keys of this test's own; the folder they were made in is gone again. */
export function keysOfATest(): Keys {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-keys-'));
  try {
    return loadKeys(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const anEnvelope = (): Envelope => new Envelope(keysOfATest());
