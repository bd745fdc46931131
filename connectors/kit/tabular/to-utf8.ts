import iconv from 'iconv-lite';
import { FatalError } from '../errors.js';
import type { TableEncoding } from './table.js';

interface Decoder {
  write(chunk: Buffer): string;
  end(): string;
}

/**
 * The same text as UTF-8, chunk by chunk. What cannot be decoded becomes U+FFFD, for whoever sees whole records to refuse.
 * UTF-8 itself passes untouched, for the same reason.
 */
export async function* toUtf8(chunks: AsyncIterable<Buffer>, encoding: TableEncoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') return yield* chunks;
  const decoder = decoderOf(encoding);
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield Buffer.from(decoder.write(chunk), 'utf8');
  }
  // The decoder for UTF-32 forgets an unfinished character without a word.
  if (encoding.startsWith('utf-32') && bytes % 4 !== 0) throw new FatalError('the file ends in the middle of a character');
  yield Buffer.from(decoder.end(), 'utf8');
}

function decoderOf(encoding: TableEncoding): Decoder {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') {
    const decoder = iconv.getDecoder(encoding);
    return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' };
  }
  // Not iconv-lite for these: its big-endian decoder breaks a surrogate pair that lies across two chunks.
  const decoder = new TextDecoder(encoding);
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}
