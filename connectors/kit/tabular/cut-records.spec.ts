import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { RecordCutter } from './cut-records.js';
import { splitFields } from './split-fields.js';

const COMMA = 0x2c;
const csv = { newline: 0x0a, delimiter: COMMA, quote: 0x22 };
const MAX_BYTES = 1_000;

/** Cuts a text handed over in chunks of so many bytes: each record as its line and text, or its line and why it is refused. */
function cut(text: string, chunkBytes: number, maxBytes = MAX_BYTES) {
  const cutter = new RecordCutter(csv, maxBytes);
  const bytes = Buffer.from(text);
  const found: { line: number; text?: string; reason?: string }[] = [];
  for (let at = 0; at <= bytes.length; at += chunkBytes) {
    const isLast = at + chunkBytes > bytes.length;
    const answers = [...cutter.cut(Buffer.from(bytes.subarray(at, at + chunkBytes))), ...(isLast ? cutter.end() : [])];
    for (const answer of answers) {
      for (const record of answer.records) {
        if ('reason' in record) found.push({ line: record.line, reason: record.reason });
        else found.push({ line: record.line, text: answer.bytes.toString('utf8', record.start, record.end) });
      }
    }
  }
  return found;
}

/** Mulberry32: the same garbage for the same seed. */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function garbage(seed: number): string {
  const random = seeded(seed);
  const alphabet = ['a', 'ü', '"', '"', ',', '\n', '\r\n', '""'];
  return `${Array.from({ length: random(40) }, () => alphabet[random(alphabet.length)]).join('')}\n`;
}

const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);

describe('records', () => {
  test.each([
    [
      'plain lines',
      'a,b\nc,d\n',
      [
        [1, 'a,b'],
        [2, 'c,d'],
      ],
    ],
    [
      'a last line without a line break',
      'a\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'Windows line breaks',
      'a\r\n"b"\r\n',
      [
        [1, 'a'],
        [2, '"b"'],
      ],
    ],
    [
      'empty lines, which are no records but are counted',
      '\na\n\r\n\nb\n',
      [
        [2, 'a'],
        [5, 'b'],
      ],
    ],
    [
      'a line break within quotes',
      '"a\nb",c\nd',
      [
        [1, '"a\nb",c'],
        [3, 'd'],
      ],
    ],
    [
      'doubled quotes',
      '"a""b\n""",c\nd',
      [
        [1, '"a""b\n""",c'],
        [3, 'd'],
      ],
    ],
    [
      'a quoted delimiter',
      '"a,b"\nc',
      [
        [1, '"a,b"'],
        [2, 'c'],
      ],
    ],
    ['an empty quoted field', '"",a\n', [[1, '"",a']]],
    ['a quote that ends the file', 'a,"b"', [[1, 'a,"b"']]],
  ])('%s', (_reason, text, records) => {
    for (const chunkBytes of [1, 2, 3, 1_000]) {
      expect(cut(text, chunkBytes).map((record) => [record.line, record.text])).toEqual(records);
    }
  });

  test('are the same however the bytes arrive', () => {
    for (const seed of seeds) {
      const text = garbage(seed);

      const whole = cut(text, 10_000);

      for (const chunkBytes of [1, 2, 3, 5]) expect({ seed, records: cut(text, chunkBytes) }).toEqual({ seed, records: whole });
    }
  });

  test('are those csv-parse finds, wherever it finds nothing wrong', () => {
    let compared = 0;
    for (const seed of seeds) {
      const text = garbage(seed);
      const theirs = parsedByOthers(text);
      if (theirs === undefined) continue;

      const ours = cut(text, 7).map((record) => splitFields(record.text ?? `refused: ${record.reason}`, ','));

      expect({ seed, text, ours }).toEqual({ seed, text, ours: theirs });
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });
});

function parsedByOthers(text: string): string[][] | undefined {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'] });
  } catch {
    return undefined; // it stops at the first thing that is wrong, where we go on
  }
}

describe('a refused record', () => {
  test.each([
    ['a quote left open costs its own line', 'a\n"b,c\nd,e\nf,g', ['1 a', '2 never closed', '3 d,e', '4 f,g']],
    ['a stray quote that a later one closes costs its own line', 'a\n"b,c\nd,"e"\nf', ['1 a', '2 quote', '3 d,"e"', '4 f']],
    ['text after a closing quote', '"a"b,c\nd', ['1 quote', '2 d']],
    ['a quote inside a field that began without one', 'a 5" pipe,c\nd', ['1 quote', '2 d']],
    ['a carriage return after a closing quote', '"a"\rb\nc', ['1 quote', '2 c']],
    ['a wrong quote on the last line', 'a\n"b"c', ['1 a', '2 quote']],
  ])('%s', (_reason, text, outcome) => {
    for (const chunkBytes of [1, 3, 1_000]) expect(cut(text, chunkBytes).map(inShort)).toEqual(outcome);
  });

  test('of any length is counted, and the rest goes on', () => {
    const long = 'x'.repeat(5_000);

    for (const chunkBytes of [1, 700, 100_000]) {
      const records = cut(`a\n${long}\nb\n${long}`, chunkBytes);

      const reason = 'the line is 5000 bytes long, and a record may have 1000';
      expect(records).toEqual([
        { line: 1, text: 'a' },
        { line: 2, reason },
        { line: 3, text: 'b' },
        { line: 4, reason },
      ]);
    }
  });

  test('of exactly the allowed length is none', () => {
    const text = 'x'.repeat(MAX_BYTES);

    expect(cut(`${text}\n`, 64)).toEqual([{ line: 1, text }]);
    expect(cut(`${text}x\n`, 64)).toEqual([{ line: 1, reason: expect.stringContaining('1001 bytes') }]);
  });

  test('whose quote runs over more lines than a record may hold is given up after its first line', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `row ${index},cell`);

    for (const chunkBytes of [1, 64, 100_000]) {
      const records = cut(`"open,\n${lines.join('\n')}`, chunkBytes);

      expect(records[0]).toEqual({ line: 1, reason: 'a quote opened in this record is not closed within 1000 bytes' });
      expect(records.slice(1).map((record) => record.text)).toEqual(lines);
      expect(records.at(-1)?.line).toBe(201);
    }
  });
});

function inShort({ line, text, reason }: { line: number; text?: string; reason?: string }): string {
  if (reason === undefined) return `${line} ${text}`;
  return `${line} ${reason.includes('never closed') ? 'never closed' : 'quote'}`;
}
