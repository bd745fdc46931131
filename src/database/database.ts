import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { maintenanceOf } from './embedded/credentials.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { keepServing } from './embedded/keep-serving.js';
import { admitRole, hubRoleUrl } from './hub-role.js';
import { type KeyChecks, rememberedKeys, rememberKeys } from './key-check.js';
import type { Log } from '../log/log.js';
import { migrate } from './migrate.js';
import { explainMissingRight, refuseFirstStartWithoutRights } from './rights.js';
import { Tenancy } from './tenancy.js';
import { withoutPassword } from './without-password.js';

export interface DatabaseOptions {
  readonly home: string;
  readonly databaseUrl: string | undefined;
  readonly databaseAppUrl: string | undefined;
  /**
   * Gives the hub's keys, told what the database remembers of those it was sealed with, and where it is.
   * @throws Error when they are not these: then nothing is written.
   */
  keysFor(remembered: KeyChecks, database: string): SealingKeys;
  readonly log: Log;
  /** Begins with an empty database. Only ever the embedded server's own: somebody's DATABASE_URL is never emptied. */
  readonly fresh?: boolean;
}

/** What the database needs to know of the hub's keys. */
export interface SealingKeys {
  /** The hub role's name and password are made from it. */
  readonly role: Buffer;
  readonly checks: KeyChecks;
}

export interface OpenDatabase {
  readonly tenancy: Tenancy;
  /** Where workers of this process listen for nudges. */
  readonly listenUrl: string;
  close(): Promise<void>;
}

const SMALLEST_SERVER = 150_000; // PostgreSQL 15
const POOL = 10;

/**
 * Opens the hub's database: an embedded server below `home` unless a URL names another; brings its schema up to date;
 * logs in as a role that owns nothing.
 * @throws Error in words for the person who typed the URL.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const embedded = options.databaseUrl === undefined ? await openEmbedded(options) : undefined;
  try {
    const ownerUrl = embedded?.url ?? options.databaseUrl ?? '';
    if (embedded && options.fresh === true) await empty(embedded.url);
    const hubUrl = await prepare(ownerUrl, options);
    const database = new DataSource({
      type: 'postgres',
      url: hubUrl,
      invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
      extra: { max: POOL, options: '-c jit=off -c timezone=UTC' }, // its days are those of UTC, as the hub's are, whatever the server's are
    });
    await database.initialize();
    const close = async () => {
      await database.destroy();
      await embedded?.stop();
    };
    return { tenancy: new Tenancy(database), listenUrl: hubUrl, close };
  } catch (cause) {
    await embedded?.stop();
    throw cause;
  }
}

/** The home's own server, given to it again when it dies while we use it. */
async function openEmbedded({ home, log }: Pick<DatabaseOptions, 'home' | 'log'>): Promise<Pick<EmbeddedPostgres, 'url' | 'stop'>> {
  const server = await startEmbeddedPostgres({ home, log });
  try {
    const keeper = await keepServing({ server, log });
    const stop = async () => {
      await keeper.close();
      await server.stop();
    };
    return { url: server.url, stop };
  } catch (cause) {
    await server.stop();
    throw cause;
  }
}

/** Migrates as the owner and gives the URL to work with. */
export async function prepare(
  ownerUrl: string,
  { databaseAppUrl, keysFor }: Pick<DatabaseOptions, 'databaseAppUrl' | 'keysFor'>,
): Promise<string> {
  const where = withoutPassword(ownerUrl);
  const owner = new Client({ connectionString: ownerUrl });
  try {
    await owner.connect();
  } catch (cause) {
    throw new Error(
      `the database at ${where} refuses: ${reasonOf(cause)}. Check DATABASE_URL (host, port, name, password), or leave it out to use the embedded server`,
      { cause },
    );
  }
  try {
    const { rows } = await owner.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    if (Number(rows[0]?.version) < SMALLEST_SERVER)
      throw new Error(`the database at ${where} is older than PostgreSQL 15; give one that is not`);
    const keys = await migrateUnder(owner, ownerUrl, keysFor);
    await owner.query('select begin_audit_epoch()');
    if (databaseAppUrl === undefined) return await hubRoleUrl(owner, ownerUrl, keys.role);
    await admitRole(owner, decodeURIComponent(new URL(databaseAppUrl).username), 'DATABASE_APP_URL');
    return databaseAppUrl;
  } catch (cause) {
    throw await explainMissingRight(cause, owner);
  } finally {
    await owner.end();
  }
}

/** Nothing is written before it is known that the keys are those the database was sealed with, and nobody seals before they are remembered. */
async function migrateUnder(owner: Client, ownerUrl: string, keysFor: DatabaseOptions['keysFor']): Promise<SealingKeys> {
  const held: { keys?: SealingKeys } = {};
  await migrate(ownerUrl, {
    before: async () => {
      await refuseFirstStartWithoutRights(owner);
      held.keys = keysFor(await rememberedKeys(owner), withoutPassword(ownerUrl));
    },
    after: async () => {
      if (held.keys !== undefined) await rememberKeys(owner, held.keys.checks);
    },
  });
  if (held.keys === undefined) throw new Error('the keys are asked for before the migrations');
  return held.keys;
}

async function empty(url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const owner = new Client({ connectionString: maintenanceOf(url) });
  await owner.connect();
  try {
    await owner.query(`drop database if exists ${owner.escapeIdentifier(name)} with (force)`);
    await owner.query(`create database ${owner.escapeIdentifier(name)}`);
  } finally {
    await owner.end();
  }
}

const reasonOf = (cause: unknown): string => {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ');
  return cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause);
};
