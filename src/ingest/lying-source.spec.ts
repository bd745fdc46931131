import { beforeEach, expect, test } from '@jest/globals';
import { goals } from '../../connectors/bamboohr/streams/tables.js';
import { TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const theNext = { ...givingPages([aPage([])]), name: goals.name };

test('a source that promises more records than can be counted is doubted, and its other streams are read', async () => {
  const promising = givingPages([aPage([anEmployee('1')], { total: 9_999_999_999 })]);

  const reports = await tenant.syncStreams([promising, theNext]);

  expect(reports).toMatchObject([
    { stream: 'employees', state: 'suspect', notes: ['the source promised 9999999999 records and gave 1'] },
    { stream: 'goals', state: 'ok' },
  ]);
});

test('what a source says that no database keeps is kept without that, and its other streams are read', async () => {
  const failing = givingPages([async () => Promise.reject(new TransientError('the export failed (request a\u0000b)'))]);

  const reports = await tenant.syncStreams([failing, theNext]);

  expect(reports).toMatchObject([
    { stream: 'employees', state: 'failed', notes: ['the export failed (request ab)'] },
    { stream: 'goals', state: 'ok' },
  ]);
});
