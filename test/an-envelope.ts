import { createHash } from 'node:crypto';
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

/** Of what several spec files of a run open: sealed by one of them, and by no key that is kept. */
export function theEnvelopeOfTheRun(): Envelope {
  const key = (name: string) => createHash('sha256').update(`${name} of ${process.env['TEST_TEMPLATE']}`).digest();
  return new Envelope({ data: { run: key('data') }, currentData: 'run', hash: key('hash'), role: key('role') });
}
