import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often in a row the connection of a message could not be opened: after so many times a person is asked. */
export class CountFailedOpenings1795234020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox_message add column failed_openings int not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox_message drop column failed_openings');
  }
}
