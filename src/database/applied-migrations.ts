import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration as it is written: its class, whose name ends in its moment. */
export type Migration = new () => MigrationInterface;

interface Asked {
  query(sql: string): Promise<unknown>;
}

/** The same migration, which also notes in its transaction what it said, so that a later version can tell whether it would say the same. */
export function noting(migration: Migration): Migration {
  return class implements MigrationInterface {
    readonly name = migration.name; // TypeORM's, in the place of the class's own
    readonly #noted = new migration();

    async up(runner: QueryRunner): Promise<void> {
      await this.#noted.up(runner);
      await runner.query('create table if not exists migration_content (name text primary key, sha256 text not null)');
      await runner.query('insert into migration_content (name, sha256) values ($1, $2)', [this.name, await contentOf(migration)]);
    }

    async down(runner: QueryRunner): Promise<void> {
      await this.#noted.down(runner);
      await runner.query('delete from migration_content where name = $1', [this.name]);
    }
  };
}

/**
 * Refuses a database that another version has been at: what is in it is not what this one would read and write.
 * @throws Error in words for whoever gave the database; nothing has been written then.
 */
export async function refuseOtherVersion(database: Asked, migrations: readonly Migration[], where: string): Promise<void> {
  const applied = await namesIn(database, 'migration', 'name as sha256');
  const contents = await namesIn(database, 'migration_content', 'sha256');
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new Error(
      `the database at ${where} was used by a newer version of Plumbline, or belongs to another program: it holds ${unknown.join(', ')}, which this version does not know. Nothing was written. Start the newer version, or give a database of its own`,
    );
  for (const [name, migration] of known)
    if (applied.has(name) && contents.get(name) !== (await contentOf(migration)))
      throw new Error(
        `the database at ${where} was made by a version of Plumbline whose tables are others than this one's (${name} differs). Nothing was written. Start the version that made it, or give an empty database: for the embedded one, another folder as PLUMBLINE_HOME`,
      );
}

/** What a migration says to a database, in short. It is written without looking at what is there, so that it can be asked at any time. */
async function contentOf(migration: Migration): Promise<string> {
  const hash = createHash('sha256');
  const listener: Asked = { query: async (sql) => void hash.update(`${sql}\0`) };
  await new migration().up(listener as Pick<QueryRunner, 'query'> as QueryRunner); // a migration only ever asks queries
  return hash.digest('hex');
}

async function namesIn(database: Asked, table: 'migration' | 'migration_content', value: string): Promise<Map<string, string>> {
  const [found] = (await database.query(`select to_regclass('${table}') is not null as there`)) as { there: boolean }[]; // one row, as asked
  if (found?.there !== true) return new Map();
  const rows = (await database.query(`select name, ${value} from ${table}`)) as { name: string; sha256: string }[]; // text, as created
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}
