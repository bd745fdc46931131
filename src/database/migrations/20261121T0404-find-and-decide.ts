import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** What the gate let out, what the pipelines found, and what people decided. */
export class FindAndDecide1795233840000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table release (
        tenant_id      uuid not null references tenant,
        id             uuid not null,
        cycle_id       uuid not null,
        kind           text not null,
        asked          text not null, -- what was asked for, and the thresholds it was answered under; nothing about the answer
        body           bytea not null, -- sealed
        slices_shown   int not null,
        slices_hidden  int not null,
        policy_version int not null,
        trace_id       uuid not null,
        released_at    timestamptz not null default now(),
        primary key (tenant_id, id),
        unique (tenant_id, cycle_id, kind, asked),
        foreign key (tenant_id, cycle_id) references cycle
      );

      create table privacy_ledger (
        tenant_id  uuid not null references tenant,
        release_id uuid not null,
        position   int not null,
        cycle_id   uuid not null,
        measure    text not null, -- which figures of the set were shown: the slice, or one item of it
        members    bytea not null, -- sealed: pseudonyms of the respondents whose sum was let out
        written_at timestamptz not null default now(),
        primary key (tenant_id, release_id, position),
        foreign key (tenant_id, release_id) references release,
        foreign key (tenant_id, cycle_id) references cycle
      );

      create table finding (
        tenant_id         uuid not null references tenant,
        id                uuid not null, -- made from what was found, so that a second run finds the same row
        pipeline          text not null,
        pipeline_version  int not null,
        kind              text not null,
        cycle_id          uuid not null,
        subject_person_id uuid,
        body              bytea not null, -- sealed: sentences with verdicts
        evidence          jsonb not null, -- [{id, version}] of records, or {release} of what the gate let out
        confidence        numeric not null check (confidence between 0 and 1),
        engine            text not null,
        policy_version    int not null,
        trace_id          uuid not null,
        created_at        timestamptz not null default now(),
        primary key (tenant_id, id),
        foreign key (tenant_id, cycle_id) references cycle,
        foreign key (tenant_id, subject_person_id) references person,
        constraint a_finding_has_evidence check (jsonb_array_length(evidence) > 0)
      );

      create table review_case (
        tenant_id  uuid not null references tenant,
        id         uuid not null,
        kind       text not null,
        finding_id uuid,
        subject    text not null, -- what it is about, in ids: finding:…, quarantine:…, stream:…, message:…
        role       text not null, -- who it is routed to
        state      text not null default 'open' check (state in ('open', 'decided', 'superseded')),
        due_at     timestamptz not null,
        policy_version int not null,
        trace_id   uuid not null,
        opened_at  timestamptz not null default now(),
        primary key (tenant_id, id),
        unique (tenant_id, kind, subject),
        foreign key (tenant_id, finding_id) references finding
      );

      create table decision (
        tenant_id      uuid not null references tenant,
        id             uuid not null,
        case_id        uuid not null,
        version        int not null,
        decision       text not null check (decision in ('approve', 'edit', 'reject', 'override', 'return')),
        reviewer_kind  text not null,
        reviewer_id    text not null,
        reason_code    text not null,
        reason         text not null check (length(trim(reason)) > 0),
        content        bytea not null, -- sealed: before, after, evidence that was on screen
        policy_version int not null,
        trace_id       uuid not null,
        decided_at     timestamptz not null default now(),
        primary key (tenant_id, id),
        unique (tenant_id, case_id, version),
        foreign key (tenant_id, case_id) references review_case
      );
    `);
    for (const table of ['release', 'finding', 'review_case']) await tenantTable(runner, table);
    for (const table of ['privacy_ledger', 'decision']) await tenantTable(runner, table, 'append-only');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table decision, review_case, finding, privacy_ledger, release');
  }
}
