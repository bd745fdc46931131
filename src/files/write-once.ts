import { chmodSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { failureCode } from '../database/embedded/file-access.js';

/** Makes a file that only its owner may read, whole or not at all. Where another process was first, theirs stays. */
export function writeOnce(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode: 0o600, flag: 'w' });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path);
  } catch (cause) {
    if (failureCode(cause) !== 'EEXIST') throw cause;
  } finally {
    rmSync(draft);
  }
}
