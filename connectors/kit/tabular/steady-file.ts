import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isNativeError } from 'node:util/types';
import { FatalError, TransientError } from '../errors.js';

const CHUNK_BYTES = 256 * 1024;

/** A file being read as it was when it was opened: the same bytes to the end, or an error. */
export interface SteadyFile {
  readonly sizeBytes: number;
  /** Its first bytes, fewer where it is shorter. */
  head(bytes: number): Promise<Buffer>;
  /** @throws FatalError after the last chunk, when the file is no longer the one that was opened. */
  chunks(from: number): AsyncGenerator<Buffer>;
}

/**
 * Opens a file for one read from beginning to end, and closes it afterwards.
 * @throws FatalError when there is none, it is a folder or a device, may not be read, or changes while it is read.
 */
export async function* withSteadyFile<Read>(path: string, read: (file: SteadyFile) => AsyncIterable<Read>): AsyncGenerator<Read> {
  let handle: FileHandle | undefined;
  try {
    refuseUnlessFile(await stat(path, { bigint: true })); // before opening: opening a pipe would wait for its writer
    handle = await open(path, 'r');
    const opened = await handle.stat({ bigint: true });
    refuseUnlessFile(opened);
    yield* read(steadyFile(path, handle, opened));
  } catch (error) {
    throw explained(error, path);
  } finally {
    await handle?.close();
  }
}

function steadyFile(path: string, handle: FileHandle, opened: BigIntStats): SteadyFile {
  const sizeBytes = Number(opened.size);
  return {
    sizeBytes,
    head: async (bytes) => {
      const head = Buffer.alloc(Math.min(bytes, sizeBytes));
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      return head.subarray(0, bytesRead);
    },
    async *chunks(from) {
      for (let position = from; position < sizeBytes;) {
        const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, sizeBytes - position));
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) throw changed(path);
        yield chunk.subarray(0, bytesRead);
        position += bytesRead;
      }
      await refuseIfChanged(path, handle, opened);
    },
  };
}

/** Looks at the open file, for bytes written into it, and at its name, for another file put in its place. */
async function refuseIfChanged(path: string, handle: FileHandle, opened: BigIntStats): Promise<void> {
  for (const now of [await handle.stat({ bigint: true }), await statIfThere(path)]) {
    const isSame = now?.size === opened.size && now.mtimeNs === opened.mtimeNs && now.ino === opened.ino && now.dev === opened.dev;
    if (!isSame) throw changed(path);
  }
}

async function statIfThere(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const changed = (path: string) => new FatalError('the file changed while it was read', { file: basename(path) });

function refuseUnlessFile(found: BigIntStats): void {
  if (found.isDirectory()) throw new FatalError('the path names a folder, not a file');
  if (!found.isFile()) throw new FatalError('the path names a device, pipe or socket, not a file');
}

const refusals: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  ENAMETOOLONG: 'there is no such file',
  ELOOP: 'the path is a circle of links',
  EACCES: 'the file may not be read by the user the hub runs as',
  EPERM: 'the file may not be read by the user the hub runs as',
};

/** What a refusal by the file system means for the run; anything that is not one is left as it is. */
export function explained(error: unknown, path: string): unknown {
  const context = { file: basename(path) };
  if (error instanceof FatalError && Object.keys(error.context).length === 0)
    return new FatalError(error.message, context, { cause: error });
  const code = codeOf(error);
  if (code === undefined) return error;
  const refusal = refusals[code];
  if (refusal) return new FatalError(refusal, context, { cause: error });
  return new TransientError(`the file could not be read (${code})`, undefined, context, { cause: error });
}

/** The file system's own code, as `ENOENT`; undefined for an error that is not the file system's. */
const codeOf = (error: unknown): string | undefined =>
  isNativeError(error) && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
