import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { grantHubRole, hubRoleUrl } from './hub-role.js';
import type { Log } from '../log/log.js';
import { migrate } from './migrate.js';
import { Tenancy } from './tenancy.js';

export interface DatabaseOptions {
  readonly home: string;
  readonly databaseUrl: string | undefined;
  readonly databaseAppUrl: string | undefined;
  /** From the key file; the hub role's password is made from it. */
  readonly roleKey: Buffer;
  readonly log: Log;
  /** Begins with an empty database. Only ever the embedded server's own: somebody's DATABASE_URL is never emptied. */
  readonly fresh?: boolean;
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
  const embedded = options.databaseUrl === undefined ? await startEmbeddedPostgres({ home: options.home, log: options.log }) : undefined;
  try {
    const ownerUrl = embedded?.url ?? options.databaseUrl ?? '';
    if (embedded && options.fresh === true) await empty(embedded.url);
    const hubUrl = await prepare(ownerUrl, options);
    const database = new DataSource({
      type: 'postgres',
      url: hubUrl,
      invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
      extra: { max: POOL, options: '-c jit=off' },
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

/** Migrates as the owner and gives the URL to work with. */
export async function prepare(
  ownerUrl: string,
  { databaseAppUrl, roleKey }: Pick<DatabaseOptions, 'databaseAppUrl' | 'roleKey'>,
): Promise<string> {
  const owner = new Client({ connectionString: ownerUrl });
  try {
    await owner.connect();
  } catch (cause) {
    throw new Error(
      `the database at ${withoutPassword(ownerUrl)} refuses: ${reasonOf(cause)}. Check DATABASE_URL (host, port, name, password), or leave it out to use the embedded server`,
      { cause },
    );
  }
  try {
    const { rows } = await owner.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    if (Number(rows[0]?.version) < SMALLEST_SERVER)
      throw new Error(`the database at ${withoutPassword(ownerUrl)} is older than PostgreSQL 15; give one that is not`);
    await migrate(ownerUrl);
    if (databaseAppUrl === undefined) return await hubRoleUrl(owner, ownerUrl, roleKey);
    await grantHubRole(owner, decodeURIComponent(new URL(databaseAppUrl).username));
    await refusePowerfulRole(owner, decodeURIComponent(new URL(databaseAppUrl).username));
    return databaseAppUrl;
  } finally {
    await owner.end();
  }
}

/** @throws Error when the role could read around the tenants: row-level security does not bind it, or it may become somebody whom it does not bind. */
async function refusePowerfulRole(owner: Client, user: string): Promise<void> {
  const { rows } = await owner.query<{ powerful: boolean }>(
    `select rolsuper or rolbypassrls or pg_has_role(rolname, current_user, 'member') as powerful from pg_roles where rolname = $1`,
    [user],
  );
  if (rows[0]?.powerful !== false)
    throw new Error(
      `the role ${user} in DATABASE_APP_URL is the owner, may become the owner, or is not bound by row-level security; give one that owns nothing`,
    );
}

async function empty(url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const server = new URL(url);
  server.pathname = '/postgres';
  const owner = new Client({ connectionString: server.href });
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

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
