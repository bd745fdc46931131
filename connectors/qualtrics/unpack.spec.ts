import { describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { unpack } from './unpack.js';

const anArchive = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

describe('an export archive', () => {
  test('is read whatever its entry is called', () => {
    const archive = anArchive({ '../Zufriedenheit: "2026" / Frühjahr?.json': '{"responses":[]} ä' });

    const texts = unpack(archive);

    expect(texts).toEqual(['{"responses":[]} ä']);
  });

  test('gives every entry of several', () => {
    const archive = anArchive({ 'part 1.json': 'one', 'part 2.json': 'two' });

    const texts = unpack(archive);

    expect(texts).toEqual(['one', 'two']);
  });

  test('is refused once it unpacks beyond the bound, whatever size it states', () => {
    const archive = zipSync({ 'survey.json': new Uint8Array(64 * 1024 * 1024) });
    const modest = Buffer.from(archive);
    modest.writeUInt32LE(10, 22); // the size the local header states

    expect(archive.length).toBeLessThan(100_000);
    expect(() => unpack(archive, 1024 * 1024)).toThrow(expect.objectContaining({ code: 'FATAL' }));
    expect(() => unpack(modest, 1024 * 1024)).toThrow(expect.objectContaining({ code: 'FATAL' }));
  });

  test('is taken up to the bound itself', () => {
    const archive = anArchive({ 'survey.json': 'x'.repeat(100) });

    expect(unpack(archive, 100)).toEqual(['x'.repeat(100)]);
    expect(() => unpack(archive, 99)).toThrow('more than 99 bytes');
  });

  test.each([
    ['it is a page of text', strToU8('<html>an error page</html>')],
    ['it is empty', new Uint8Array()],
    [
      'it ends early',
      anArchive({ 'survey.json': JSON.stringify(Array.from({ length: 500 }, (_, index) => index * 7919)) }).subarray(0, 200),
    ],
  ])('is to be asked for again when %s', (_reason, archive) => {
    expect(() => unpack(archive)).toThrow(expect.objectContaining({ code: 'TRANSIENT' }));
  });
});
