import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { readConfig } from '../src/config/config.js';
import { prepare } from '../src/database/database.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { createLog } from '../src/log/log.js';
import { makeTemporaryHome, quickFolder, removeTemporaryHome } from './temporary-home.js';
import { testRoleKey } from './test-role-key.js';

/** What all workers' databases and the server's log of changes take at their most, and some times as much. */
const ROOM_FOR_DATA = 2 * 1024 ** 3;

export interface TestServer {
  readonly ownerUrl: string;
  readonly template: string;
  stop(): Promise<void>;
}

/** One server a test run, with a migrated template. */
export async function startTestServer(): Promise<TestServer> {
  const { databaseUrl } = readConfig();
  const embedded = databaseUrl === undefined ? await startOurOwn() : undefined;
  const ownerUrl = embedded?.url ?? databaseUrl ?? '';
  const template = `plumbline_template_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asOwner(ownerUrl, (owner) => owner.query(`create database ${template}`));
  await prepare(databaseOf(ownerUrl, template), { databaseAppUrl: undefined, keysFor: () => ({ role: testRoleKey, checks: new Map() }) });
  const stop = async () => {
    await asOwner(ownerUrl, async (owner) => {
      for (const name of [template, `${template}_filled`, `${template}_half`])
        await owner.query(`drop database if exists ${name} with (force)`);
    });
    await embedded?.stop();
  };
  return { ownerUrl, template, stop };
}

/** Made anew for each run and gone after it: nobody misses it, and a run beside this one has its own. */
async function startOurOwn(): Promise<EmbeddedPostgres> {
  const folder = await makeTemporaryHome(await quickFolder(ROOM_FOR_DATA));
  await chmod(folder, 0o711); // as root the server is somebody else's, who has to pass through
  const machine = { waitsForDisk: false, stateFolder: join(folder, 'state') };
  const server = await startEmbeddedPostgres({ home: join(folder, '.plumbline', 'test'), log: createLog('warn'), machine });
  const stop = async () => {
    await server.stop();
    await removeTemporaryHome(folder);
  };
  return { ...server, stop };
}

export const databaseOf = (url: string, name: string): string => {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

export async function asOwner<Result>(url: string, work: (owner: Client) => Promise<Result>): Promise<Result> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
