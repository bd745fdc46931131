import { expect, test } from '@jest/globals';
import { Client } from 'pg';
import { anActor, aTenant, testDatabase } from '../../test/database.js';
import { until } from '../../test/until.js';
import { firstRow } from './rows.js';
import { DatabaseAway, orAway } from './database-away.js';
import { z } from 'zod';

const database = testDatabase();
const one = z.object({ one: z.number() });

const isConnected = async (pid: number) =>
  (await database.owner.query('select 1 from pg_stat_activity where pid = $1', [pid])).rows.length > 0;

test.each([
  ['at once', async () => undefined],
  ['once the pool has noticed', async (pid: number) => until(async () => !(await isConnected(pid)))],
] as const)(
  'a line that breaks in a transaction is told as such when it is used %s, and the next transaction has another',
  async (_when, noticed) => {
    const tenantId = await aTenant(database.tenancy);

    const broken = database.tenancy.inTenant(tenantId, anActor(), async (tx) => {
      const { pid } = (await firstRow(tx, z.object({ pid: z.number() }), 'select pg_backend_pid() as pid')) ?? { pid: 0 };
      await database.owner.query('select pg_terminate_backend($1)', [pid]);
      await noticed(pid);
      await tx.query('select 1');
    });

    await expect(broken).rejects.toThrow(DatabaseAway);
    await expect(broken).rejects.not.toThrow(/query runner/); // whoever reads it knows of none
    expect(await database.tenancy.inTenant(tenantId, anActor(), (tx) => firstRow(tx, one, 'select 1 as one'))).toEqual({ one: 1 });
  },
);

test('a server that is not there is told as such', async () => {
  const nobody = new Client({ host: '127.0.0.1', port: 1 });

  await expect(orAway(() => nobody.connect())).rejects.toThrow(DatabaseAway);
});

test('a statement that is wrong is not', async () => {
  const tenantId = await aTenant(database.tenancy);

  const wrong = database.tenancy.inTenant(tenantId, anActor(), (tx) => tx.query('select nothing'));

  await expect(wrong).rejects.toThrow(/does not exist/);
  await expect(wrong).rejects.not.toThrow(DatabaseAway);
});
