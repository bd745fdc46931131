import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepOwner, makePrivateFolder, readIfPresent } from './file-access.js';
import { identityOf, isAlive } from './process-identity.js';

/** Who uses the server at present: one file a use, named by its process, holding when that process began. Touched under the lock only. */
export async function addUser(folder: string): Promise<string> {
  const self = await identityOf(process.pid);
  await makePrivateFolder(folder);
  const file = join(folder, `${process.pid}-${randomUUID()}`); // one process may start the server twice, and stop it twice
  await writeFile(file, self?.began ?? 'unknown', { flag: 'wx', mode: 0o600 });
  await keepOwner(file);
  return file;
}

/** Takes out `file` and everyone who died without saying goodbye. @returns whether anybody is left. */
export async function removeUser(folder: string, file: string): Promise<boolean> {
  await rm(file, { force: true });
  await removeDeadUsers(folder);
  return (await readdir(folder)).length > 0;
}

async function removeDeadUsers(folder: string): Promise<void> {
  await makePrivateFolder(folder); // somebody may have deleted the home under us
  for (const name of await readdir(folder)) {
    const began = await readIfPresent(join(folder, name));
    if (began === undefined || !(await isAlive({ pid: Number.parseInt(name, 10), began }))) await rm(join(folder, name), { force: true });
  }
}
