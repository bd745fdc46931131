import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.js';
import { failureCode, isPresent } from './file-access.js';
import { thisMachine } from './machine.js';
import { findPostmaster, stopServerOf } from './postmaster.js';
import { identityOf } from './process-identity.js';

let stateFolder: string;
let base: string;
let project: string;
let home: string;
let events: string[];

// One for all tests, so that as root the binaries are copied once.
beforeAll(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'embedded postgres state '));
});

afterAll(() => rm(stateFolder, { recursive: true, force: true }));

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'embedded postgres ')); // every path below has spaces
  await chmod(base, 0o711);
  project = join(base, 'my project');
  await mkdir(project, { mode: 0o700 }); // as root: nobody else may look in
  home = join(project, 'hub');
  events = [];
});

afterEach(async () => {
  for (const data of await dataFolders()) await stopServerOf(data);
  const places = (await readdir(stateFolder)).filter((name) => !name.startsWith('binaries-'));
  await Promise.all([base, ...places.map((name) => join(stateFolder, name))].map((folder) => rm(folder, { recursive: true, force: true })));
});

describe('a first start', () => {
  test('gives a server that speaks UTC and UTF-8, and does not compile queries', async () => {
    const server = await start();

    const settings = await query(
      server,
      `select current_database() as database, current_setting('jit') as jit,
      current_setting('timezone') as timezone, current_setting('server_encoding') as encoding, current_setting('fsync') as fsync`,
    );

    expect(settings).toEqual([{ database: 'plumbline', jit: 'off', timezone: 'UTC', encoding: 'UTF8', fsync: 'on' }]);
  });

  test('keeps the password where only its owner can read it, and lets nobody in without it', async () => {
    const server = await start();

    const session = new Client({ connectionString: server.url.replace(/:[^:@]+@/, ':another-password@') });

    await expect(session.connect()).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(home, 'postgres.json'))).mode & 0o777).toBe(0o600);
  });

  test('that was killed leaves nothing half-made behind', async () => {
    const child = useInChild();
    await until(async () => (await draftFolders()).length > 0);
    child.process.kill('SIGKILL');

    const server = await start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(events).toEqual(['postgres.started']);
    await server.stop();
    await until(async () => {
      await (await start()).stop(); // the killed start's initdb may live a little longer, and is cleared up after by whoever comes next
      return (await draftFolders()).length === 0;
    });
  });

  test('sets a damaged data folder aside instead of deleting it', async () => {
    await (await start()).stop();
    const [data = ''] = await dataFolders();
    await rm(join(data, 'global'), { recursive: true });

    const server = await start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(events).toContain('postgres.set-aside');
    expect((await readdir(dirname(data))).filter((name) => name.startsWith('postgres.damaged-'))).toHaveLength(1);
  });
});

describe('several users of one home', () => {
  test('share one server, which the last of them stops', async () => {
    const server = await start();
    const child = useInChild();
    const { port } = await child.started();

    await server.stop();
    const wasUp = await isUp(port);
    child.process.kill('SIGTERM');
    await once(child.process, 'exit');

    expect(port).toBe(server.port);
    expect(wasUp).toBe(true);
    expect(await isUp(port)).toBe(false);
  });

  test('that begin at the same moment get one server', async () => {
    const children = [useInChild(), useInChild(), useInChild()];

    const ports = await Promise.all(children.map(async (child) => (await child.started()).port));

    expect(new Set(ports).size).toBe(1);
    expect(children.map((child) => child.process.kill('SIGTERM'))).toEqual([true, true, true]);
    await Promise.all(children.map((child) => once(child.process, 'exit')));
    expect(await isUp(ports[0] ?? 0)).toBe(false);
  });

  test('may be two in one process', async () => {
    const [first, second] = await Promise.all([start(), start()]);

    await first.stop();
    await first.stop();

    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await isUp(second.port)).toBe(false);
  });
});

