import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { prepareBinaries } from './binaries.js';
import { isPresent } from './file-access.js';
import { thisMachine } from './machine.js';
import type { Place } from './place.js';
import { findPlatformPackage } from './platform-package.js';

const run = promisify(execFile);

let base: string;
let place: Place;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'embedded binaries '));
  place = { folder: join(base, 'home'), data: join(base, 'home', 'postgres'), account: undefined };
  await mkdir(place.folder);
});
afterEach(() => rm(base, { recursive: true, force: true }));

test('the links an install script would have made are made in the package', async () => {
  const packageFolder = await aPackageWithoutLinks();

  const binaries = await prepareBinaries(place, { ...thisMachine, isRoot: false, packageFolder });

  expect(binaries.postgres).toBe(join(packageFolder, 'native', 'bin', 'postgres'));
  expect((await run(binaries.postgres, ['--version'])).stdout).toMatch(/^postgres \(PostgreSQL\) \d+/);
  expect((await run(binaries.initdb, ['--version'])).stdout).toMatch(/^initdb \(PostgreSQL\) \d+/);
});

test('as root they are copied to where the server may read them, links and all, whatever the modes of the package are', async () => {
  const packageFolder = await aPackageWithoutLinks();
  await chmod(join(packageFolder, 'native', 'bin'), 0o500);
  await chmod(join(packageFolder, 'native', 'bin', 'postgres'), 0o500);
  const stateFolder = join(base, 'state');

  const binaries = await prepareBinaries(place, { ...thisMachine, isRoot: true, stateFolder, packageFolder });

  expect(dirname(dirname(dirname(binaries.postgres)))).toBe(stateFolder);
  await chmod(join(packageFolder, 'native', 'bin'), 0o700); // so that it can be deleted again
  expect((await stat(binaries.postgres)).mode & 0o777).toBe(0o755);
  expect((await run(binaries.initdb, ['--version'])).stdout).toMatch(/^initdb/);
});

test('many that begin at once make one copy', async () => {
  const packageFolder = await aSmallPackage();
  const stateFolder = join(base, 'state');
  const machine = { ...thisMachine, isRoot: true, stateFolder, packageFolder };

  await Promise.all(Array.from({ length: 8 }, () => prepareBinaries(place, machine)));

  expect(await readdir(stateFolder)).toEqual(['binaries-18.0.0']);
  expect(await readFile(join(stateFolder, 'binaries-18.0.0', 'bin', 'postgres'), 'utf8')).toBe('a program');
});

test.each(['$home', 'a `b`', '"quoted"', 'back\\slash'])(
  'a folder called %s is refused in words, for the shell would read its name',
  async (name) => {
    const packageFolder = join(base, name);
    await rename(await aSmallPackage(), packageFolder);

    const preparing = prepareBinaries(place, { ...thisMachine, isRoot: false, packageFolder });

    await expect(preparing).rejects.toThrow(/no folder on the way to it may have a dollar sign.*or move it/);
  },
);

// Root writes into read-only folders, so this one tells something only as somebody else.
(thisMachine.isRoot ? test.skip : test)('an ordinary user who may not write the package gets a copy in the home', async () => {
  const packageFolder = await aPackageWithoutLinks();
  const readOnly = [join(packageFolder, 'native', 'lib'), join(packageFolder, 'native')];
  await Promise.all(readOnly.map((folder) => chmod(folder, 0o555)));

  const binaries = await prepareBinaries(place, { ...thisMachine, packageFolder });

  expect(binaries.postgres.startsWith(place.folder)).toBe(true);
  expect((await run(binaries.initdb, ['--version'])).stdout).toMatch(/^initdb/);
  await Promise.all(readOnly.map((folder) => chmod(folder, 0o755)));
});

async function aPackageWithoutLinks(): Promise<string> {
  const { native, links } = await findPlatformPackage();
  const folder = join(base, 'package');
  await cp(dirname(native), folder, { recursive: true, verbatimSymlinks: true });
  await Promise.all(links.map(({ link }) => rm(join(folder, 'native', link), { force: true })));
  expect(await isPresent(join(folder, 'native', links[0]?.link ?? ''))).toBe(false);
  return folder;
}

async function aSmallPackage(): Promise<string> {
  const folder = join(base, 'package');
  await mkdir(join(folder, 'native', 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "version": "18.0.0" }');
  await writeFile(join(folder, 'native', 'bin', 'postgres'), 'a program');
  return folder;
}
