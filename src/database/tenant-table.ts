import type { QueryRunner } from 'typeorm';

/** The role the hub works as belongs to this group; migrations grant to it. Owns nothing. */
export const HUB_ROLE = 'plumbline_hub';

/**
 * Puts a table under row-level security, forced, and grants it to the hub's role.
 * The first clause has no column in it, so that Postgres judges it once before it reads anything:
 * a query without a tenant raises even where the table is empty.
 * @param rights `append-only` lets the hub add and read rows, never change or delete them.
 */
export async function tenantTable(runner: QueryRunner, table: string, rights: 'full' | 'append-only' = 'full'): Promise<void> {
  await runner.query(`
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy tenant_isolation on ${table}
      using (app_tenant() is not null and tenant_id = (select app_tenant()))
      with check (tenant_id = (select app_tenant()));
    create policy owner_maintains on ${table} to current_user using (true) with check (true);
    grant select, insert${rights === 'full' ? ', update, delete' : ''} on ${table} to ${HUB_ROLE};
  `);
  if (rights === 'append-only') {
    await runner.query(`
      create trigger append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();
    `);
  }
}

/**
 * Makes the monthly partitions of a table that is partitioned by range of \`at\`: last month to three ahead, and one for the rest.
 * Later months are made by \`make_month_partitions()\`, which the hub may call but not change.
 */
export async function monthPartitions(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`
    create table ${table}_rest partition of ${table} default;
    alter table ${table}_rest enable row level security;
    select make_month_partitions();
  `);
}
