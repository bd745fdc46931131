import type { MigrationInterface, QueryRunner } from 'typeorm';

const COMPUTED = ['employment', 'person_identifier', 'identity_question', 'missing_set'];

/** Under which policy it was worked out who somebody is, where they were, and what is gone; of what was worked out before this was kept, nothing says it. */
export class NameThePolicy1795234500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of COMPUTED) await runner.query(`alter table ${table} add column policy_version int`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of COMPUTED) await runner.query(`alter table ${table} drop column policy_version`);
  }
}
