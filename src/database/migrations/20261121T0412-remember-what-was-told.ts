import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether whoever looked at a message last was told that what it was decided on holds no more: an approval by who was not is none. */
export class RememberWhatWasTold1795234320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox_message add column ground_told boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox_message drop column ground_told');
  }
}
