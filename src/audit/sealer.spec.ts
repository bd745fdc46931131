import { expect, test } from '@jest/globals';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { until } from '../../test/until.js';
import { recordAudit } from './audit.js';
import { startSealer } from './sealer.js';
import type { Signer } from './signing-key.js';

const database = testDatabase();
const log = { warn: () => undefined };
const signer: Signer = { keyId: 'k', publicKey: 'p', sign: () => Buffer.from('signed') };
const countOf = async (table: string, tenantId: string) => {
  const { rows } = await database.owner.query<{ n: number }>(`select count(*)::int as n from ${table} where tenant_id = $1`, [tenantId]);
  return rows[0]?.n ?? 0;
};

test('two sealers seal what is written in every tenant, sign it once a day, and end when they are closed', async () => {
  const tenants = [await aTenant(database.tenancy), await aTenant(database.tenancy)];
  const write = (tenantId: string) =>
    database.tenancy.inTenant(tenantId, anActor(), (tx) => recordAudit(tx, { event: 'test.done', subject: 'test:1' }));
  const sealers = [1, 2].map(() => startSealer({ tenancy: database.tenancy, log, signer, everyMs: 1 }));

  for (const tenantId of tenants) {
    await write(tenantId);
    await until(async () => (await countOf('audit_block', tenantId)) === 1);
    await until(async () => (await countOf('audit_checkpoint', tenantId)) === 1);
    await write(tenantId);
    await until(async () => (await countOf('audit_block', tenantId)) === 2);
  }
  for (const sealer of sealers) await sealer.close();

  for (const tenantId of tenants) {
    const { rows } = await database.owner.query<{ day: string }>(
      `select left(statement ->> 'signedAt', 10) as day from audit_checkpoint where tenant_id = $1`,
      [tenantId],
    );
    expect(new Set(rows.map(({ day }) => day)).size).toBe(rows.length); // there are two where midnight came between
  }
});

test('a sealer goes on after the database was away', async () => {
  const tenantId = await aTenant(database.tenancy);
  const warned: string[] = [];
  let away = true;
  const tenancy = {
    allTenants: () => (away ? Promise.reject(new Error('away')) : database.tenancy.allTenants()),
    inTenant: database.tenancy.inTenant.bind(database.tenancy),
  };
  await database.tenancy.inTenant(tenantId, anActor(), (tx) => recordAudit(tx, { event: 'test.done', subject: 'test:1' }));
  const sealer = startSealer({
    tenancy,
    log: { warn: (_what: unknown, event?: string) => void warned.push(event ?? '') },
    signer,
    everyMs: 1,
  });

  await until(async () => warned.length > 1);
  away = false;
  await until(async () => (await countOf('audit_block', tenantId)) === 1);
  await sealer.close();

  expect(warned).toContain('seal.failed');
});
