import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With whose eyes a stream was read last: what another user does not see is not gone for that. */
export class TellWhoReads1795234380000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table stream_state add column as_whom bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table stream_state drop column as_whom');
  }
}
