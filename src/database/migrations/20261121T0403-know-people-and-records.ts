import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HUB_ROLE, tenantTable } from '../tenant-table.js';

/** Canonical records with their versions, the people and units in them, and the cycles they belong to. */
export class KnowPeopleAndRecords1795233780000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cycle (
        tenant_id  uuid not null references tenant,
        id         uuid not null,
        kind       text not null check (kind in ('survey', 'review')),
        key        text not null, -- the source's own name of it
        label      text not null,
        opens_on   date,
        closes_on  date,
        thresholds jsonb, -- of a survey, frozen when it was launched
        frozen     bytea, -- sealed: which versions of which answers its releases are made of, from the first release on
        primary key (tenant_id, id),
        unique (tenant_id, kind, key)
      );

      create table record (
        tenant_id      uuid not null references tenant,
        id             uuid not null,
        version        int not null check (version > 0),
        kind           text not null,
        connection_id  uuid not null,
        stream         text not null,
        raw_key        text not null,
        mapping        text not null, -- name and version of the mapping that made it
        body           bytea not null, -- sealed
        body_hash      bytea not null,
        subject_kind   text, -- whose it is, as the source names them
        subject_value  text,
        person_id      uuid, -- and who that is, once somebody knows
        cycle_id       uuid,
        occurred_on    date,
        policy_version int not null,
        trace_id       uuid not null,
        created_at     timestamptz not null default now(),
        superseded_at  timestamptz,
        primary key (tenant_id, id, version),
        foreign key (tenant_id, connection_id) references connection,
        foreign key (tenant_id, cycle_id) references cycle
      );
      create unique index record_current on record (tenant_id, id) where superseded_at is null;
      create index record_by_kind on record (tenant_id, kind, cycle_id) where superseded_at is null;
      create index record_by_raw on record (tenant_id, connection_id, stream, raw_key) where superseded_at is null;
      create index record_by_subject on record (tenant_id, subject_kind, subject_value) where superseded_at is null and subject_kind is not null;
      create index record_by_person on record (tenant_id, person_id, kind) where superseded_at is null;

      create table unit (
        tenant_id uuid not null references tenant,
        id        uuid not null,
        name      text not null,
        kind      text not null check (kind in ('division', 'department', 'team')),
        parent_id uuid,
        primary key (tenant_id, id),
        foreign key (tenant_id, parent_id) references unit
      );

      create table person (
        tenant_id    uuid not null references tenant,
        id           uuid not null,
        display_name text not null,
        work_email   text,
        created_at   timestamptz not null default now(),
        primary key (tenant_id, id)
      );

      create table person_identifier (
        tenant_id  uuid not null references tenant,
        kind       text not null, -- bamboohr.employee@acme, employee-number, work-email, jira.account, survey.participant
        value      text not null,
        person_id  uuid not null,
        source     text not null, -- the connection or rule it was learned from
        valid_from date not null default '-infinity',
        valid_to   date not null default 'infinity',
        primary key (tenant_id, kind, value, valid_from),
        foreign key (tenant_id, person_id) references person,
        check (valid_from < valid_to)
      );
      create index person_identifier_of on person_identifier (tenant_id, person_id);

      -- What the sources' present person records say: whoever they are about goes by these identifiers.
      create table identifier_claim (
        tenant_id uuid not null references tenant,
        record_id uuid not null,
        kind      text not null,
        value     text not null,
        person_id uuid not null,
        active    boolean not null, -- whether they work there now, as that record says
        primary key (tenant_id, record_id, kind, value),
        foreign key (tenant_id, person_id) references person
      );
      create index identifier_claim_on on identifier_claim (tenant_id, kind, value);
      create index identifier_claim_of on identifier_claim (tenant_id, person_id);

      -- What only a person can say: who somebody is, or whose an identifier is that two people have had. Until then it is nobody's.
      create table identity_question (
        tenant_id      uuid not null references tenant,
        id             uuid not null,
        about          text not null check (about in ('record', 'identifier')),
        record_id      uuid, -- of a person record
        record_version int,
        kind           text,
        value          text,
        round          int not null check (round > 0), -- asked so often
        people         uuid[] not null, -- who it may be
        claimants      uuid[] not null default '{}', -- of an identifier: who goes by it as the sources say now
        held           jsonb not null default '[]', -- of an identifier: whose it was, and when, before it was asked
        before         jsonb not null default '[]', -- of a record: what the identifiers were that it claims since it was answered
        on_request     boolean not null default false, -- asked again by a person, and not taken back by the hub
        state          text not null default 'open' check (state in ('open', 'answered', 'withdrawn')),
        trace_id       uuid not null,
        asked_at       timestamptz not null default now(),
        closed_at      timestamptz,
        primary key (tenant_id, id),
        check (record_id is null or (about = 'record' and record_version is not null)),
        check (about <> 'identifier' or (kind is not null and value is not null)),
        check ((state = 'open') = (closed_at is null))
      );
      create unique index identity_question_of_record on identity_question (tenant_id, record_id, round) where about = 'record';
      create unique index identity_question_of_identifier on identity_question (tenant_id, kind, value, round) where about = 'identifier';

      create table employment (
        tenant_id         uuid not null references tenant,
        person_id         uuid not null,
        effective_on      date not null,
        is_dated          boolean not null, -- it holds from that day on; else it is how things stood when it was read
        known_on          date not null, -- from which day on it is known to hold: that one, or the one it was read on
        ended_on          date,
        unit_id           uuid,
        location          text,
        level             text,
        job_title         text,
        manager_person_id uuid,
        record_id         uuid not null,
        record_version    int not null,
        learned_at        timestamptz not null default now(),
        primary key (tenant_id, person_id, record_id, record_version),
        foreign key (tenant_id, person_id) references person,
        foreign key (tenant_id, unit_id) references unit
      );
      create index employment_of_record on employment (tenant_id, record_id, record_version);
    `);
    const tables = ['cycle', 'record', 'unit', 'person', 'person_identifier', 'identifier_claim', 'identity_question', 'employment'];
    for (const table of tables) await tenantTable(runner, table);
    await runner.query(`
      -- Of a table that was just filled the planner knows nothing until somebody counts, and the hub owns none it may count.
      create function refresh_statistics() returns void language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        analyze raw_record, run_record, record, identifier_claim, person_identifier, employment;
      end $$;
      revoke all on function refresh_statistics() from public;
      grant execute on function refresh_statistics() to ${HUB_ROLE};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function refresh_statistics()');
    await runner.query('drop table employment, identity_question, identifier_claim, person_identifier, person, unit, record, cycle');
  }
}
