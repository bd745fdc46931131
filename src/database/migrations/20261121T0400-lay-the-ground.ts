import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HUB_ROLE, monthPartitions, tenantTable } from '../tenant-table.js';

/** Tenants, the rule that no query goes without one, policies and the audit trail. */
export class LayTheGround1795233600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${HUB_ROLE}') then create role ${HUB_ROLE} nologin; end if;
      exception when duplicate_object or unique_violation then null; -- another database of this server was first
      end $$;
      do $$ begin execute format('grant connect on database %I to ${HUB_ROLE}', current_database()); end $$;
      revoke create on schema public from public;
      grant usage on schema public to ${HUB_ROLE};

      -- Raises instead of answering nothing: a pooled connection gives '' back where a tenant was set before.
      create function app_tenant() returns uuid language plpgsql stable parallel safe as $$
      begin
        if coalesce(current_setting('app.tenant_id', true), '') = '' then
          raise exception 'no tenant is set for this transaction' using errcode = 'PL001';
        end if;
        return current_setting('app.tenant_id')::uuid;
      end $$;

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'PL002';
      end $$;

      create function make_month_partitions() returns void language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        parent text;
        month date;
      begin
        for parent in select relname from pg_class where relkind = 'p' and relnamespace = 'public'::regnamespace loop
          for month in select generate_series(date_trunc('month', now()) - interval '1 month', date_trunc('month', now()) + interval '3 months', interval '1 month') loop
            begin
              if to_regclass(format('%I', parent || to_char(month, '"_"YYYYMM'))) is null then
                execute format('create table %I partition of %I for values from (%L) to (%L)', parent || to_char(month, '"_"YYYYMM'), parent, month, month + interval '1 month');
                execute format('alter table %I enable row level security', parent || to_char(month, '"_"YYYYMM'));
              end if;
            exception when check_violation then null; -- rows of that month lie with the rest already; they are found there
            end;
          end loop;
        end loop;
      end $$;
      revoke all on function make_month_partitions() from public;
      grant execute on function make_month_partitions() to ${HUB_ROLE};

      -- Of no tenant, and the owner's alone: tells at every start whether the key file is the one this database was sealed with.
      create table key_check (
        name  text primary key,
        value bytea not null
      );

      create table tenant (
        tenant_id    uuid primary key,
        slug         text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
        organisation text not null,
        environment  text not null check (environment in ('production', 'sandbox')),
        created_at   timestamptz not null default now()
      );
      create unique index tenant_slug on tenant (slug); -- read through tenant_named() only

      create table policy_version (
        tenant_id    uuid not null references tenant,
        version      int not null check (version > 0),
        body         jsonb not null,
        approved_by  text not null,
        effective_at timestamptz not null default now(),
        primary key (tenant_id, version)
      );

      create table audit_entry (
        tenant_id  uuid not null references tenant,
        id         uuid not null,
        seq        bigint generated always as identity,
        at         timestamptz not null default clock_timestamp(),
        actor_kind text not null,
        actor_id   text not null,
        trace_id   uuid not null,
        event      text not null,
        subject    text not null,
        details    jsonb not null default '{}',
        primary key (tenant_id, at, id)
      ) partition by range (at);
    `);
    await tenantTable(runner, 'tenant');
    await tenantTable(runner, 'policy_version', 'append-only');
    await tenantTable(runner, 'audit_entry', 'append-only');
    await monthPartitions(runner, 'audit_entry');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table audit_entry, policy_version, tenant, key_check;
      drop function make_month_partitions(), refuse_change(), app_tenant();
    `);
  }
}
