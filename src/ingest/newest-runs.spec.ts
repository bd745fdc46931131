import { expect, test } from '@jest/globals';
import { TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { Runs } from './runs.js';

const database = testDatabase();
const envelope = anEnvelope();

test('every stream has its newest run, however many runs of others came after', async () => {
  const tenant = await aTenantReading(database, envelope);
  const runs = new Runs(database.tenancy);
  const away = () => Promise.reject(new TransientError('the source is away'));
  await tenant.syncStreams([givingPages([away], { name: 'seldom' })]);
  await tenant.sync([aPage([anEmployee('1')])]);
  await tenant.sync([aPage([anEmployee('1'), anEmployee('2')])]);

  const newest = await runs.newest(tenant.tenantId, anActor());

  expect((await runs.page(tenant.tenantId, anActor(), { limit: 2 })).runs.map(({ stream }) => stream)).not.toContain('seldom');
  expect(newest.map(({ stream, state, read }) => [stream, state, read])).toEqual([
    ['employees', 'ok', 2],
    ['seldom', 'failed', 0],
  ]);
});
