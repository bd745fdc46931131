import { DataSource, type Logger } from 'typeorm';
import { type Migration, noting, refuseOtherVersion } from './applied-migrations.js';
import { AcceptWhatStands1795233960000 } from './migrations/20261121T0406-accept-what-stands.js';
import { AskAcrossTenants1795233660000 } from './migrations/20261121T0401-ask-across-tenants.js';
import { BeginMonthsInUtc1795234440000 } from './migrations/20261121T0414-begin-months-in-utc.js';
import { NameThePolicy1795234500000 } from './migrations/20261121T0415-name-the-policy.js';
import { BringDataIn1795233720000 } from './migrations/20261121T0402-bring-data-in.js';
import { CountFailedOpenings1795234020000 } from './migrations/20261121T0407-count-failed-openings.js';
import { FindAndDecide1795233840000 } from './migrations/20261121T0404-find-and-decide.js';
import { KnowPeopleAndRecords1795233780000 } from './migrations/20261121T0403-know-people-and-records.js';
import { LayTheGround1795233600000 } from './migrations/20261121T0400-lay-the-ground.js';
import { LookUpDeliveries1795234260000 } from './migrations/20261121T0411-look-up-deliveries.js';
import { RememberWhatWasTold1795234320000 } from './migrations/20261121T0412-remember-what-was-told.js';
import { SealTheAudit1795234200000 } from './migrations/20261121T0410-seal-the-audit.js';
import { TellWhoReads1795234380000 } from './migrations/20261121T0413-tell-who-reads.js';
import { withoutPassword } from './without-password.js';
import { WriteBackAndReconcile1795233900000 } from './migrations/20261121T0405-write-back-and-reconcile.js';

/** In the order they run. A merged migration is never edited. */
const migrations: readonly Migration[] = [
  LayTheGround1795233600000,
  AskAcrossTenants1795233660000,
  BringDataIn1795233720000,
  KnowPeopleAndRecords1795233780000,
  FindAndDecide1795233840000,
  WriteBackAndReconcile1795233900000,
  AcceptWhatStands1795233960000,
  CountFailedOpenings1795234020000,
  SealTheAudit1795234200000,
  LookUpDeliveries1795234260000,
  RememberWhatWasTold1795234320000,
  TellWhoReads1795234380000,
  BeginMonthsInUtc1795234440000,
  NameThePolicy1795234500000,
];

const MIGRATION_LOCK = 7_120_941; // any number, the same in every process

/** What TypeORM would print on standard output, which is the machine's: a migration that fails is told by what it throws. */
const silent: Logger = {
  logQuery() {},
  logQueryError() {},
  logQuerySlow() {},
  logSchemaBuild() {},
  logMigration() {},
  log() {},
};

export interface AroundMigrations {
  /** Has its say before anything is written. */
  before?(): Promise<void>;
  /** Ends what belongs to it before anybody else may begin. */
  after?(): Promise<void>;
}

/**
 * Brings the database to the newest schema; several processes may ask at once, and come one after the other.
 * @throws Error in words where another version has been at it.
 */
export async function migrate(ownerUrl: string, { before, after }: AroundMigrations = {}): Promise<void> {
  await withOwner(ownerUrl, async (owner) => {
    await refuseOtherVersion(owner, migrations, withoutPassword(ownerUrl));
    await before?.();
    await owner.runMigrations({ transaction: 'each' });
    await after?.();
  });
}

/** Takes every migration back, newest first. */
export async function unmigrate(ownerUrl: string): Promise<void> {
  await withOwner(ownerUrl, async (owner) => {
    for (const _migration of migrations) await owner.undoLastMigration({ transaction: 'each' });
  });
}

async function withOwner<Result>(ownerUrl: string, work: (owner: DataSource) => Promise<Result>): Promise<Result> {
  const owner = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: migrations.map(noting),
    migrationsTableName: 'migration',
    logger: silent,
    extra: { max: 2 },
  });
  await owner.initialize();
  const lock = owner.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(owner);
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await lock.release();
    await owner.destroy();
  }
}
