import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

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
      create index record_by_subject on record (tenant_id, subject_kind, subject_value) where superseded_at is null and person_id is null;
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

      create table employment (
        tenant_id         uuid not null references tenant,
        person_id         uuid not null,
        effective_on      date not null,
        ended_on          date,
        unit_id           uuid,
        location          text,
        level             text,
        job_title         text,
        manager_person_id uuid,
        record_id         uuid not null,
        record_version    int not null,
        learned_at        timestamptz not null default now(),
        primary key (tenant_id, person_id, effective_on, record_id),
        foreign key (tenant_id, person_id) references person,
        foreign key (tenant_id, unit_id) references unit
      );
    `);
    for (const table of ['cycle', 'record', 'unit', 'person', 'person_identifier', 'employment']) await tenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table employment, person_identifier, person, unit, record, cycle');
  }
}
