import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HUB_ROLE } from '../tenant-table.js';

/**
 * The few questions that go across tenants, all of them here. They run as the owner and give ids and slugs, nothing else;
 * whoever wants more opens the tenant they name.
 */
export class AskAcrossTenants1795233660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function tenant_named(wanted text) returns uuid language sql stable security definer set search_path = public, pg_temp as
        $$ select tenant_id from tenant where slug = wanted $$;

      create function all_tenants() returns table (tenant_id uuid, slug text) language sql stable security definer set search_path = public, pg_temp as
        $$ select tenant_id, slug from tenant order by created_at, slug $$;

      revoke all on function tenant_named(text), all_tenants() from public;
      grant execute on function tenant_named(text), all_tenants() to ${HUB_ROLE};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function tenant_named(text), all_tenants()');
  }
}
