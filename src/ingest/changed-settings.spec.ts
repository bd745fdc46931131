import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AnyStream, Page } from '../../connectors/kit/connector.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const checkpoint = { changedSince: '2026-01-02T00:00:00Z' };

/** These, when everything is read; nothing, when only what is new. */
const unchanged = (...keys: readonly string[]): AnyStream<unknown> => ({
  ...givingPages([]),
  async *read(_connection, from): AsyncGenerator<Page<unknown>> {
    yield aPage(from === undefined ? keys.map((key) => anEmployee(key)) : [], { checkpoint });
  },
});
const syncOne = async (stream: AnyStream<unknown>) => (await tenant.syncStreams([stream]))[0];
const set = (settings: Readonly<Record<string, unknown>>) =>
  tenant.source.configure(tenant.tenantId, anActor(), {
    name: 'hr',
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key', ...settings },
  });
const opened = () => tenant.source.open(tenant.tenantId, anActor(), tenant.connectionId, new AbortController().signal);
const readAnew = async () => tenant.source.readAnew(tenant.tenantId, anActor(), await opened());
const goesOnWithAnotherKey = async () => tenant.source.goesOnWithAnotherKey(tenant.tenantId, anActor(), await opened());
const gone = async () => (await tenant.raw()).filter(({ isGone }) => isGone).map(({ key }) => key);

describe('a connection that is set to read elsewhere or something else', () => {
  test('is read from its beginning by the next sync, and says so before', async () => {
    await syncOne(unchanged('1'));
    await set({ url: 'https://proxy.example.com' });

    expect(await readAnew()).toEqual(['employees']);
    expect(await syncOne(unchanged('1', '2', '3'))).toMatchObject({ state: 'ok', read: 3, landed: 2 });
    expect(await readAnew()).toEqual([]);
    expect(await syncOne(unchanged('1', '2', '3'))).toMatchObject({ read: 0 });
  });

  test('while a sync of it is under way is read from its beginning by the one after', async () => {
    const changing = givingPages([
      aPage([anEmployee('1')], { checkpoint }),
      async () => {
        await set({ url: 'https://proxy.example.com' });
        return aPage([anEmployee('2')], { checkpoint });
      },
    ]);
    await syncOne(changing);

    expect(await syncOne(unchanged('1', '2', '3'))).toMatchObject({ state: 'ok', read: 3 });
  });

  test('loses nothing that is not asked for any more, until a person says so', async () => {
    await syncOne(unchanged('1', '2'));
    await set({ custom: { goalsTable: 'customOther' } });

    const report = await syncOne(unchanged('1'));

    expect(report).toMatchObject({ state: 'suspect', notes: [expect.stringMatching(/^1 of 2 records did not come any more since/)] });
    expect(await gone()).toEqual([]);
  });

  test('sweeps as ever once a full read of it was believed', async () => {
    await syncOne(unchanged('1', '2'));
    await set({ url: 'https://proxy.example.com' });
    await syncOne(unchanged('1', '2'));

    await tenant.syncStreams([unchanged('1')], { full: true });

    expect(await gone()).toEqual(['2']);
  });
});

test('a new credential or another wait leaves a connection where it is', async () => {
  await syncOne(unchanged('1'));
  await set({ apiKey: 'another', longestInFlightMs: 5 });

  expect(await readAnew()).toEqual([]);
  expect(await goesOnWithAnotherKey()).toBe(true); // and whoever gave it is told
  expect(await syncOne(unchanged('1', '2'))).toMatchObject({ state: 'ok', read: 0 });
  expect(await goesOnWithAnotherKey()).toBe(false);
});

test('a connection that is given the key it had is not said to have another', async () => {
  await syncOne(unchanged('1'));
  await set({ longestInFlightMs: 5 });

  expect(await goesOnWithAnotherKey()).toBe(false);
});

describe('a connection that is read with the key of another user', () => {
  test('loses nothing that they do not see, until a person says so', async () => {
    await syncOne(unchanged('1', '2', '3'));
    await set({ apiKey: 'another' });

    const [report] = await tenant.syncStreams([unchanged('1')], { full: true });

    expect(report).toMatchObject({ state: 'suspect', notes: [expect.stringMatching(/^2 of 3 records did not come any more since/)] });
    expect(await gone()).toEqual([]);
  });

  test('loses nothing either where nobody noted whose key was used before', async () => {
    await syncOne(unchanged('1', '2', '3'));
    await database.owner.query('update stream_state set as_whom = null where connection_id = $1', [tenant.connectionId]); // as an older version left it
    await set({ apiKey: 'another' });

    const [report] = await tenant.syncStreams([unchanged('1')], { full: true });

    expect(report).toMatchObject({ state: 'suspect', notes: [expect.stringMatching(/a key that may be another user's/)] });
    expect(await gone()).toEqual([]);
  });

  test('sweeps as ever once they were seen to see as much', async () => {
    await syncOne(unchanged('1', '2'));
    await set({ apiKey: 'another' });
    await tenant.syncStreams([unchanged('1', '2')], { full: true });

    await tenant.syncStreams([unchanged('1')], { full: true });

    expect(await gone()).toEqual(['2']);
  });
});
