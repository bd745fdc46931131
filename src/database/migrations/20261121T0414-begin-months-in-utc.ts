import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of which month a partition is, in which time zone that begins, and which troubles leave its rows with the rest. */
const monthsMade = (settings: string, troubles: string): string => `
  create or replace function make_month_partitions() returns void language plpgsql security definer set search_path = public, pg_temp ${settings} as $$
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
        exception when ${troubles} then null; -- rows of that month lie with the rest; they are found there
        end;
      end loop;
    end loop;
  end $$`;

/**
 * Months begin in UTC, whatever time zone the server keeps: on a server of another, or after somebody set another, a new month overlapped
 * the one before it, and the hub did not start. One that overlaps what was made before stays with the rest.
 */
export class BeginMonthsInUtc1795234440000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(monthsMade(`set timezone = 'UTC'`, 'check_violation or invalid_object_definition'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(monthsMade('', 'check_violation'));
  }
}
