import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { anActor } from '../test/database.js';
import { emptyDatabases } from '../test/empty-databases.js';
import { asOwner } from '../test/test-server.js';
import { readConfig } from './config/config.js';
import { isPresent } from './database/embedded/file-access.js';
import { openGround } from './open-hub.js';

const databases = emptyDatabases();
let folder: string;
let home: string;
let databaseUrl: string;
let keys: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open hub '));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A hub that was used: its database remembers its keys. */
beforeEach(async () => {
  home = await mkdtemp(join(folder, 'home '));
  keys = join(home, 'keys.json');
  databaseUrl = await databases.anEmptyDatabase();
  await use(home);
});

async function use(from: string): Promise<void> {
  const ground = await openGround({ ...readConfig({}), home: from, databaseUrl, logLevel: 'silent' });
  databases.alsoGone(new URL(ground.nudges.listenUrl).username);
  await ground.close();
}

const remembered = () => asOwner(databaseUrl, async (owner) => (await owner.query('select * from key_check order by name')).rows);

test('a hub that was used opens again with its keys', async () => {
  await use(home);

  expect(await remembered()).toHaveLength(2);
});

test('days are those of UTC, whatever time zone the server keeps', async () => {
  const name = new URL(databaseUrl).pathname.slice(1);
  await asOwner(databaseUrl, (owner) => owner.query(`alter database ${name} set timezone = 'Pacific/Auckland'`));
  const ground = await openGround({ ...readConfig({}), home, databaseUrl, logLevel: 'silent' });

  const kept = await ground.tenancy.inTenant(randomUUID(), anActor(), (tx) => tx.query(`select current_setting('timezone') as zone`));

  await ground.close();
  expect(kept).toEqual([{ zone: 'UTC' }]);
});

test('a key file that is missing is asked for, and none is made in its place', async () => {
  await rm(keys);

  await expect(use(home)).rejects.toThrow(/^the key file .* is missing, and what the database at .* opens with it alone\. Put it back/);

  expect(await isPresent(keys)).toBe(false);
});

test('the right key file opens what it sealed after another one was refused', async () => {
  const kept = join(home, 'kept.json');
  await copyFile(keys, kept);
  await rm(keys);
  const other = await mkdtemp(join(folder, 'other '));
  const before = await remembered();
  const { loadKeys } = await import('./files/key-file.js');
  loadKeys(other);
  await copyFile(join(other, 'keys.json'), keys);

  await expect(use(home)).rejects.toThrow(/is not the one the database at .* \(other or missing there: data key 1, hash key\)/);

  expect(await remembered()).toEqual(before);
  await copyFile(kept, keys);
  await use(home);
});

test('a folder of another hub is told from this one, and gets no keys', async () => {
  const other = await mkdtemp(join(folder, 'other '));

  await expect(use(other)).rejects.toThrow(/is missing.*name it as PLUMBLINE_HOME/);

  expect(await isPresent(join(other, 'keys.json'))).toBe(false);
});

test('a key that was rotated in is remembered, and one that is taken out is missed', async () => {
  const written = JSON.parse(await readFile(keys, 'utf8')) as { data: Record<string, string> }; // what the first start wrote
  const rotated = { ...written, data: { ...written.data, '2': Buffer.alloc(32, 7).toString('base64') }, currentData: '2' };
  await writeFile(keys, JSON.stringify(rotated));
  await use(home);
  await writeFile(keys, JSON.stringify(written));

  await expect(use(home)).rejects.toThrow(/other or missing there: data key 2\)/);
});

test.each<[string, () => Promise<void>, RegExp]>([
  ['damaged', () => writeFile(keys, '{ "data"'), /is damaged; put it back from a backup/],
  ['empty', () => writeFile(keys, ''), /is damaged; put it back from a backup/],
  ['open to others', () => chmod(keys, 0o644), /can be read by others; set it right with: chmod 600/],
  ['a folder', () => rm(keys).then(() => mkdir(keys)), /is a folder; move it away/],
  ['a link that leads nowhere', () => rm(keys).then(() => symlink('nowhere', keys)), /is missing/],
])('a key file that is %s says so', async (_reason, spoil, words) => {
  await spoil();

  await expect(use(home)).rejects.toThrow(words);
});

test('a key file of somebody else may not be read, and is not called damaged', async () => {
  await chmod(home, 0o755);
  await chmod(keys, 0o000);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  const { loadKeys } = await import('./files/key-file.js');
  let said = '';
  try {
    loadKeys(home);
  } catch (cause) {
    said = String(cause);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }

  expect(said).toMatch(/may not be read by .*; start as the user whose it is/);
  await chmod(keys, 0o600);
  expect((await stat(keys)).size).toBeGreaterThan(100);
});

test('of two hubs that begin at once on one database, one has it and the other is told so', async () => {
  databaseUrl = await databases.anEmptyDatabase();
  const homes = await Promise.all([mkdtemp(join(folder, 'one ')), mkdtemp(join(folder, 'two '))]);

  const begun = await Promise.allSettled(homes.map(use));

  expect(begun.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await remembered()).toHaveLength(2);
});
