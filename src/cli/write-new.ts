import { writeFile } from 'node:fs/promises';
import { askedWrongly } from './asked-wrongly.js';

/** Writes a file for a person to edit. One that is there is never written over: it may be what they edited. */
export async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw askedWrongly(
      there
        ? `${path} is there already and is not written over: remove it, or name another file`
        : `${path} cannot be written: ${String(cause)}`,
      cause,
    );
  }
}