describe('after a crash', () => {
  test('the server of a killed user is found again, and stops with its next last user', async () => {
    const child = useInChild();
    const { port } = await child.started();
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');

    const server = await start();

    expect(server.port).toBe(port);
    expect(events).toEqual(['postgres.adopted']);
    await server.stop();
    expect(await isUp(port)).toBe(false);
  });

  test('a killed server is started again with what it had committed', async () => {
    const before = await start();
    await query(before, 'create table kept as select 42 as answer');
    await killServer();

    const after = await start();

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a pid file that names a process of somebody else does not keep the server from starting', async () => {
    await (await start()).stop();
    const [data = ''] = await dataFolders();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', data]);
    await writeFile(join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n1700000000\n1\n\n127.0.0.1\n\nready   \n`, { mode: 0o600 });

    const server = await start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
    stranger.kill('SIGKILL');
  });

  test('data that were deleted are made anew', async () => {
    await (await start()).stop();
    await Promise.all((await dataFolders()).map((data) => rm(dirname(data), { recursive: true })));

    const server = await start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test.each(['the server is down', 'the server still runs'])('a lost password file is made anew, and the data stay (%s)', async (state) => {
    const before = await start();
    await query(before, 'create table kept as select 42 as answer');
    if (state === 'the server is down') await before.stop();
    await rm(join(home, 'postgres.json'));

    const after = await start();

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('data that were moved with their home go with it', async () => {
    const before = await start();
    await query(before, 'create table kept as select 42 as answer');
    const moved = join(base, 'moved project');
    await rename(project, moved);

    const after = await start({ home: join(moved, 'hub') });

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});

describe('trouble', () => {
  test('a port that is taken in between is no trouble: the next one serves', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const takenPort = typeof address === 'object' && address !== null ? address.port : 0;
    const proposals = [takenPort, takenPort];

    const server = await start({ machine: { proposePort: async () => proposals.pop() ?? thisMachine.proposePort() } });

    expect(proposals).toEqual([]);
    expect(server.port).not.toBe(takenPort);
    taken.close();
  });

  test('of a machine without a free port is told in one paragraph', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const takenPort = typeof address === 'object' && address !== null ? address.port : 0;

    const starting = start({ machine: { proposePort: async () => takenPort } });

    await expect(starting).rejects.toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: expect.stringMatching(/^[^\n]*no free port[^\n]*DATABASE_URL[^\n]*$/),
    });
    taken.close();
  });

  test.each([
    ['a full disk', 'initdb: error: could not write: No space left on device', 'DISK_FULL'],
    ['anything else', 'initdb: error: the moon is in the wrong phase', 'INITDB_FAILED'],
  ])('of initdb is told in its own words: %s', async (_, words, code) => {
    const starting = start({ machine: { stateFolder: join(base, 'state'), packageFolder: await aPackageWhoseInitdbSays(words) } });

    await expect(starting).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test('of data made by another version is told before anything is touched', async () => {
    await (await start()).stop();
    const [data = ''] = await dataFolders();
    await writeFile(join(data, 'PG_VERSION'), '12\n');

    const starting = start();

    await expect(starting).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
  });
});

const asRoot = thisMachine.isRoot ? test : test.skip;

describe('as root', () => {
  asRoot('the data lie outside of a project that only root can read, and where is noted', async () => {
    const server = await start();

    const [shown] = await query(server, `select current_setting('data_directory') as folder`);

    expect(shown).toEqual({ folder: join(await readFile(join(home, 'where'), 'utf8'), 'postgres') });
  });

  asRoot('the data stay with the user who has them, when a preferred user appears', async () => {
    const before = await start({ machine: { systemUsers: ['no-such-user', 'nobody'] } });
    await query(before, 'create table kept as select 42 as answer');
    await before.stop();

    const after = await start({ machine: { systemUsers: ['postgres', 'nobody'] } });

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  asRoot('a copy of a home gets data of its own', async () => {
    const original = await start();
    await query(original, 'create table kept as select 42 as answer');
    const copy = join(base, 'copy');
    await mkdir(copy);
    await writeFile(join(copy, 'where'), await readFile(join(home, 'where')));

    const server = await start({ home: copy });

    expect(await query(server, `select to_regclass('kept') as found`)).toEqual([{ found: null }]);
  });

  asRoot('a home that was deleted begins empty, and what it left is set aside', async () => {
    await query(await start(), 'create table kept as select 42 as answer');
    await rm(home, { recursive: true });

    const server = await start();

    expect(await query(server, `select to_regclass('kept') as found`)).toEqual([{ found: null }]);
    expect(events).toContain('postgres.set-aside');
  });

  asRoot('a system without any of the users is told so', async () => {
    const starting = start({ machine: { systemUsers: ['no-such-user'] } });

    await expect(starting).rejects.toMatchObject({ code: 'SYSTEM_USER_MISSING' });
  });
});

function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const log = {
    info: (_: unknown, event?: string) => events.push(event ?? ''),
    warn: (_: unknown, event?: string) => events.push(event ?? ''),
  };
  return startEmbeddedPostgres({ home, log, ...options, machine: { stateFolder, ...options.machine } });
}

interface Child {
  readonly process: ChildProcess;
  started(): Promise<{ readonly port: number }>;
}

/** Another process that uses the same home until it is asked to end. It reads the sources as they are: Node takes the types out. */
function useInChild(): Child {
  const moduleUrl = new URL('./embedded-postgres.ts', import.meta.url).href;
  const words = ['--no-warnings', '--input-type=module', '-e', childSource, moduleUrl, home, stateFolder];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  return { process: child, started: () => firstLine(child) };
}

const childSource = `
  import { registerHooks } from 'node:module';
  const [moduleUrl, home, stateFolder] = process.argv.slice(1);
  const isOurs = (url) => url?.startsWith(new URL('.', moduleUrl).href);
  registerHooks({ resolve: (name, context, next) => next(isOurs(context.parentURL) ? name.replace(/^(\\..*)\\.js$/, '$1.ts') : name, context) });
  const { startEmbeddedPostgres } = await import(moduleUrl);
  const log = { info() {}, warn() {} };
  const server = await startEmbeddedPostgres({ home, log, machine: { stateFolder } });
  process.on('SIGTERM', async () => { await server.stop(); process.exit(0); });
  console.log(JSON.stringify({ port: server.port }));
  setInterval(() => {}, 1000);
`;

async function firstLine(child: ChildProcess): Promise<{ readonly port: number }> {
  if (child.stdout === null) throw new Error('the child has no output');
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as { port: number }; // what childSource prints
  throw new Error('the child ended without a word');
}

async function query(server: EmbeddedPostgres, sql: string): Promise<readonly unknown[]> {
  const session = new Client({ connectionString: server.url });
  session.on('error', () => {}); // the server is killed under some of them
  await session.connect();
  const { rows } = await session.query<Record<string, unknown>>(sql);
  await session.end();
  return rows;
}

async function isUp(port: number): Promise<boolean> {
  const session = new Client({ host: '127.0.0.1', port, user: 'plumbline', password: 'not it', database: 'plumbline' });
  const failure = await session.connect().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return failureCode(failure) !== 'ECONNREFUSED';
}

async function killServer(): Promise<void> {
  for (const data of await dataFolders()) {
    const postmaster = await findPostmaster(data);
    if (postmaster === undefined) continue;
    process.kill(postmaster.identity.pid, 'SIGKILL');
    await until(async () => (await identityOf(postmaster.identity.pid)) === undefined);
  }
}

/** In the home as an ordinary user, in a folder of the state folder as root. */
async function dataFolders(): Promise<readonly string[]> {
  const folders = [home, join(base, 'moved project', 'hub'), ...(await readdir(stateFolder)).map((name) => join(stateFolder, name))];
  const data = folders.map((folder) => join(folder, 'postgres'));
  return (await Promise.all(data.map(async (folder) => ((await isPresent(folder)) ? [folder] : [])))).flat();
}

async function draftFolders(): Promise<readonly string[]> {
  const folders = [home, ...(await readdir(stateFolder)).map((name) => join(stateFolder, name))];
  const names = await Promise.all(folders.map(namesIn));
  return names.flat().filter((name) => name.startsWith('postgres.new-') && !name.endsWith('.password'));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await isPresent(folder)) ? readdir(folder) : [];
}

async function aPackageWhoseInitdbSays(words: string): Promise<string> {
  const folder = join(base, 'package');
  await mkdir(join(folder, 'native', 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "version": "18.0.0" }');
  await writeFile(join(folder, 'native', 'bin', 'initdb'), `#!/bin/sh\necho '${words}' >&2\nexit 1\n`, { mode: 0o755 });
  return folder;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(5)) {
    if (await holds()) return;
  }
  throw new Error('what was waited for did not come');
}
