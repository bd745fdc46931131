/** Where a walk over a record's bytes stands. `ended` and `broken` are final. */
export type QuoteState = 'field-start' | 'plain' | 'quoted' | 'closing' | 'closing-cr' | 'ended' | 'broken';

export interface Punctuation {
  readonly newline: number;
  readonly delimiter: number;
  /** Undefined for a format in which a quote is a character like any other. */
  readonly quote: number | undefined;
}

const CARRIAGE_RETURN = 0x0d;

/**
 * Walks on from `at` until the record ends or breaks, or the bytes do.
 * Strict on purpose (RFC 4180: a quote stands around a whole field or is doubled): only then do the lines inside a wrongly
 * opened quote each end within themselves when read again, and recovering from it costs one more pass, not one per line.
 */
export function followQuotes(bytes: Buffer, at: number, from: QuoteState, punctuation: Punctuation): { at: number; state: QuoteState } {
  const { quote } = punctuation;
  let state = from;
  let position = at;
  for (; position < bytes.length; position += 1) {
    if (state === 'quoted') {
      while (position < bytes.length && bytes[position] !== quote) position += 1;
      if (position < bytes.length) state = 'closing';
      continue;
    }
    state = next(state, bytes[position], punctuation);
    if (state === 'ended' || state === 'broken') break;
  }
  return { at: Math.min(position, bytes.length), state };
}

function next(state: QuoteState, byte: number | undefined, { newline, delimiter, quote }: Punctuation): QuoteState {
  if (byte === newline) return 'ended';
  if (state === 'closing-cr') return 'broken';
  if (byte === delimiter) return 'field-start';
  if (state === 'closing') {
    if (byte === quote) return 'quoted';
    return byte === CARRIAGE_RETURN ? 'closing-cr' : 'broken';
  }
  if (byte !== quote) return 'plain';
  return state === 'field-start' ? 'quoted' : 'broken';
}
