import type { MigrationInterface, QueryRunner } from 'typeorm';
import { monthPartitions, tenantTable } from '../tenant-table.js';
import { TRANSITIONS_AT_CREATION } from './outbox-transitions.js';

const legal = Object.entries(TRANSITIONS_AT_CREATION)
  .flatMap(([from, targets]) => targets.map((to) => `('${from}','${to}')`))
  .join(',');

/** The outbox with its legal transitions, each attempt at delivering, and the reports that look again later. */
export class WriteBackAndReconcile1795233900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox_message (
        tenant_id           uuid not null references tenant,
        id                  uuid not null,
        seq                 bigint generated always as identity,
        idempotency_key     text not null,
        decision_id         uuid not null,
        connection_id       uuid not null,
        operation           text not null,
        natural_key         text not null, -- what is changed, whatever its value: a newer version takes the place of an unsent older one
        entity              text not null, -- messages of one entity go in order
        change              bytea not null, -- sealed
        base                bytea, -- sealed: what the source held when somebody looked
        intent_hash         bytea not null, -- keyed: names the change to whoever approves it
        base_hash           bytea, -- keyed: names the base an approval is given on
        state               text not null default 'planned' check (state in ('planned', 'approved', 'sent', 'acknowledged', 'verified',
                              'unknown', 'conflict', 'rejected', 'parked', 'superseded', 'cancelled')),
        previewed_at        timestamptz,
        approved_by         text,
        approval_expires_at timestamptz,
        lease_until         timestamptz,
        fence               bigint not null default 0, -- grows with every claim; a worker that lost its lease can no longer write
        attempts            int not null default 0,
        look_again_at       timestamptz, -- an unknown message is looked up after the source's lag
        reference           text, -- the source's own id of what was done
        reason              bytea, -- sealed: why it is in this state, in words of the hub, of a person or of the source
        policy_version      int not null,
        trace_id            uuid not null,
        created_at          timestamptz not null default now(),
        changed_at          timestamptz not null default now(),
        primary key (tenant_id, id),
        unique (tenant_id, idempotency_key), -- the same change is planned once
        foreign key (tenant_id, decision_id) references decision,
        foreign key (tenant_id, connection_id) references connection,
        constraint approved_by_somebody check (state not in ('approved', 'sent') or approved_by is not null),
        constraint approved_after_a_look check (state not in ('approved', 'sent') or previewed_at is not null)
      );
      create index outbox_message_waiting on outbox_message (tenant_id, seq) where state in ('approved', 'sent', 'acknowledged', 'unknown');
      create index outbox_message_natural on outbox_message (tenant_id, connection_id, operation, natural_key);
      create index outbox_message_entity on outbox_message (tenant_id, connection_id, entity, seq);

      create function refuse_illegal_transition() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          if new.state <> 'planned' then raise exception 'an outbox message begins as planned, not %', new.state using errcode = 'PL003'; end if;
        elsif old.state <> new.state and (old.state, new.state) not in (${legal}) then
          raise exception 'an outbox message may not go from % to %', old.state, new.state using errcode = 'PL003';
        end if;
        new.changed_at := now();
        return new;
      end $$;
      create trigger legal_transition before insert or update on outbox_message for each row execute function refuse_illegal_transition();

      create table outbox_approval ( -- counted against the limit of its connection; who approved stands in the audit
        tenant_id     uuid not null references tenant,
        message_id    uuid not null,
        connection_id uuid not null,
        approved_at   timestamptz not null default clock_timestamp(),
        primary key (tenant_id, message_id, approved_at), -- a message may be approved again
        foreign key (tenant_id, message_id) references outbox_message (tenant_id, id),
        foreign key (tenant_id, connection_id) references connection
      );
      create index outbox_approval_lately on outbox_approval (tenant_id, connection_id, approved_at);

      create table delivery (
        tenant_id  uuid not null references tenant,
        at         timestamptz not null default clock_timestamp(),
        id         uuid not null,
        message_id uuid not null,
        attempt    int not null,
        step       text not null check (step in ('preview', 'send', 'find', 'read-back', 'settle')),
        outcome    text not null,
        took_ms    int not null,
        reason     bytea, -- sealed, as the message's: what was said at the time stays
        trace_id   uuid not null,
        primary key (tenant_id, at, id),
        foreign key (tenant_id, message_id) references outbox_message (tenant_id, id)
      ) partition by range (at);

      create table reconciliation_report (
        tenant_id     uuid not null references tenant,
        id            uuid not null,
        seq           bigint generated always as identity,
        totals        jsonb not null,
        accounts      jsonb not null, -- every decision and every message, each counted in one place
        previous_hash bytea,
        hash          bytea not null,
        trace_id      uuid not null,
        policy_version int not null,
        made_at       timestamptz not null default now(),
        primary key (tenant_id, id)
      );

      create table reconciliation_row (
        tenant_id     uuid not null references tenant,
        report_id     uuid not null,
        position      int not null,
        connection_id uuid not null,
        operation     text not null,
        message_id    uuid,
        reference     text,
        status        text not null check (status in ('matched', 'missing', 'drifted', 'duplicate', 'unexpected', 'unverifiable')),
        reason        bytea not null, -- sealed: may hold what the source said
        primary key (tenant_id, report_id, position),
        foreign key (tenant_id, report_id) references reconciliation_report,
        foreign key (tenant_id, message_id) references outbox_message (tenant_id, id)
      );
    `);
    await tenantTable(runner, 'outbox_message');
    for (const table of ['outbox_approval', 'delivery', 'reconciliation_report', 'reconciliation_row'])
      await tenantTable(runner, table, 'append-only');
    await monthPartitions(runner, 'delivery');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table reconciliation_row, reconciliation_report, delivery, outbox_approval, outbox_message;
      drop function refuse_illegal_transition();
    `);
  }
}
