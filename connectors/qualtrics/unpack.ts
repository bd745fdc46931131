import { Unzip, UnzipInflate } from 'fflate';
import { TextDecoder } from 'node:util';
import { FatalError, HubError, TransientError } from '../kit/errors.js';

/** The vendor's own limit is 1.8 GB a file; what is unpacked here must fit into memory, as text and as records. */
export const UNPACKED_MOST_BYTES = 256 * 1024 * 1024;
/** Deflate makes at most about a thousand bytes of one: so much may be unpacked beyond the bound before it is noticed. */
const SLICE_BYTES = 16 * 1024;

/**
 * The texts in an export archive. Entry names are not looked at: they are survey titles, in whatever characters.
 * The sizes an archive states are not believed; what comes out is counted while it comes out.
 * @throws FatalError when more than `mostBytes` come out, TransientError when the archive is damaged.
 */
export function unpack(archive: Uint8Array, mostBytes = UNPACKED_MOST_BYTES): readonly string[] {
  try {
    return entriesOf(archive, mostBytes).map((chunks) => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    throw new TransientError('the export archive is damaged', undefined, { sizeBytes: archive.length }, { cause });
  }
}

function entriesOf(archive: Uint8Array, mostBytes: number): Uint8Array[][] {
  const entries: Uint8Array[][] = [];
  let unpackedBytes = 0;
  const unzip = new Unzip((file) => {
    const chunks: Uint8Array[] = [];
    if (!file.name.endsWith('/')) entries.push(chunks);
    file.ondata = (error, chunk) => {
      if (error) throw error;
      unpackedBytes += chunk.length;
      if (unpackedBytes > mostBytes)
        throw new FatalError(`the export archive unpacks to more than ${mostBytes} bytes`, { sizeBytes: archive.length });
      chunks.push(chunk);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let start = 0; start < archive.length; start += SLICE_BYTES) {
    unzip.push(archive.subarray(start, start + SLICE_BYTES), start + SLICE_BYTES >= archive.length);
  }
  if (entries.length === 0) throw new TransientError('the export is no archive', undefined, { sizeBytes: archive.length });
  return entries;
}
