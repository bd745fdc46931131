import type { MigrationInterface, QueryRunner } from 'typeorm';
import { monthPartitions, tenantTable } from '../tenant-table.js';

/** Connections, runs and what they land: raw records, their history, quarantine. */
export class BringDataIn1795233720000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table connection (
        tenant_id     uuid not null references tenant,
        id            uuid not null,
        name          text not null,
        connector     text not null,
        config_sealed bytea not null,
        keys_mean_one_thing_in text, -- connections of one connector that say the same here may read the same records
        writes        text not null default 'on' check (writes in ('on', 'stopped')), -- the kill switch
        created_at    timestamptz not null default now(),
        primary key (tenant_id, id),
        unique (tenant_id, name)
      );

      create table sync_run (
        tenant_id     uuid not null references tenant,
        id            uuid not null,
        connection_id uuid not null,
        trace_id      uuid not null,
        started_at    timestamptz not null default now(),
        ended_at      timestamptz,
        primary key (tenant_id, id),
        foreign key (tenant_id, connection_id) references connection
      );

      create table stream_run (
        tenant_id    uuid not null references tenant,
        run_id       uuid not null,
        stream       text not null,
        state        text not null default 'running' check (state in ('running', 'ok', 'suspect', 'failed')),
        believed     boolean not null default false, -- read to its end and not doubted: only then is what it landed used
        read         int not null default 0,
        landed       int not null default 0,
        unchanged    int not null default 0,
        quarantined  int not null default 0,
        duplicate    int not null default 0,
        source_total int, -- what the source said it would give
        policy_version int, -- under which it was judged
        -- What came since the read began, in this run or in the ones it goes on from; by that the stream is judged.
        whole        boolean not null, -- it began at the beginning: everything is in it, not only what changed
        seen         int not null default 0,
        fill         jsonb not null default '{}', -- per requested field, how many of them carried it
        news         int not null default 0, -- of these, the ones that were not known just so
        news_fill    jsonb not null default '{}',
        notes        jsonb not null default '[]', -- what a person should know, in words
        doubted      text[] not null default '{}', -- of that, what a person may accept because it is meant
        accepted_at  timestamptz, -- and did
        accepted_by  text,
        accepted_why bytea, -- sealed
        started_at   timestamptz not null default now(),
        ended_at     timestamptz,
        primary key (tenant_id, run_id, stream),
        foreign key (tenant_id, run_id) references sync_run,
        constraint every_record_is_accounted_for check (state in ('running', 'failed') or read = landed + unchanged + quarantined + duplicate)
      );
      create index stream_run_not_believed on stream_run (tenant_id, stream) where not believed;

      create table stream_state (
        tenant_id     uuid not null references tenant,
        connection_id uuid not null,
        stream        text not null,
        checkpoint    jsonb,
        run_id        uuid, -- the run that moved it last
        usual         jsonb, -- what the stream looks like, from all that was believed of it
        settings      bytea, -- of where and what is read: the checkpoint is true under these alone
        is_anew       boolean not null default false, -- they changed, and no full read under them has been believed yet
        primary key (tenant_id, connection_id, stream),
        foreign key (tenant_id, connection_id) references connection
      );

      create table raw_record (
        tenant_id     uuid not null references tenant,
        connection_id uuid not null,
        stream        text not null,
        key           text not null,
        hash          bytea not null,
        payload       bytea not null, -- sealed
        run_id        uuid not null, -- who answers for this version: the run that landed it, or a later one that took it over
        changed_at    timestamptz not null default now(),
        deleted_at    timestamptz,
        kept_at       timestamptz, -- it did not come any more, and a person said that it is not gone
        mapped_hash   bytea, -- the version the canonical record was made from
        mapped_as     text,  -- and by which mapping
        primary key (tenant_id, connection_id, stream, key),
        foreign key (tenant_id, connection_id) references connection
      );
      create index raw_record_unmapped on raw_record (tenant_id, connection_id, stream) where mapped_hash is distinct from hash;

      create table raw_history (
        tenant_id     uuid not null references tenant,
        at            timestamptz not null default now(),
        connection_id uuid not null,
        stream        text not null,
        key           text not null,
        hash          bytea not null,
        payload       bytea not null,
        run_id        uuid not null,
        seq           bigint generated always as identity,
        primary key (tenant_id, at, seq)
      ) partition by range (at);

      -- What became of each key in a run. Counting is counting these rows; the sweep for deletions reads them too.
      create table run_record (
        tenant_id uuid not null references tenant,
        run_id    uuid not null,
        stream    text not null,
        key       text not null,
        fitted    text check (fitted in ('landed', 'unchanged')), -- what became of the last that fitted; null where none did
        waits     boolean not null, -- the last one does not fit, and went into quarantine
        times     int not null check (times > 0), -- how often the key came in this run
        primary key (tenant_id, run_id, stream, key),
        foreign key (tenant_id, run_id) references sync_run,
        check (waits or fitted is not null),
        check (waits::int + num_nonnulls(fitted) <= times)
      );

      -- What a complete read did not bring any more, and what became of it. Too many wait for a person.
      create table missing_set (
        tenant_id     uuid not null references tenant,
        id            uuid not null,
        connection_id uuid not null,
        stream        text not null,
        run_id        uuid not null, -- the last complete read that found exactly these missing
        state         text not null default 'waiting' check (state in ('waiting', 'swept', 'confirmed', 'kept', 'superseded')),
        keys          text[] not null,
        known         int not null, -- records of the stream then, these among them
        found_at      timestamptz not null default now(),
        settled_at    timestamptz,
        settled_by    text,
        reason        bytea, -- sealed: why somebody said so
        primary key (tenant_id, id),
        foreign key (tenant_id, connection_id) references connection,
        foreign key (tenant_id, run_id) references sync_run,
        check ((state = 'waiting') = (settled_at is null))
      );
      create unique index missing_set_waiting on missing_set (tenant_id, connection_id, stream) where state = 'waiting';
      create index missing_set_swept on missing_set (tenant_id, connection_id, stream, settled_at) where state = 'swept';

      create table quarantined_record (
        tenant_id      uuid not null references tenant,
        id             uuid not null default gen_random_uuid(), -- by which a person names it
        connection_id  uuid not null,
        stream         text not null,
        key            text not null,
        run_id         uuid not null,
        reason_code    text not null,
        path           text not null,
        reason         text not null,
        payload        bytea not null, -- sealed
        hash           bytea not null, -- of the payload
        quarantined_at timestamptz not null default now(),
        released_at    timestamptz,
        dismissed_hash bytea, -- as it was when somebody said that it needs no looking at
        dismissed_by   text,
        dismissal      bytea, -- sealed: why they said so
        primary key (tenant_id, connection_id, stream, key),
        unique (tenant_id, id),
        foreign key (tenant_id, connection_id) references connection
      );
      create index quarantined_record_waiting on quarantined_record (tenant_id, quarantined_at, id) where released_at is null;
    `);
    for (const table of [
      'connection',
      'sync_run',
      'stream_run',
      'stream_state',
      'raw_record',
      'run_record',
      'missing_set',
      'quarantined_record',
    ])
      await tenantTable(runner, table);
    await tenantTable(runner, 'raw_history', 'append-only');
    await monthPartitions(runner, 'raw_history');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table quarantined_record, missing_set, run_record, raw_history, raw_record, stream_state, stream_run, sync_run, connection;
    `);
  }
}
