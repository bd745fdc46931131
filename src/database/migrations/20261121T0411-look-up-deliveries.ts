import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a message has been through is asked for each message that is listed, carried or approved: without an index each time of all deliveries there ever were. */
export class LookUpDeliveries1795234260000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index delivery_of_message on delivery (tenant_id, message_id, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index delivery_of_message');
  }
}
