import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { anActor, aTenant, testDatabase } from '../../test/database.js';
import { migrate, unmigrate } from './migrate.js';

const db = testDatabase();

/** Of no tenant: what the owner keeps of the schema and of the keys. The hub may not even read it. */
const OWNERS_OWN = ['migration', 'migration_content', 'key_check'];

/** Every table the hub may touch, from the catalogue: a table added tomorrow is tested tomorrow. */
async function everyTable(): Promise<string[]> {
  const { rows } = await db.owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not in (${OWNERS_OWN.map((name) => `'${name}'`).join(', ')}) order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function asHub<Result>(work: (hub: Client) => Promise<Result>): Promise<Result> {
  const hub = new Client({ connectionString: db.hubUrl });
  await hub.connect();
  try {
    return await work(hub);
  } finally {
    await hub.end();
  }
}

test('every table carries the tenant, forces row-level security, and begins each of its keys with the tenant', async () => {
  const tables = await everyTable();

  expect(tables.length).toBeGreaterThan(20);
  for (const table of tables) {
    const { rows } = await db.owner.query(
      `select relforcerowsecurity and relrowsecurity as forced,
              exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id' and attnotnull) as carries,
              not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f')
                and (select attname from pg_attribute where attrelid = c.oid and attnum = k.conkey[1]) <> 'tenant_id') as begins
       from pg_class c where c.oid = $1::regclass`,
      [table],
    );
    expect({ table, ...rows[0] }).toEqual({ table, forced: true, carries: true, begins: true });
  }
});

test('whatever the hub may read or write is one of these tables: no view that looks past their policies, and nothing in another schema', async () => {
  const within = await asHub((hub) =>
    hub.query(
      `select relname as name, nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where relkind in ('r', 'p', 'v', 'm', 'f') and nspname <> 'information_schema' and nspname not like 'pg\\_%'
         and has_schema_privilege(n.oid, 'usage')
         and (has_any_column_privilege(c.oid, 'select, insert, update') or has_table_privilege(c.oid, 'delete, truncate'))
       order by 1`,
    ),
  );

  expect(within.rows).toEqual((await everyTable()).map((name) => ({ name, nspname: 'public' })));
});

test('a query without a tenant raises on every table, empty or not, also on a connection that had a tenant before', async () => {
  await aTenant(db.tenancy);

  await asHub(async (hub) => {
    for (const table of await everyTable()) {
      await expect(hub.query(`select * from ${table}`)).rejects.toThrow(/no tenant is set/);
      await hub.query('begin');
      await hub.query(`select set_config('app.tenant_id', $1, true)`, [randomUUID()]);
      await hub.query('commit'); // the setting is now '' and no longer null
      await expect(hub.query(`select * from ${table}`)).rejects.toThrow(/no tenant is set/);
      await expect(hub.query(`select * from ${table} where tenant_id = $1`, [randomUUID()])).rejects.toThrow(/no tenant is set/);
    }
  });
});

test("a query with another tenant's id sees and changes nothing, on every table", async () => {
  const mine = await aTenant(db.tenancy);
  const theirs = await aTenant(db.tenancy);
  await fillEveryTable(theirs);

  for (const table of await everyTable()) {
    const before = await db.owner.query(`select count(*)::int as n from ${table} where tenant_id = $1`, [theirs]);
    expect({ table, filled: before.rows[0].n > 0 }).toEqual({ table, filled: true });
    const seen = await db.tenancy.inTenant(mine, anActor(), (tx) => tx.query(`select * from ${table} where tenant_id = $1`, [theirs]));
    expect(seen).toEqual([]);
    for (const change of [`update ${table} set tenant_id = tenant_id where tenant_id = $1`, `delete from ${table} where tenant_id = $1`]) {
      const outcome: unknown = await db.tenancy
        .inTenant(mine, anActor(), (tx) => tx.query(change, [theirs]))
        .catch((cause: Error) => cause.message);
      expect(JSON.stringify(outcome)).toMatch(/permission denied|\[\[\],0\]|append-only/);
    }
    const after = await db.owner.query(`select count(*)::int as n from ${table} where tenant_id = $1`, [theirs]);
    expect(after.rows).toEqual(before.rows);
  }
});

test('a row cannot be put into another tenant', async () => {
  const mine = await aTenant(db.tenancy);
  const theirs = await aTenant(db.tenancy);

  const put = db.tenancy.inTenant(mine, anActor(), (tx) =>
    tx.query(`insert into cycle (tenant_id, id, kind, key, label) values ($1, $2, 'survey', 'k', 'l')`, [theirs, randomUUID()]),
  );

  await expect(put).rejects.toThrow(/row-level security/);
});

test('the role of the hub owns nothing, cannot become the owner, create, or bypass', async () => {
  await asHub(async (hub) => {
    const { rows } = await hub.query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
              (select count(*)::int from pg_class where relowner = r.oid) as owned,
              pg_has_role(r.oid, (select datdba from pg_database where datname = current_database()), 'member') as "mayBecomeOwner"
       from pg_roles r where rolname = current_user`,
    );
    expect(rows).toEqual([
      { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, owned: 0, mayBecomeOwner: false },
    ]);
    await expect(hub.query('create table mine (id int)')).rejects.toThrow(/permission denied/);
    await expect(hub.query('alter table tenant disable row level security')).rejects.toThrow(/must be owner/);
    for (const table of OWNERS_OWN) await expect(hub.query(`select * from ${table}`)).rejects.toThrow(/permission denied/);
  });
});

test('partitions cannot be read around their parent', async () => {
  const { rows } = await db.owner.query<{ name: string }>(`select relname as name from pg_class where relispartition and relkind = 'r'`);

  expect(rows.length).toBeGreaterThan(10);
  await asHub(async (hub) => {
    for (const { name } of rows) await expect(hub.query(`select * from ${name}`)).rejects.toThrow(/permission denied/);
  });
});

test('what is append-only cannot be changed by the hub, nor emptied by anyone', async () => {
  const tenant = await aTenant(db.tenancy);

  await expect(db.tenancy.inTenant(tenant, anActor(), (tx) => tx.query('delete from audit_entry'))).rejects.toThrow(/permission denied/);
  await expect(db.owner.query('update audit_entry set event = event')).rejects.toThrow(/append-only/);
});

test('migrations go back to nothing and forward again', async () => {
  const name = `plumbline_spec_${process.pid}_back_and_forth`;
  await db.owner.query(`drop database if exists ${name} with (force)`);
  await db.owner.query(`create database ${name}`);
  const url = new URL(db.ownerUrl);
  url.pathname = `/${name}`;
  const tables = async () => {
    const client = new Client({ connectionString: url.href });
    await client.connect();
    const { rows } = await client.query(
      `select (select count(*)::int from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r','p') and relname not in (${OWNERS_OWN.map((name) => `'${name}'`).join(', ')})) as tables,
              (select count(*)::int from pg_proc where pronamespace = 'public'::regnamespace) as functions`,
    );
    await client.end();
    return rows[0] as { tables: number; functions: number };
  };

  await migrate(url.href);
  const forward = await tables();
  await unmigrate(url.href);
  const back = await tables();
  await migrate(url.href);

  expect(back).toEqual({ tables: 0, functions: 0 });
  expect(await tables()).toEqual(forward);
  await db.owner.query(`drop database ${name} with (force)`);
});

/** One row in every table, made by the owner from the catalogue: columns without a default get a value of their type. */
async function fillEveryTable(tenant: string): Promise<void> {
  await db.owner.query('set session_replication_role = replica'); // foreign keys and triggers are not what is tested
  for (const table of await everyTable()) {
    if (table === 'tenant' || table === 'policy_version') continue; // made with the tenant
    const { rows: columns } = await db.owner.query<{ name: string; type: string; allowed: string | null }>(
      `select a.attname as name, format_type(a.atttypid, null) as type,
              (select (regexp_match(pg_get_constraintdef(k.oid), '''([^'']+)''::text'))[1] from pg_constraint k
                where k.conrelid = a.attrelid and k.contype = 'c' and a.attnum = any (k.conkey) and array_length(k.conkey, 1) = 1 limit 1) as allowed
       from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef and a.attidentity = ''`,
      [table],
    );
    const values = columns.map(({ name, type, allowed }) =>
      name === 'tenant_id' ? `'${tenant}'` : allowed !== null ? `'${allowed}'` : sample(type),
    );
    await db.owner.query(`insert into ${table} (${columns.map(({ name }) => name).join(', ')}) values (${values.join(', ')})`);
  }
  await db.owner.query('set session_replication_role = origin');
}

function sample(type: string): string {
  switch (type) {
    case 'uuid':
      return 'gen_random_uuid()';
    case 'uuid[]':
      return 'array[gen_random_uuid()]';
    case 'text[]':
      return `array['x1']`;
    case 'text':
      return `'x1'`;
    case 'bytea':
      return `'\\x00'`;
    case 'jsonb':
      return `'[1]'`;
    case 'integer':
    case 'bigint':
    case 'numeric':
      return '1';
    case 'date':
    case 'timestamp with time zone':
      return 'now()';
    case 'boolean':
      return 'true';
    default:
      throw new Error(`say what a value of type ${type} looks like here`);
  }
}
