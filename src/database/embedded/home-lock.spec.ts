import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeIfFree, withHomeLock } from './home-lock.js';
import { identityOf } from './process-identity.js';

let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'home lock ')), 'lock');
  await mkdir(folder);
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

test('lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const visit = () =>
    withHomeLock(folder, async () => {
      most = Math.max(most, ++inside);
      await nextTurn();
      inside--;
    });

  await Promise.all(Array.from({ length: 20 }, visit));

  expect(most).toBe(1);
});

test('is given back when the work fails', async () => {
  await expect(withHomeLock(folder, () => Promise.reject(new Error('the work failed')))).rejects.toThrow('the work failed');

  expect(await withHomeLock(folder, async () => 'in')).toBe('in');
});

test('lets one of many succeed a holder that was killed', async () => {
  const dead = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = await identityOf(dead.pid ?? 0);
  await writeFile(join(folder, '7'), `${JSON.stringify({ ...identity, state: 'held' })}\n`);
  dead.kill('SIGKILL');
  await once(dead, 'exit');
  let inside = 0;
  const visit = () =>
    withHomeLock(folder, async () => {
      inside++;
      await nextTurn();
      return inside--;
    });

  const together = await Promise.all([visit(), visit(), visit()]);

  expect(together).toEqual([1, 1, 1]);
});

test('does not wait for a process that has got the number of a dead holder', async () => {
  await writeFile(join(folder, '1'), `${JSON.stringify({ pid: process.pid, began: 'long ago', state: 'held' })}\n`);

  expect(await withHomeLock(folder, async () => 'in')).toBe('in');
});

test('does not wait for a holder that died before it wrote its name', async () => {
  await writeFile(join(folder, '1'), '');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(join(folder, '1'), longAgo, longAgo);

  expect(await withHomeLock(folder, async () => 'in')).toBe('in');
});

test('is taken by one of many who will not wait, tells the others who has it, and is free once given back', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeIfFree(folder)));

  const held = taken.filter((one) => 'release' in one);
  expect(held).toHaveLength(1);
  expect(taken.filter((one) => 'heldBy' in one)).toEqual(Array.from({ length: 19 }, () => ({ heldBy: process.pid })));
  await held[0]?.release();
  expect(await takeIfFree(folder)).toHaveProperty('release');
});

test('keeps its folder small', async () => {
  for (let turn = 0; turn < 120; turn++) await withHomeLock(folder, async () => turn);

  expect((await readdir(folder)).length).toBeLessThan(60);
});
