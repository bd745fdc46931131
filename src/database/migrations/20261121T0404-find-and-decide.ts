import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';
import { CASE_TRANSITIONS_AT_CREATION } from './case-transitions.js';

const legal = Object.entries(CASE_TRANSITIONS_AT_CREATION)
  .flatMap(([from, targets]) => targets.map((to) => `('${from}','${to}')`))
  .join(',');

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
        respondents    bytea not null, -- sealed: pseudonyms of all whose answers it was decided on, to tell surveys that share some
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
        measure    text not null, -- which figures of the group were shown: that it was counted, or one question, by a name that leads nowhere
        told       bytea not null, -- sealed: pseudonyms of the respondents whose sum was let out, and within which limits
        written_at timestamptz not null default now(),
        primary key (tenant_id, release_id, position),
        foreign key (tenant_id, release_id) references release,
        foreign key (tenant_id, cycle_id) references cycle
      );

      create table finding (
        tenant_id         uuid not null references tenant,
        id                uuid not null,
        pipeline          text not null,
        pipeline_version  int not null,
        kind              text not null,
        cycle_id          uuid not null,
        about             text not null, -- with pipeline, kind and cycle: the matter, the same however often its evidence changes
        basis             bytea not null, -- keyed hash of what is found and the versions it rests on: another one is another finding
        subject_person_id uuid,
        body              bytea not null, -- sealed: sentences with verdicts
        evidence          jsonb not null, -- [{id, version}] of records, or {release} of what the gate let out
        inputs            jsonb, -- what it was computed from: of each part, how much, and a keyed hash; null where that never changes
        confidence        numeric not null check (confidence between 0 and 1),
        engine            text not null,
        policy_version    int not null,
        trace_id          uuid not null,
        created_at        timestamptz not null default now(),
        superseded_at     timestamptz, -- since when it holds no more
        superseded_by     uuid, -- the finding that took its place; null where the matter is no longer found
        primary key (tenant_id, id),
        foreign key (tenant_id, cycle_id) references cycle,
        foreign key (tenant_id, subject_person_id) references person,
        foreign key (tenant_id, superseded_by) references finding deferrable initially deferred,
        constraint a_finding_has_evidence check (jsonb_array_length(evidence) > 0),
        check (superseded_by is null or superseded_at is not null)
      );
      create unique index finding_that_holds on finding (tenant_id, pipeline, cycle_id, kind, about) where superseded_at is null;
      create index finding_by_age on finding (tenant_id, created_at, id);
      create index finding_of_matter on finding (tenant_id, pipeline, cycle_id, kind, about);

      create table finding_run (
        tenant_id uuid not null references tenant,
        pipeline  text not null,
        cycle_id  uuid not null,
        kept      bigint not null, -- runs kept so far: one that read before the latest of them was kept knows too little to be kept
        primary key (tenant_id, pipeline, cycle_id),
        foreign key (tenant_id, cycle_id) references cycle
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
      create index review_case_by_due on review_case (tenant_id, due_at, id);
      create index review_case_of_finding on review_case (tenant_id, finding_id);

      create function refuse_illegal_case_transition() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          if new.state <> 'open' then raise exception 'a case begins as open, not %', new.state using errcode = 'PL004'; end if;
        elsif old.state <> new.state and (old.state, new.state) not in (${legal}) then
          raise exception 'a case may not go from % to %', old.state, new.state using errcode = 'PL004';
        end if;
        return new;
      end $$;
      create trigger legal_transition before insert or update on review_case for each row execute function refuse_illegal_case_transition();

      create table decision (
        tenant_id      uuid not null references tenant,
        id             uuid not null,
        case_id        uuid not null,
        version        int not null,
        decision       text not null check (decision in ('approve', 'edit', 'reject', 'override', 'return')),
        reviewer_kind  text not null,
        reviewer_id    text not null,
        reason_code    text not null,
        reason         bytea not null check (length(reason) > 0), -- sealed
        content        bytea not null, -- sealed: what it was changed to, the finding as it stood, the evidence that was on screen
        policy_version int not null,
        trace_id       uuid not null,
        decided_at     timestamptz not null default now(),
        primary key (tenant_id, id),
        unique (tenant_id, case_id, version),
        foreign key (tenant_id, case_id) references review_case
      );
    `);
    for (const table of ['release', 'finding', 'finding_run', 'review_case']) await tenantTable(runner, table);
    for (const table of ['privacy_ledger', 'decision']) await tenantTable(runner, table, 'append-only');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table decision, review_case, finding_run, finding, privacy_ledger, release;
      drop function refuse_illegal_case_transition();
    `);
  }
}
