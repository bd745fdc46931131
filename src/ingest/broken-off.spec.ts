import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { testHub } from '../../test/hub.js';
import { Connections } from '../connections/connections.js';
import { Ingest, type SyncOptions } from './ingest.js';

const database = testDatabase();
const hub = testHub(database);
let folder: string;
let path: string;
let tenantId: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broken-off-'));
  path = join(folder, 'people.csv');
  tenantId = await aTenant(database.tenancy);
  await hub.get(Connections).configure(tenantId, anActor(), { name: 'drop', connector: 'files', config: { path, keyColumn: 'id' } });
});
afterEach(() => rm(folder, { recursive: true }));

const aFileOf = (count: number, name: string) =>
  writeFile(path, `id,x\n${Array.from({ length: count }, (_, index) => `${name}${index},x\n`).join('')}`);
const sync = async (options: SyncOptions = {}) =>
  (await hub.get(Ingest).sync(tenantId, anActor(), 'drop', { stream: 'rows', ...options }))[0];
const cancelledAfterAPage = () => {
  const stopping = new AbortController();
  return sync({ signal: stopping.signal, progress: () => stopping.abort(new Error('enough')) });
};
/** What is there, and was brought by runs that are believed. */
const used = async () =>
  (
    await database.owner.query<{ key: string }>(
      `select key from raw_record r where tenant_id = $1 and deleted_at is null
         and exists (select from stream_run s where s.run_id = r.run_id and s.stream = r.stream and s.believed) order by key`,
      [tenantId],
    )
  ).rows.map(({ key }) => key);

test('what a read brought that broke off is not used once another file lies in its place', async () => {
  await aFileOf(3000, 'old');
  expect(await cancelledAfterAPage()).toMatchObject({ state: 'failed', read: 1000 });
  await aFileOf(2, 'new');

  expect(await sync()).toMatchObject({ state: 'ok', read: 2, landed: 2 });

  expect(await used()).toEqual(['new0', 'new1']);
});

test('a read that broke off is gone on with while the file is the same', async () => {
  await aFileOf(1500, 'old');
  await cancelledAfterAPage();

  expect(await sync()).toMatchObject({ state: 'ok', read: 500, landed: 500 });

  expect(await used()).toHaveLength(1500);
});

test('what an earlier file brought that was read to its end stays in use beside a file of what is new', async () => {
  await aFileOf(2, 'old');
  await sync();
  await aFileOf(1, 'new');
  await sync();

  expect(await used()).toEqual(['new0', 'old0', 'old1']);
});
