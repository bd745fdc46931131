import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Client } from 'pg';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { failureCode, isPresent } from '../src/database/embedded/file-access.js';
import { findPostmaster, stopServerOf } from '../src/database/embedded/postmaster.js';
import { identityOf } from '../src/database/embedded/process-identity.js';
import { quickFolder, temporaryFolder } from './temporary-home.js';
import { until } from './until.js';

/** Of the few clusters a test makes, each some 40 MB and its log of changes. */
const ROOM_FOR_DATA = 1024 ** 3;

interface Child {
  readonly process: ChildProcess;
  started(): Promise<{ readonly port: number }>;
}

/** A home for an embedded server, new for each test and gone after it with its servers and data. Call it at the top of the file. */
export function embeddedHome() {
  const now = { stateFolder: '', base: '', project: '', path: '', events: [] as string[] };

  // One for all tests, so that as root the binaries are copied once.
  beforeAll(async () => {
    now.stateFolder = await temporaryFolder(await quickFolder(ROOM_FOR_DATA));
  });

  afterAll(() => rm(now.stateFolder, { recursive: true, force: true }));

  beforeEach(async () => {
    now.base = await temporaryFolder(await quickFolder(ROOM_FOR_DATA)); // every path below has spaces
    await chmod(now.base, 0o711);
    now.project = join(now.base, 'my project');
    await mkdir(now.project, { mode: 0o700 }); // as root: nobody else may look in
    now.path = join(now.project, 'hub');
    now.events = [];
  });

  afterEach(async () => {
    for (const data of await dataFolders()) await stopServerOf(data);
    const places = (await readdir(now.stateFolder)).filter((name) => !name.startsWith('binaries-'));
    const left = [now.base, ...places.map((name) => join(now.stateFolder, name))];
    await Promise.all(left.map((folder) => rm(folder, { recursive: true, force: true })));
  });

  function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const note = (_: unknown, event?: string) => now.events.push(event ?? '');
    const machine = { stateFolder: now.stateFolder, ...options.machine };
    return startEmbeddedPostgres({ home: now.path, log: { info: note, warn: note }, ...options, machine });
  }

  /** Another process that uses the same home until it is asked to end. It reads the sources as they are: Node takes the types out. */
  function useInChild(): Child {
    const moduleUrl = new URL('../src/database/embedded/embedded-postgres.ts', import.meta.url).href;
    const words = ['--no-warnings', '--input-type=module', '-e', childSource, moduleUrl, now.path, now.stateFolder];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    return { process: child, started: () => firstLine(child) };
  }

  async function killServer(): Promise<void> {
    for (const data of await dataFolders()) {
      const postmaster = await findPostmaster(data);
      if (postmaster === undefined) continue;
      process.kill(postmaster.identity.pid, 'SIGKILL');
      await until(async () => (await identityOf(postmaster.identity.pid)) === undefined);
    }
  }

  async function removeData(): Promise<void> {
    await Promise.all((await dataFolders()).map((data) => rm(data, { recursive: true })));
  }

  const placesOfRoot = async () => (await readdir(now.stateFolder)).map((name) => join(now.stateFolder, name));

  /** In the home as an ordinary user, in a folder of the state folder as root. */
  async function dataFolders(): Promise<readonly string[]> {
    const data = [now.path, join(now.base, 'moved project', 'hub'), ...(await placesOfRoot())].map((folder) => join(folder, 'postgres'));
    return (await Promise.all(data.map(async (folder) => ((await isPresent(folder)) ? [folder] : [])))).flat();
  }

  async function draftFolders(): Promise<readonly string[]> {
    const names = await Promise.all([now.path, ...(await placesOfRoot())].map(namesIn));
    return names.flat().filter((name) => name.startsWith('postgres.new-') && !name.endsWith('.password'));
  }

  return {
    get path() {
      return now.path;
    },
    /** What holds the project that holds the home. */
    get base() {
      return now.base;
    },
    get project() {
      return now.project;
    },
    /** What was logged in this test. */
    get events() {
      return now.events;
    },
    ...{ start, useInChild, killServer, removeData, dataFolders, draftFolders },
  };
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

export async function query(server: EmbeddedPostgres, sql: string): Promise<readonly unknown[]> {
  const session = new Client({ connectionString: server.url });
  session.on('error', () => {}); // the server is killed under some of them
  await session.connect();
  const { rows } = await session.query<Record<string, unknown>>(sql);
  await session.end();
  return rows;
}

export async function isUp(port: number): Promise<boolean> {
  const session = new Client({ host: '127.0.0.1', port, user: 'plumbline', password: 'not it', database: 'plumbline' });
  const failure = await session.connect().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return failureCode(failure) !== 'ECONNREFUSED';
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await isPresent(folder)) ? readdir(folder) : [];
}
