import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Envelope } from '../src/files/envelope.js';
import { loadKeys } from '../src/files/key-file.js';

/** Keys of its own, made for this test. */
export const anEnvelope = (): Envelope => new Envelope(loadKeys(mkdtempSync(join(tmpdir(), 'plumbline-keys-'))));
