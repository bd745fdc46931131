import type { Client } from 'pg';
import { failureCode, failureMessage } from './embedded/file-access.js';
import { HUB_ROLE } from './tenant-table.js';

const INSUFFICIENT_PRIVILEGE = '42501';

/** A right the owner lacks, and what somebody who has it would have to type. */
export class MissingRight extends Error {
  constructor(
    readonly statement: string,
    cause: unknown,
  ) {
    super(failureMessage(cause), { cause });
    this.name = 'MissingRight';
  }
}

/** Asks something that may need a right which another could give. @throws MissingRight with that statement. */
export async function needing(statement: string, asking: Promise<unknown>): Promise<void> {
  try {
    await asking;
  } catch (cause) {
    throw failureCode(cause) === INSUFFICIENT_PRIVILEGE ? new MissingRight(statement, cause) : cause;
  }
}

/** The rights of an owner, asked before the first migration, so that a first start says all that is missing at once. */
export async function refuseFirstStartWithoutRights(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ user: string; database: string; tables: boolean; roles: boolean; first: boolean }>(
    `select current_user as "user", current_database() as database, to_regclass('migration') is null as first,
            coalesce(has_schema_privilege(current_schema(), 'create'), false) as tables,
            rolsuper or rolcreaterole or exists (select from pg_roles where rolname = $1) as roles
     from pg_roles where rolname = current_user`,
    [HUB_ROLE],
  );
  const [rights] = rows;
  if (rights === undefined || !rights.first || (rights.tables && rights.roles)) return;
  const user = owner.escapeIdentifier(rights.user);
  const lacking = [
    ...(rights.tables
      ? []
      : [`create tables in this database (alter database ${owner.escapeIdentifier(rights.database)} owner to ${user};)`]),
    ...(rights.roles ? [] : [`create the role the hub works as (alter role ${user} createrole; or: create role ${HUB_ROLE} nologin;)`]),
  ];
  throw new Error(
    `the role ${rights.user} in DATABASE_URL may not ${lacking.join(', nor ')}. Nothing was written. Let somebody who may type what stands in brackets, and start again`,
  );
}

/** Puts a refused right into words: which, of whom, and what to do. Anything else stays as it is. */
export async function explainMissingRight(cause: unknown, owner: Client): Promise<unknown> {
  if (!(cause instanceof MissingRight) && failureCode(cause) !== INSUFFICIENT_PRIVILEGE) return cause;
  const { rows } = await owner.query<{ user: string; database: string }>(`select current_user as "user", current_database() as database`);
  const user = rows[0]?.user ?? '';
  const statement =
    cause instanceof MissingRight
      ? cause.statement.replaceAll('OWNER', owner.escapeIdentifier(user))
      : `alter database ${owner.escapeIdentifier(rows[0]?.database ?? '')} owner to ${owner.escapeIdentifier(user)};`;
  return new Error(
    `the role ${user} in DATABASE_URL lacks a right: PostgreSQL says “${failureMessage(cause)}”. Let somebody who may type: ${statement} Then start again`,
    { cause },
  );
}
