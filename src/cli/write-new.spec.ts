import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNew } from './write-new.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-new-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what is there stays as it is', async () => {
  const path = join(folder, 'policy.json');
  await writeNew(path, 'edited');

  await expect(writeNew(path, 'fresh')).rejects.toThrow(/policy\.json is there already and is not written over: remove it/);

  expect(await readFile(path, 'utf8')).toBe('edited');
});

test('a folder that is not there is said in words', async () => {
  await expect(writeNew(join(folder, 'none/policy.json'), 'x')).rejects.toThrow(
    /^\S+ cannot be written: its folder is not there; make it, or name another file$/,
  );
});
