import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPresent } from '../src/database/embedded/file-access.js';
import { makeTemporaryHome, markTemporary, removeForgotten, removeTemporaryHome } from './temporary-home.js';

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

describe('what is left in the state folder', () => {
  test('is removed where it is marked as temporary and its home is gone, and nothing else is', async () => {
    const [forgotten, unmarked, inUse] = [await aHome('forgotten'), await aHome('unmarked'), await aHome('in-use')];
    await Promise.all([forgotten, inUse].map(({ home }) => markTemporary(home)));
    await Promise.all([forgotten, unmarked].map(({ home }) => rm(home, { recursive: true })));
    await mkdir(join(stateFolder, 'binaries-18'));

    await removeForgotten(stateFolder);

    expect((await readdir(stateFolder)).toSorted()).toEqual(['binaries-18', 'in-use', 'unmarked']);
  });

  test('is no trouble where there is none', async () => {
    await expect(removeForgotten(join(base, 'nowhere'))).resolves.toBeUndefined();
  });
});

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

  test('of a process that was killed goes when the next one is made', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const left = await mkdtemp(join(tmpdir(), `plumbline temporary ${pid} `));

    const folder = await makeTemporaryHome();

    expect([await isPresent(left), await isPresent(folder)]).toEqual([false, true]);
    await removeTemporaryHome(folder);
  });
});
