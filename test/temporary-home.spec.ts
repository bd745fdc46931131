import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { isPresent } from '../src/database/embedded/file-access.js';
import { createLog } from '../src/log/log.js';
import { makeTemporaryHome, quickFolder, removeTemporaryHome } from './temporary-home.js';

let base: string;
let stateFolder: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'homes of a test ')));
  stateFolder = join(base, 'state');
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** A home whose data lie in the state folder, as root's do. */
async function aHome(name: string, home = join(base, name)) {
  const place = join(stateFolder, name);
  await mkdir(join(place, 'postgres'), { recursive: true });
  await mkdir(home, { recursive: true });
  await writeFile(join(place, 'home'), home);
  await writeFile(join(home, 'where'), place);
  return { home, place };
}

describe('a temporary home', () => {
  test('goes with its data, wherever they lie', async () => {
    const folder = join(base, 'project');
    const { place } = await aHome('demo', join(folder, '.plumbline', 'demo'));

    await removeTemporaryHome(folder);

    expect([await isPresent(folder), await isPresent(place)]).toEqual([false, false]);
  });

  test('leaves data alone that name another home, as a copied one would', async () => {
    const { home, place } = await aHome('demo');
    const folder = join(base, 'copy');
    await mkdir(join(folder, '.plumbline', 'demo'), { recursive: true });
    await writeFile(join(folder, '.plumbline', 'demo', 'where'), place);

    await removeTemporaryHome(folder);

    expect([await isPresent(folder), await isPresent(place), await isPresent(home)]).toEqual([false, true, true]);
  });

  test('of a process that was killed goes, and its database server with it, when the next one is made', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const left = await mkdtemp(join(tmpdir(), `plumbline temporary ${pid} `));
    await chmod(left, 0o711);
    const machine = { stateFolder: join(left, 'state'), waitsForDisk: false };
    const { url } = await startEmbeddedPostgres({ home: join(left, 'a project', 'home'), log: createLog('silent'), machine });

    const folder = await makeTemporaryHome();

    expect([await isPresent(left), await isPresent(folder)]).toEqual([false, true]);
    await expect(new Client({ connectionString: url }).connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await removeTemporaryHome(folder);
  });
});

describe('a quick folder', () => {
  test('is the one for temporary files where memory has no such room', async () => {
    expect(await quickFolder(Number.MAX_SAFE_INTEGER)).toBe(tmpdir());
  });

  test('can be written', async () => {
    const folder = await makeTemporaryHome(await quickFolder(0));

    expect(await isPresent(folder)).toBe(true);
    await removeTemporaryHome(folder);
  });
});
