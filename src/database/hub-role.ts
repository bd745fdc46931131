import { createHash, createHmac } from 'node:crypto';
import { Client } from 'pg';
import { needing } from './rights.js';
import { HUB_ROLE } from './tenant-table.js';

/**
 * Makes sure there is a role the hub can work as, which owns nothing and is no member of the owner, and gives its URL.
 * Name and password come from the hub's key file: processes that share it share the role, two hubs on one server do not.
 * @throws MissingRight when the owner may not make it and no DATABASE_APP_URL was given.
 */
export async function hubRoleUrl(owner: Client, ownerUrl: string, roleKey: Buffer): Promise<string> {
  const user = `${HUB_ROLE}_${createHash('sha256').update(roleKey).digest('hex').slice(0, 8)}`;
  const password = createHmac('sha256', roleKey).update('database password').digest('hex');
  const url = new URL(ownerUrl);
  url.username = user;
  url.password = password;
  if (!(await canLogIn(url.href, user))) await createRole(owner, user, password);
  await admitRole(owner, user);
  return url.href;
}

/**
 * Grants a role what the hub needs, where it has not got it.
 * @throws Error when it could read around the tenants: row-level security does not bind it, or it may become somebody whom it does not bind.
 */
export async function admitRole(owner: Client, user: string, givenAs = 'the hub works as'): Promise<void> {
  const { rows } = await owner.query<{ admitted: boolean; powerful: boolean }>(
    `select pg_has_role(rolname, $2, 'member') as admitted,
            rolsuper or rolbypassrls or pg_has_role(rolname, current_user, 'member')
              or exists (select from pg_roles other where (other.rolsuper or other.rolbypassrls) and pg_has_role(r.rolname, other.rolname, 'member')) as powerful
     from pg_roles r where rolname = $1`,
    [user, HUB_ROLE],
  );
  if (rows[0]?.powerful !== false)
    throw new Error(
      `the role ${user} ${givenAs === 'DATABASE_APP_URL' ? 'in DATABASE_APP_URL' : 'the hub would work as'} is not there, is the owner, may become the owner or a superuser, or is not bound by row-level security; give one that owns nothing as DATABASE_APP_URL`,
    );
  if (rows[0].admitted) return;
  await needing(`grant ${HUB_ROLE} to OWNER with admin option;`, owner.query(`grant ${HUB_ROLE} to ${owner.escapeIdentifier(user)}`));
}

/** @throws Error when it is somebody else who gets in there: an address can name a user in more than one place. */
async function canLogIn(url: string, user: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ is: string }>('select current_user as is');
    if (rows[0]?.is !== user)
      throw new Error(
        `the hub would work as ${rows[0]?.is ?? 'nobody'} instead of ${user}: name user and password in DATABASE_URL in front of the host alone`,
      );
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === '28P01' || cause.code === '28000')) return false; // no such role, or another password
    throw cause;
  } finally {
    await client.end();
  }
}

/** Only what differs is said: of an existing role, PostgreSQL lets nobody but a superuser say even that it is no superuser. */
async function createRole(owner: Client, user: string, password: string): Promise<void> {
  const name = owner.escapeIdentifier(user);
  const secret = owner.escapeLiteral(password);
  await needing(
    `alter role OWNER createrole; (or: create role hub login password '…'; grant ${HUB_ROLE} to hub; and give that one as DATABASE_APP_URL)`,
    owner.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = ${owner.escapeLiteral(user)}) then
          create role ${name} login password ${secret};
        end if;
      exception when duplicate_object or unique_violation then null; -- another process was first
      end $$;
    `),
  );
  const { rows } = await owner.query<{ login: boolean; createdb: boolean; createrole: boolean }>(
    'select rolcanlogin as login, rolcreatedb as createdb, rolcreaterole as createrole from pg_roles where rolname = $1',
    [user],
  );
  const [has] = rows;
  const changes = [
    ...(has?.login === true ? [] : ['login']),
    ...(has?.createdb === true ? ['nocreatedb'] : []),
    ...(has?.createrole === true ? ['nocreaterole'] : []),
    `password ${secret}`,
  ];
  await needing(`grant ${name} to OWNER with admin option;`, owner.query(`alter role ${name} ${changes.join(' ')}`));
}
