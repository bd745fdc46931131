import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HUB_ROLE, tenantTable } from '../tenant-table.js';

/**
 * Audit entries are chained into blocks once the transactions that wrote them are over. Which those are, `turn` tells: whatever
 * transaction is older than every one under way has written all it will ever write. A database that was moved to a server which counts
 * its transactions anew begins another epoch there, so that what is written from then on comes after all that was written before.
 */
export class SealTheAudit1795234200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence audit_epoch as int;
      select nextval('audit_epoch');
      -- The epoch, and below it the number of a transaction: it takes millennia to outgrow its 48 bits.
      create function audit_turn_of(xid xid8) returns bigint language sql stable security definer set search_path = public, pg_temp as
        $$ select last_value::bigint * 281474976710656 + xid::text::bigint from audit_epoch $$;
      revoke all on function audit_turn_of(xid8) from public;
      grant execute on function audit_turn_of(xid8) to ${HUB_ROLE};

      alter table audit_entry add column turn bigint not null default audit_turn_of(pg_current_xact_id());
      create index audit_entry_in_chain on audit_entry (tenant_id, turn, seq);

      -- The owner's alone, at every start: begins an epoch where this server has not come as far as what was written already.
      create function begin_audit_epoch() returns void language plpgsql as $$
      begin
        if exists (select from tenant t where exists (
          select from audit_entry e where e.tenant_id = t.tenant_id and e.turn >= audit_turn_of(pg_current_xact_id())))
        then perform nextval('audit_epoch'); end if;
      end $$;
      revoke all on function begin_audit_epoch() from public;

      -- What an entry says of itself is given; when, in which order and by which transaction, the database says.
      revoke insert on audit_entry from ${HUB_ROLE};
      grant insert (tenant_id, id, actor_kind, actor_id, trace_id, event, subject, details) on audit_entry to ${HUB_ROLE};

      -- What is hashed of an entry: all of it, in one spelling.
      create function audit_text(entry audit_entry) returns text language sql stable as $$
        select json_build_array(entry.tenant_id, entry.id, entry.seq, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          entry.actor_kind, entry.actor_id, entry.trace_id, entry.event, entry.subject, entry.details)::text
      $$;

      create table audit_block (
        tenant_id uuid not null references tenant,
        number    bigint not null check (number > 0),
        upto      bigint not null, -- holds every entry of an earlier turn that no earlier block holds
        entries   int not null check (entries > 0),
        leaves    bytea not null, -- the first bytes of each entry's hash, in the order of the chain
        previous  bytea not null,
        hash      bytea not null,
        sealed_at timestamptz not null default clock_timestamp(),
        primary key (tenant_id, number)
      );

      create table audit_checkpoint ( -- a block's hash, signed with a key the database does not have
        tenant_id uuid not null references tenant,
        block     bigint not null,
        statement jsonb not null,
        signature bytea not null,
        primary key (tenant_id, block),
        foreign key (tenant_id, block) references audit_block (tenant_id, number)
      );
    `);
    await tenantTable(runner, 'audit_block', 'append-only');
    await tenantTable(runner, 'audit_checkpoint', 'append-only');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table audit_checkpoint, audit_block;
      drop function audit_text(audit_entry);
      revoke insert (tenant_id, id, actor_kind, actor_id, trace_id, event, subject, details) on audit_entry from ${HUB_ROLE};
      grant insert on audit_entry to ${HUB_ROLE};
      drop index audit_entry_in_chain;
      alter table audit_entry drop column turn;
      drop function begin_audit_epoch(), audit_turn_of(xid8);
      drop sequence audit_epoch;
    `);
  }
}
