import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AnyStream, Page } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { Records } from '../records/records.js';

/** Lets a test do something between the end of a read and its mapping: die there, or begin another run. */
class InterruptedRecords extends Records {
  beforeMapping: (() => Promise<void>) | undefined;

  override async mapLanded(...wanted: Parameters<Records['mapLanded']>): ReturnType<Records['mapLanded']> {
    const happens = this.beforeMapping;
    if (happens !== undefined && wanted[4]?.onlyLeftOver !== true) {
      this.beforeMapping = undefined;
      await happens();
    }
    return super.mapLanded(...wanted);
  }
}

const database = testDatabase();
const envelope = anEnvelope();
let records: InterruptedRecords;
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  records = new InterruptedRecords(database.tenancy, envelope);
  tenant = await aTenantReading(database, envelope, records);
});

const DAY = (day: number) => ({ checkpoint: { changedSince: `2026-01-0${day}T00:00:00Z` } });
const named = (eeid: string, lastName: string) => anEmployee(eeid, { lastName });
const refused = () => Promise.reject(new FatalError('the rest is refused'));
const mapNow = () =>
  new Records(database.tenancy, envelope).mapLanded(
    tenant.tenantId,
    anActor(),
    { id: tenant.connectionId, connector: 'bamboohr', config: { subdomain: 'acme' } },
    'employees',
  );

/** The last names of the people in use, by the key of the raw record. */
async function inUse(): Promise<Readonly<Record<string, string | undefined>>> {
  const held = await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => records.current(tx, tenant.tenantId, 'person'));
  return Object.fromEntries(held.map(({ rawKey, record }) => [rawKey, record.displayName.split(' ').at(-1)]));
}

const takenBack = async () => {
  const sql = `select details from audit_entry where tenant_id = $1 and event = 'records.taken-back'`;
  return (await database.owner.query(sql, [tenant.tenantId])).rows;
};

/** A stream that stops in the middle of its read until it is let go on. */
function stopping(first: Page<unknown>, then: () => Promise<Page<unknown>>) {
  const { promise: stored, resolve: tell } = Promise.withResolvers<void>();
  const { promise: allowed, resolve: goOn } = Promise.withResolvers<void>();
  const stream: AnyStream<unknown> = {
    ...givingPages([]),
    async *read() {
      yield first;
      tell();
      await allowed;
      yield await then();
    },
  };
  return { stream, stored, goOn };
}

describe('what a run has landed that still reads', () => {
  test('is used by nobody before its end, whoever maps meanwhile', async () => {
    await tenant.sync([aPage([named('1', 'Before')])]);
    const { stream, stored, goOn } = stopping(aPage([named('1', 'Half'), named('2', 'Half')]), async () => aPage([named('3', 'Whole')]));
    const reading = tenant.syncStreams([stream]);
    await stored;

    await Promise.all([mapNow(), mapNow()]);
    expect(await inUse()).toEqual({ 1: 'Before' });

    goOn();
    await reading;
    expect(await inUse()).toEqual({ 1: 'Half', 2: 'Half', 3: 'Whole' });
  });

  test('is not used by an earlier run that ended well and maps only now; what that one brought is', async () => {
    const later = stopping(aPage([named('1', 'Later')], DAY(2)), async () => aPage([]));
    let reading: Promise<unknown> | undefined;
    records.beforeMapping = async () => {
      reading = tenant.syncStreams([later.stream]);
      await later.stored;
    };

    await tenant.sync([aPage([named('1', 'Earlier'), named('2', 'Earlier')], DAY(1))]);
    expect(await inUse()).toEqual({ 1: 'Earlier', 2: 'Earlier' });

    later.goOn();
    await reading;
    expect(await inUse()).toEqual({ 1: 'Later', 2: 'Earlier' });
  });
});

