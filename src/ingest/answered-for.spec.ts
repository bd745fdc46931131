import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AnyStream, Page } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
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

const DAY = (day: number) => ({ checkpoint: { changedSince: `2026-01-0${day}T00:00:00Z` } });
const refused = () => Promise.reject(new FatalError('the rest is refused'));
const some = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_none, index) => anEmployee(String(from + index)));
const inUse = async () => new Set((await tenant.records()).filter(({ isCurrent }) => isCurrent).map(({ rawKey }) => rawKey));

/** Five records on two pages; a read goes on after the page it is told. */
const resumable: AnyStream<unknown> = {
  ...givingPages([]),
  async *read(_connection, from): AsyncGenerator<Page<unknown>> {
    if (from === undefined) yield aPage(some(1, 2), DAY(1));
    yield aPage(some(3, 5), DAY(2));
  },
};

describe('what a run has landed that failed on its way', () => {
  test('is lost to nobody where a read of everything fails after it, before its first page', async () => {
    await tenant.sync([aPage(some(1, 2), DAY(1)), refused]);
    await tenant.sync([refused], { full: true });

    expect((await tenant.syncStreams([resumable]))[0]).toMatchObject({ state: 'ok', read: 5, unchanged: 2, landed: 3 });
    expect(await inUse()).toEqual(new Set(['1', '2', '3', '4', '5']));
  });

  test('is used once three more have failed and one went on to the end', async () => {
    await tenant.sync([aPage(some(1, 2), DAY(1)), refused]);
    for (let time = 0; time < 3; time += 1) await tenant.sync([refused]);

    expect((await tenant.syncStreams([resumable]))[0]).toMatchObject({ state: 'ok', read: 3 });
    expect(await inUse()).toEqual(new Set(['1', '2', '3', '4', '5']));
  });

  test('is said aloud and read again where no run answers for it, whatever the reason', async () => {
    await tenant.sync([aPage(some(1, 2), DAY(1)), refused]);
    await database.owner.query('update stream_state set run_id = $2 where tenant_id = $1', [tenant.tenantId, randomUUID()]);

    expect((await tenant.syncStreams([resumable]))[0]).toMatchObject({
      state: 'suspect',
      read: 3,
      notes: [expect.stringMatching(/^2 records of earlier runs are answered for by no run.*the next sync reads everything/)],
    });
    expect((await tenant.syncStreams([resumable]))[0]).toMatchObject({ state: 'ok', read: 5 });
    expect(await inUse()).toEqual(new Set(['1', '2', '3', '4', '5']));
  });
});
