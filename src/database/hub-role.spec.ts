import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { emptyDatabases, type Owner } from '../../test/empty-databases.js';
import { asOwner } from '../../test/test-server.js';
import { prepare } from './database.js';
import { HUB_ROLE } from './tenant-table.js';

const databases = emptyDatabases();
const version = () =>
  databases.onServer(async (server) => Number((await server.query('show server_version_num')).rows[0].server_version_num));

/** From PostgreSQL 16 on, only who made a role or was given it may grant it; the group of these tests is the server's superuser's. */
const given = (owner: Owner) =>
  databases.onServer(async (server) => {
    if ((await version()) >= 160_000) await server.query(`grant ${HUB_ROLE} to ${owner.name} with admin option`);
  });

function prepared(url: string, databaseAppUrl?: string): Promise<string> {
  const role = randomBytes(32);
  return prepare(url, { databaseAppUrl, keysFor: () => ({ role, checks: new Map() }) });
}

test('an owner who may create roles and is no superuser, as of managed PostgreSQL, opens its database, again and again', async () => {
  const owner = await databases.aRole('createrole createdb');
  await given(owner);
  const url = databases.at(owner, await databases.anEmptyDatabase(owner.name));
  const role = randomBytes(32);
  const open = () => prepare(url, { databaseAppUrl: undefined, keysFor: () => ({ role, checks: new Map() }) });

  const first = await open();
  databases.alsoGone(new URL(first).username);
  const second = await open();

  expect(second).toBe(first);
  const { rows } = await asOwner(first, (hub) =>
    hub.query('select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin from pg_roles where rolname = current_user'),
  );
  expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, rolcanlogin: true }]);
});

test('what a role of that name has too much is taken from it', async () => {
  const url = await databases.anEmptyDatabase();
  const role = randomBytes(32);
  const open = () => prepare(url, { databaseAppUrl: undefined, keysFor: () => ({ role, checks: new Map() }) });
  const name = new URL(await open()).username;
  databases.alsoGone(name);
  await databases.onServer((server) => server.query(`alter role ${name} nologin createdb createrole password 'another'`));

  const hub = await open();

  const { rows } = await asOwner(hub, (client) =>
    client.query('select rolcreatedb, rolcreaterole from pg_roles where rolname = current_user'),
  );
  expect(rows).toEqual([{ rolcreatedb: false, rolcreaterole: false }]);
});

test('a role that row-level security does not bind is not worked as, however it came by that', async () => {
  const url = await databases.anEmptyDatabase();
  const role = randomBytes(32);
  const open = () => prepare(url, { databaseAppUrl: undefined, keysFor: () => ({ role, checks: new Map() }) });
  const name = new URL(await open()).username;
  databases.alsoGone(name);
  await databases.onServer((server) => server.query(`alter role ${name} bypassrls`));

  await expect(open()).rejects.toThrow(/is not bound by row-level security/);
});

test('an owner who may not create roles is told so, and what to type', async () => {
  const owner = await databases.aRole();
  const url = databases.at(owner, await databases.anEmptyDatabase(owner.name));

  await expect(prepared(url)).rejects.toThrow(
    new RegExp(
      `^the role ${owner.name} in DATABASE_URL lacks a right: .*permission denied.*alter role "?${owner.name}"? createrole;.*DATABASE_APP_URL`,
    ),
  );
});

test('an owner who may not create roles opens its database with a role that was made for it', async () => {
  const owner = await databases.aRole();
  const hub = await databases.aRole();
  const empty = await databases.anEmptyDatabase(owner.name);
  await databases.onServer((server) => server.query(`grant ${HUB_ROLE} to ${hub.name}`));

  expect(await prepared(databases.at(owner, empty), databases.at(hub, empty))).toBe(databases.at(hub, empty));
});

test('a role that may not grant the group is told so, from the version on where that takes more than creating roles', async () => {
  const owner = await databases.aRole('createrole');
  const url = databases.at(owner, await databases.anEmptyDatabase(owner.name));

  const opened = await prepared(url).then(
    (hub) => databases.alsoGone(new URL(hub).username),
    (cause: unknown) => String(cause),
  );

  const { rows } = await databases.onServer((server) =>
    server.query<{ rolname: string }>(
      `select rolname from pg_roles r where pg_has_role($1, r.oid, 'member') and rolname ~ '^${HUB_ROLE}_'`,
      [owner.name],
    ),
  );
  for (const { rolname } of rows) databases.alsoGone(rolname);
  if ((await version()) >= 160_000) expect(opened).toMatch(new RegExp(`grant ${HUB_ROLE} to "?${owner.name}"? with admin option;`));
  else expect(opened).toBeUndefined();
});

test('a role that may not create tables is told so before anything is written', async () => {
  const guest = await databases.aRole('createrole');
  const empty = await databases.anEmptyDatabase();

  await expect(prepared(databases.at(guest, empty))).rejects.toThrow(
    /may not create tables in this database \(alter database .* owner to .*;\)\. Nothing was written/,
  );
});

test('a hub that would get in as its owner, whom an address names in its query, does not begin', async () => {
  const url = new URL(await databases.anEmptyDatabase());
  url.searchParams.set('user', decodeURIComponent(url.username));
  url.searchParams.set('password', decodeURIComponent(url.password));

  await expect(prepared(url.href)).rejects.toThrow(/the hub would work as .* instead of/);
});
