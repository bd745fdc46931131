import { readFileSync } from 'node:fs';
import { failureCode } from '../database/embedded/file-access.js';
import { askedWrongly } from './asked-wrongly.js';

/**
 * What a file holds that somebody wrote. A byte-order mark, as programs on Windows put one, is no part of it.
 * @param next what to do where it cannot be read.
 * @throws CommanderError saying where it breaks, and never what stands there: a configuration holds a credential.
 */
export function readJsonFile(path: string, next: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw askedWrongly(`${path} cannot be read: ${UNREADABLE[failureCode(cause) ?? ''] ?? String(failureCode(cause))}. ${next}`, cause);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw askedWrongly(`${path} is no JSON: ${placeOf(cause)}. ${next}`);
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
};

/** The engine's own sentence quotes the text around the mistake, and not always says where it stands. */
function placeOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  const found = /\(line (\d+) column (\d+)\)/.exec(message);
  if (found !== null) return `it breaks on line ${found[1]}, at column ${found[2]}`;
  if (/end of JSON input/.test(message)) return 'it ends before it is complete';
  return 'a value or a name in it is not written as JSON has it; texts and names stand in double quotes';
}