describe('a run that dies between its last page and its mapping', () => {
  const die = async () => {
    records.beforeMapping = () => Promise.reject(new Error('killed'));
    await expect(tenant.sync([aPage([named('1', 'Kept')], DAY(1))])).rejects.toThrow('killed');
    expect(await inUse()).toEqual({});
  };

  test('loses nothing: the next one maps it, even if it brings nothing itself', async () => {
    await die();

    expect(await tenant.sync([aPage([])])).toMatchObject({ state: 'ok', read: 0 });
    expect(await inUse()).toEqual({ 1: 'Kept' });
  });

  test('nor where the next one fails after it has landed a newer version', async () => {
    await die();
    await tenant.sync([aPage([named('1', 'Doubtful')]), refused]);

    expect(await inUse()).toEqual({ 1: 'Kept' });
  });
});

describe('what a run landed that failed on its way', () => {
  test('is used once a run that went on from there is believed', async () => {
    await tenant.sync([aPage([named('1', 'Before')], DAY(1))]);
    await tenant.sync([aPage([named('1', 'Newer'), named('2', 'Newer')], DAY(2)), refused]);
    expect(await inUse()).toEqual({ 1: 'Before' });

    await tenant.sync([refused]);
    await tenant.sync([aPage([])]);

    expect(await inUse()).toEqual({ 1: 'Newer', 2: 'Newer' });
  });

  test('goes back to what was in use where a believed full read finds a third that does not fit', async () => {
    await tenant.sync([aPage([named('1', 'Before'), named('2', 'Before')])]);
    await tenant.sync([aPage([named('1', 'Doubtful')]), refused]);

    await tenant.sync([aPage([anEmployee('1', { hireDate: 'next spring' }), named('2', 'Before')])]);
    await mapNow();

    expect(await inUse()).toEqual({ 1: 'Before', 2: 'Before' });
  });

  test('is taken back with a row of it in the audit, which counts what went back', async () => {
    await tenant.sync([aPage([named('1', 'Before'), named('2', 'Before')])]);
    await tenant.sync([aPage([named('1', 'Doubtful')]), refused]);
    expect(await takenBack()).toEqual([]);

    await tenant.sync([aPage([anEmployee('1', { hireDate: 'next spring' }), named('2', 'Before')])]);

    expect(await inUse()).toEqual({ 1: 'Before', 2: 'Before' });
    expect(await takenBack()).toEqual([{ details: { stream: 'employees', restored: 1, gone: 0 } }]);
  });
});

describe('what a run landed that is doubted', () => {
  const doubted = (given: readonly unknown[]) => tenant.sync([aPage(given, { total: 99 })]);

  test('is used by nobody, whoever maps', async () => {
    await tenant.sync([aPage([named('1', 'Before')])]);
    expect(await doubted([named('1', 'Doubtful')])).toMatchObject({ state: 'suspect' });

    await mapNow();

    expect(await inUse()).toEqual({ 1: 'Before' });
  });

  test('is used once a believed run finds it just so', async () => {
    await doubted([named('1', 'Doubtful')]);

    expect(await tenant.sync([aPage([named('1', 'Doubtful')])])).toMatchObject({ state: 'ok', unchanged: 1 });
    expect(await inUse()).toEqual({ 1: 'Doubtful' });
  });

  test('is not used because the read after it took two runs', async () => {
    await doubted([named('1', 'Doubtful'), named('9', 'Doubtful')]);
    await tenant.sync([aPage([named('1', 'Doubtful')], DAY(1)), refused]);

    expect(await tenant.sync([aPage([named('2', 'Found')], DAY(2))])).toMatchObject({ state: 'ok' });

    expect(await inUse()).toEqual({ 1: 'Doubtful', 2: 'Found' });
  });
});

test('a run that landed much of what nothing can be made is suspect, and is mapped again all the same once the mapping is mended', async () => {
  const without = Array.from({ length: 21 }, (_none, index) => anEmployee(String(index + 1), { firstName: 'x\u0000', lastName: 'y' }));
  expect(await tenant.sync([aPage(without)])).toMatchObject({ state: 'suspect', landed: 21 });
  await database.owner.query(`update raw_record set mapped_as = 'an older mapping' where tenant_id = $1`, [tenant.tenantId]);

  expect(await mapNow()).toEqual({ judged: 21, misfits: 21 });
});
