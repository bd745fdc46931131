import { type Punctuation, type QuoteState, followQuotes } from './follow-quotes.js';
import { type RefusedRow, excerptOfBytes } from './table.js';

/** A whole record: its place in the bytes it was cut from, without its line break. */
export interface Cut {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly mayHoldQuotes: boolean;
}

export interface CutBytes {
  readonly bytes: Buffer;
  readonly records: readonly (Cut | RefusedRow)[];
}

const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);
/** Handed over at once: a record given up after megabytes may leave millions of short lines behind. */
const MOST_RECORDS = 10_000;

/**
 * Cuts a stream of UTF-8 bytes into records, holding no more than one record and one chunk.
 *
 * A record whose quotes are wrong, that is longer than allowed, or whose quote is still open at the end of the file, is given
 * up at its first line break: that line is refused and reading goes on with the next, so that a stray quote costs one line.
 */
export class RecordCutter {
  private bytes: Buffer = NOTHING;
  private start = 0;
  private walked = 0;
  private state: QuoteState = 'field-start';
  private line = 1;
  private nextQuote = -1;
  /** A line being given up whose end has not come yet. */
  private givenUp: GivenUp | undefined;
  private records: (Cut | RefusedRow)[] = [];

  constructor(
    private readonly punctuation: Punctuation,
    private readonly maxRecordBytes: number,
  ) {}

  /** The records that end within this chunk. The chunk is kept until its last record is whole: give a fresh one each time. */
  cut(chunk: Buffer): Generator<CutBytes> {
    return this.advance(chunk, false);
  }

  /** What is left at the end of the file. */
  end(): Generator<CutBytes> {
    return this.advance(NOTHING, true);
  }

  private *advance(chunk: Buffer, isLast: boolean): Generator<CutBytes> {
    const rest = this.bytes.subarray(this.start);
    this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.walked -= this.start;
    this.start = 0;
    this.nextQuote = -1;
    if (this.givenUp) this.drop(this.givenUp, isLast);
    while (this.start < this.bytes.length && this.step(isLast)) {
      if (this.records.length === MOST_RECORDS) yield this.handOver();
    }
    yield this.handOver();
  }

  private handOver(): CutBytes {
    const records = this.records;
    this.records = [];
    return { bytes: this.bytes, records };
  }

  /** @returns whether there may be another record in these bytes. */
  private step(isLast: boolean): boolean {
    if (this.cutPlainLine()) return true;

    const { at, state } = followQuotes(this.bytes, this.walked, this.state, this.punctuation);
    this.walked = at;
    this.state = state;
    if (at - this.start > this.maxRecordBytes) return this.giveUp('tooLong', isLast);
    if (state === 'broken') return this.giveUp('wrongQuote', isLast);
    if (state === 'ended') return this.take(at, true);
    if (!isLast) return false;
    return state === 'quoted' ? this.giveUp('openQuote', isLast) : this.take(at, true);
  }

  /** The common case, many times faster than walking: a line without quotes, all of it here. */
  private cutPlainLine(): boolean {
    if (this.walked !== this.start) return false;
    const end = this.bytes.indexOf(this.punctuation.newline, this.start);
    if (end === -1 || end - this.start > this.maxRecordBytes || this.quoteFrom(this.start) < end) return false;
    return this.take(end, false);
  }

  private quoteFrom(position: number): number {
    if (this.punctuation.quote === undefined) return Infinity;
    if (this.nextQuote < position) {
      const found = this.bytes.indexOf(this.punctuation.quote, position);
      this.nextQuote = found === -1 ? Infinity : found;
    }
    return this.nextQuote;
  }

  private take(at: number, mayHoldQuotes: boolean): true {
    const end = at > this.start && this.bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at;
    if (end > this.start) this.records.push({ line: this.line, start: this.start, end, mayHoldQuotes });
    if (mayHoldQuotes) this.line += this.breaksBefore(at);
    this.beginAt(at + 1);
    return true;
  }

  private breaksBefore(end: number): number {
    let breaks = 0;
    for (let at = this.start; (at = this.bytes.indexOf(this.punctuation.newline, at)) !== -1 && at < end; at += 1) breaks += 1;
    return breaks;
  }

  private beginAt(start: number) {
    this.start = Math.min(start, this.bytes.length);
    this.walked = this.start;
    this.state = 'field-start';
    this.line += 1;
  }

  private giveUp(why: keyof typeof reasons, isLast: boolean): true {
    const lineEnd = this.bytes.indexOf(this.punctuation.newline, this.start);
    const excerpt = excerptOfBytes(this.bytes, this.start, lineEnd === -1 ? this.bytes.length : lineEnd);
    this.givenUp = { line: this.line, why, excerpt, bytes: 0 };
    this.drop(this.givenUp, isLast);
    return true;
  }

  /** Passes over the line being given up, and refuses it once its end is seen and its length known. */
  private drop(givenUp: GivenUp, isLast: boolean) {
    const found = this.bytes.indexOf(this.punctuation.newline, this.start);
    const lineEnd = found === -1 ? this.bytes.length : found;
    const bytes = givenUp.bytes + lineEnd - this.start;
    if (found === -1 && !isLast) {
      this.givenUp = { ...givenUp, bytes };
      this.start = this.walked = this.bytes.length;
      return;
    }
    this.givenUp = undefined;
    this.records.push({ line: givenUp.line, reason: reasons[givenUp.why](bytes, this.maxRecordBytes), excerpt: givenUp.excerpt });
    this.beginAt(lineEnd + 1);
  }
}

interface GivenUp {
  readonly line: number;
  readonly why: keyof typeof reasons;
  readonly excerpt: string;
  readonly bytes: number;
}

const reasons = {
  tooLong: (lineBytes: number, maxBytes: number) =>
    lineBytes > maxBytes
      ? `the line is ${lineBytes} bytes long, and a record may have ${maxBytes}`
      : `a quote opened in this record is not closed within ${maxBytes} bytes`,
  openQuote: () => 'a quote opened in this record is never closed',
  wrongQuote: () => 'a quote stands inside a field that does not begin with one, or text follows a closing quote',
} as const;
