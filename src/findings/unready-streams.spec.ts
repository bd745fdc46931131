import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant } from '../../test/a-reviewed-tenant.js';
import { asRead } from '../../test/as-read.js';
import { anActor, testDatabase } from '../../test/database.js';
import { approvePolicy } from '../policy/policy.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
beforeEach(async () => {
  tenant = await aReviewedTenant(database, envelope);
});
const run = (despite: readonly string[] = []) => tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1', despite);
const readAgain = (state: string) => asRead(database, tenant.tenantId, tenant.connectionId, state, ['goals']);
/** A connection that nobody has read yet, or that brings nothing a calibration looks at. */
const connect = (name: string, connector: string) =>
  database.owner.query(`insert into connection (tenant_id, id, name, connector, config_sealed) values ($1, $2, $3, $4, '')`, [
    tenant.tenantId,
    randomUUID(),
    name,
    connector,
  ]);

describe('a calibration waits, and changes nothing', () => {
  test.each([
    ['failed', /hr goals was not read to its end/],
    ['suspect', /hr goals is suspect/],
    ['running', /hr goals is being read, or the process that read it ended/],
  ])('while the last read of a stream it looks at is %s', async (state, said) => {
    await tenant.calibrate();
    const before = await tenant.found();
    await tenant.arrive('review', { r1: { text: 'Noor closed 14 issues in the Atlas project in March 2026.' } });
    await readAgain(state);

    await expect(run()).rejects.toThrow(said);

    expect(await tenant.found()).toEqual(before);
  });

  test('while a connection that may hold evidence was never read', async () => {
    await connect('work', 'jira');

    await expect(run()).rejects.toThrow(/work issues was never read.*sync work.*--despite work/);
  });

  test('while something that was read is not made into records', async () => {
    await database.owner.query(
      `insert into raw_record (tenant_id, connection_id, stream, run_id, key, hash, payload)
       select tenant_id, $2, 'goals', run_id, '1', '', '' from stream_run where tenant_id = $1 and stream = 'goals'`,
      [tenant.tenantId, tenant.connectionId],
    );

    await expect(run()).rejects.toThrow(/hr goals was read, and not all of it was made into records/);
  });
});

describe('a calibration goes on', () => {
  test('once the stream was read again', async () => {
    await readAgain('failed');
    await readAgain('ok');

    expect(await run()).toMatchObject({ findings: 1 });
  });

  test('beside a connection that brings nothing it looks at', async () => {
    await connect('pulse', 'qualtrics');

    expect(await run()).toMatchObject({ findings: 1 });
  });

  describe('beside a connection that is only written to', () => {
    const isTarget = (connection: string) =>
      database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) =>
        approvePolicy(tx, tenant.tenantId, { targets: { 'rating-outcome': { connection: 'hr' }, 'follow-up': { connection } } }),
      );
    beforeEach(async () => {
      await connect('work', 'jira');
      await isTarget('work');
    });

    test('and says that nothing of it was looked at', async () => {
      expect(await run()).toMatchObject({ findings: 1, onlyWrittenTo: ['work'] });
    });

    test('also when its last review is gone and that is sure', async () => {
      await run();
      await tenant.arrive('review', { r1: undefined });

      expect(await run()).toMatchObject({ findings: 0, gone: ['review'] });
    });

    test('but not once somebody began to read it', async () => {
      await database.owner.query(
        `insert into sync_run (tenant_id, id, connection_id, trace_id) select tenant_id, gen_random_uuid(), id, gen_random_uuid() from connection
         where tenant_id = $1 and name = 'work'`,
        [tenant.tenantId],
      );

      await expect(run()).rejects.toThrow(/work issues was never read/);
    });

    test('and not beside another one of its kind, which is not', async () => {
      await connect('more-work', 'jira');

      await expect(run()).rejects.toThrow(/: more-work issues was never read/);
    });
  });

  test('where somebody says so, and that is kept', async () => {
    await readAgain('failed');

    expect(await run(['hr'])).toMatchObject({ findings: 1 });

    expect(await tenant.audited('streams.disregarded')).toMatchObject([{ details: { streams: 'hr goals failed' } }]);
  });

  test('for no connection that is not there', async () => {
    await expect(run(['rh'])).rejects.toThrow('there is no connection rh; there is: hr');
  });
});
