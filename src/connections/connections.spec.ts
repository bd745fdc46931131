import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forBamboohr } from '../../simulators/company/for-bamboohr.js';
import { generateCompany } from '../../simulators/company/company.js';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { Connections, type NewConnection } from './connections.js';

const database = testDatabase();
const envelope = anEnvelope();
const KEY = '0123456789abcdef0123456789abcdef01234567';
const actor = anActor();
let vendor: RunningSimulator;
let connections: Connections;
let tenantId: string;
beforeAll(async () => {
  vendor = await startBamboohr({ seed: forBamboohr(generateCompany()), apiKey: KEY, port: 0 });
});
afterAll(() => vendor.close());
beforeEach(async () => {
  tenantId = await aTenant(database.tenancy);
  connections = new Connections(database.tenancy, envelope);
});

const aConfig = (fields: Readonly<Record<string, unknown>> = {}) => ({ subdomain: 'acme', apiKey: KEY, url: vendor.url, ...fields });
const add = (config: unknown, wanted: Partial<NewConnection> = {}) =>
  connections.add(tenantId, actor, { name: 'hr', connector: 'bamboohr', config, ...wanted }, new AbortController().signal);
const configOf = async () => {
  const { id } = await connections.named(tenantId, actor, 'hr');
  return (await connections.open(tenantId, actor, id, new AbortController().signal)).connection.config;
};

test('a connection is there once its source has answered', async () => {
  await add(aConfig());

  expect(await configOf()).toMatchObject({ subdomain: 'acme', apiKey: KEY });
});

describe('where the source does not answer', () => {
  test('no connection is made', async () => {
    await expect(add(aConfig({ apiKey: '0'.repeat(40) }))).rejects.toThrow(/401.*check the key/);

    expect(await connections.list(tenantId, actor)).toEqual([]);
  });

  test('the one that worked is kept as it was', async () => {
    await add(aConfig());

    await expect(add(aConfig({ apiKey: '0'.repeat(40) }))).rejects.toThrow(/401/);

    expect(await configOf()).toMatchObject({ apiKey: KEY });
  });
});

test.each([
  ['a setting there is not', { foo: 1 }, /there is no setting foo here; there is: subdomain, apiKey, url/],
  ['a setting inside there is not', { custom: { tables: 'x' } }, /custom: there is no setting tables here; there is: reviewsTable/],
  ['an address that is a file', { url: 'file:///etc/passwd' }, /url: an address that begins with https/],
])('%s is asked wrongly', async (_what, fields, message) => {
  await expect(add(aConfig(fields))).rejects.toMatchObject({ name: 'AskedWronglyError', message: expect.stringMatching(message) });
});

test('a path that was given from where somebody stood names the same file wherever it is read', async () => {
  const stood = process.cwd();
  await connections.configure(tenantId, actor, { name: 'hr', connector: 'files', config: { path: 'examples/pulse-survey.csv' } });

  process.chdir(tmpdir());
  const config = await configOf().finally(() => process.chdir(stood));

  expect(config).toMatchObject({ path: join(stood, 'examples/pulse-survey.csv') });
});

test('a name that is none is asked wrongly', async () => {
  await expect(add(aConfig(), { name: 'H R' })).rejects.toMatchObject({
    name: 'AskedWronglyError',
    message: expect.stringMatching(/^name: lower-case/),
  });
});

describe('another company under the same name', () => {
  test('is let in while nothing was read or written', async () => {
    await add(aConfig());

    await add(aConfig({ subdomain: 'umbra' }));

    expect(await configOf()).toMatchObject({ subdomain: 'umbra' });
  });

  test('is refused once something was read, and another key or address of the same is not', async () => {
    const { id } = await add(aConfig());
    await database.tenancy.inTenant(tenantId, actor, (tx) =>
      tx.query('insert into sync_run (tenant_id, id, connection_id, trace_id) values ($1, $2, $3, $4)', [
        tenantId,
        randomUUID(),
        id,
        randomUUID(),
      ]),
    );

    await expect(add(aConfig({ subdomain: 'umbra' }))).rejects.toThrow(
      /used with acme of BambooHR.*nothing was changed. Add umbra under another name/,
    );
    await expect(
      connections.configure(tenantId, actor, { name: 'hr', connector: 'bamboohr', config: aConfig({ subdomain: 'umbra' }) }),
    ).rejects.toThrow(/used with acme/);
    await add(aConfig({ longestInFlightMs: 5 }));

    expect(await configOf()).toMatchObject({ subdomain: 'acme', longestInFlightMs: 5 });
  });
});
