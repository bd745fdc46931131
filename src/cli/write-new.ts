import { writeFile } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';
import { askedWrongly } from './asked-wrongly.js';

/** Writes a file for a person to edit. One that is there is never written over: it may be what they edited. */
export async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    const code = isNativeError(cause) && 'code' in cause ? String(cause.code) : 'unknown';
    throw askedWrongly(`${path} ${WHY[code] ?? `cannot be written (${code}): name another file`}`, cause);
  }
}

const NO_FOLDER = 'cannot be written: its folder is not there; make it, or name another file';
const MAY_NOT = 'may not be written by the user you are: name another file';
const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'is there already and is not written over: remove it, or name another file',
  ENOENT: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EACCES: MAY_NOT,
  EPERM: MAY_NOT,
  EROFS: MAY_NOT,
};
