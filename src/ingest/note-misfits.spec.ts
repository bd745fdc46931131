import { beforeEach, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { testDatabase } from '../../test/database.js';
import { anEmployee } from '../../test/scripted-source.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const unusable = (eeid: string) => anEmployee(eeid, { firstName: 'x\u0000' });

test('what the mapping cannot use is said apart from what stays in use as it was', async () => {
  await tenant.sync([aPage([anEmployee('1'), anEmployee('2')])]);

  const report = await tenant.sync([aPage([anEmployee('1'), unusable('2'), unusable('3')])]);

  expect(report.notes).toEqual([
    'of 2 records that landed, the mapping could not use what came: 1 made nothing that can be used, 1 stays in use as before; see them with: npm run plumbline -- quarantine list',
  ]);
  expect(await tenant.waiting()).toMatchObject([{ key: '2' }, { key: '3' }]);
});

test('of what was never in use nothing is said to stay', async () => {
  expect((await tenant.sync([aPage([unusable('1')])])).notes).toEqual([
    'of 1 record that landed, the mapping could not use what came: 1 made nothing that can be used; see them with: npm run plumbline -- quarantine list',
  ]);
});
