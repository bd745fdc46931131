import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { readConfig } from '../src/config/config.js';
import { prepare } from '../src/database/database.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { thisMachine } from '../src/database/embedded/machine.js';
import { createLog } from '../src/log/log.js';
import { markTemporary, removeForgotten } from './temporary-home.js';
import { testRoleKey } from './test-role-key.js';

export interface TestServer {
  readonly ownerUrl: string;
  readonly template: string;
  stop(): Promise<void>;
}

/** One server a test run, with a migrated template; databases an earlier, killed run left behind are dropped. */
export async function startTestServer(): Promise<TestServer> {
  const { databaseUrl } = readConfig();
  const embedded = databaseUrl === undefined ? await startOurOwn('.plumbline/test') : undefined;
  const ownerUrl = embedded?.url ?? databaseUrl ?? '';
  const template = `plumbline_template_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asOwner(ownerUrl, async (owner) => {
    if (embedded) await dropLeftovers(owner);
    await owner.query(`create database ${template}`);
  });
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

async function startOurOwn(home: string): Promise<EmbeddedPostgres> {
  await removeForgotten(thisMachine.stateFolder);
  const embedded = await startEmbeddedPostgres({ home, log: createLog('warn'), machine: { waitsForDisk: false } });
  await markTemporary(home);
  return embedded;
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

/**
 * Drops what killed runs left on the embedded test server, which is this checkout's alone; each database names the process that made it.
 * On somebody else's server nothing is dropped that this run did not make.
 */
async function dropLeftovers(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select datname as name from pg_database where datname ~ '^plumbline_(template|spec)_'`,
  );
  for (const { name } of rows) {
    const maker = Number(/^plumbline_[a-z]+_(\d+)_/.exec(name)?.[1]);
    if (!isAlive(maker)) await owner.query(`drop database if exists ${owner.escapeIdentifier(name)} with (force)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return Number.isInteger(pid) && process.kill(pid, 0);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
