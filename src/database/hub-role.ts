import { createHash, createHmac } from 'node:crypto';
import { Client } from 'pg';
import { HUB_ROLE } from './tenant-table.js';

/**
 * Makes sure there is a role the hub can work as, which owns nothing and is no member of the owner, and gives its URL.
 * Name and password come from the hub's key file: processes that share it share the role, two hubs on one server do not.
 * @throws Error when the owner may not create roles and no DATABASE_APP_URL was given.
 */
export async function hubRoleUrl(owner: Client, ownerUrl: string, roleKey: Buffer): Promise<string> {
  const user = `${HUB_ROLE}_${createHash('sha256').update(roleKey).digest('hex').slice(0, 8)}`;
  const password = createHmac('sha256', roleKey).update('database password').digest('hex');
  const url = new URL(ownerUrl);
  url.username = user;
  url.password = password;
  if (!(await canLogIn(url.href))) await createRole(owner, user, password);
  return url.href;
}

/** Grants what a role given as DATABASE_APP_URL needs. */
export async function grantHubRole(owner: Client, user: string): Promise<void> {
  await owner.query(`grant ${HUB_ROLE} to ${owner.escapeIdentifier(user)}`);
}

async function canLogIn(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === '28P01' || cause.code === '28000')) return false; // no such role, or another password
    throw cause;
  } finally {
    await client.end();
  }
}

async function createRole(owner: Client, user: string, password: string): Promise<void> {
  const name = owner.escapeIdentifier(user);
  try {
    await owner.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = ${owner.escapeLiteral(user)}) then
          create role ${name} login;
        end if;
      exception when duplicate_object or unique_violation then null; -- another process was first
      end $$;
      alter role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls password ${owner.escapeLiteral(password)};
      grant ${HUB_ROLE} to ${name};
    `);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === '42501')) throw cause;
    throw new Error(
      `the owner in DATABASE_URL may not create roles. Create one yourself (create role hub login password '…'; grant ${HUB_ROLE} to hub;) and give it as DATABASE_APP_URL`,
      { cause },
    );
  }
}
