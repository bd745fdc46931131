import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** What people accepted at a source in the place of what a message wanted there. */
export class AcceptWhatStands1795233960000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox_acceptance ( -- the newest of a message holds: what is there later is compared with it
        tenant_id   uuid not null references tenant,
        message_id  uuid not null,
        at          timestamptz not null default clock_timestamp(),
        held        bytea not null, -- sealed: each field the message would set, as it stood there
        held_hash   bytea not null, -- keyed: names it to whoever accepts it
        reason      bytea not null, -- sealed: a person's words
        accepted_by text not null,
        trace_id    uuid not null,
        primary key (tenant_id, message_id, at),
        foreign key (tenant_id, message_id) references outbox_message (tenant_id, id)
      );
    `);
    await tenantTable(runner, 'outbox_acceptance', 'append-only');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox_acceptance');
  }
}
