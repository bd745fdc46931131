import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { employees } from '../../connectors/bamboohr/streams/employees.js';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { Records } from '../records/records.js';
import { setAside } from '../records/set-aside.js';
import { Quarantine, type Replay } from './quarantine.js';
import { Waiting } from './waiting.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
let quarantine: Quarantine;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
  quarantine = new Quarantine(database.tenancy, tenant.source, new Records(database.tenancy, envelope), envelope);
});

const misfit = (key: string, fields: object = {}) => anEmployee(key, { hireDate: 'next spring', ...fields });
const checkpoint = { changedSince: '2026-01-02T00:00:00Z' };
const keysOf = (records: readonly { readonly key: string }[]) => records.map(({ key }) => key);
const waiting = async () => keysOf(await tenant.waiting());
const listed = () => new Waiting(database.tenancy).list(tenant.tenantId, anActor());
const idOf = async (key: string) => (await listed()).find((one) => one.key === key)?.id ?? '';
const currentKeys = async () => new Set((await tenant.records()).filter(({ isCurrent }) => isCurrent).map(({ rawKey }) => rawKey));
const audited = async (event: string) =>
  (await database.owner.query('select details from audit_entry where tenant_id = $1 and event = $2', [tenant.tenantId, event])).rows;

/** The employees as a hub reads them whose schema knows fewer statuses. */
const stricter = (records: readonly unknown[]): AnyStream<unknown> =>
  givingPages([aPage(records)], { record: employees.record.refine(({ firstName }) => firstName !== 'Zoë', 'has a letter nobody knows') });
const replay = (wanted: Replay = {}) => {
  tenant.source.script = { streams: [givingPages([])], operations: [] };
  return quarantine.replay(tenant.tenantId, anActor(), wanted);
};
const zoe = (key: string) => anEmployee(key, { firstName: 'Zoë' });

describe('a record in quarantine that is not at its source any more', () => {
  test('is released by the next full read, and that is audited', async () => {
    await tenant.sync([aPage([misfit('1'), misfit('2'), { note: 'nobody' }])]);

    await tenant.sync([aPage([misfit('1')])]);

    expect(await waiting()).toEqual(['1']);
    expect(await audited('quarantine.released')).toEqual([{ details: { stream: 'employees', gone: 2 } }]);
  });

  test('with an earlier version in use is released with that one', async () => {
    await tenant.sync([aPage([anEmployee('1'), anEmployee('2')])]);
    await tenant.sync([aPage([misfit('1'), anEmployee('2')])]);

    await tenant.sync([aPage([anEmployee('2')])]);

    expect(await waiting()).toEqual([]);
    expect(await currentKeys()).toEqual(new Set(['2']));
  });

  test('waits on while only what is new is read', async () => {
    await tenant.sync([aPage([misfit('1')], { checkpoint })]);

    await tenant.sync([aPage([anEmployee('2')], { checkpoint })]);

    expect(await waiting()).toEqual(['1']);
  });

  test('waits on where the read is not believed', async () => {
    await tenant.sync([aPage([misfit('1'), anEmployee('2')])]);

    expect(await tenant.sync([aPage([anEmployee('2')], { total: 9 })])).toMatchObject({ state: 'suspect' });

    expect(await waiting()).toEqual(['1']);
  });

  test('waits on where the connection reads something else since', async () => {
    await tenant.sync([aPage([misfit('1'), anEmployee('2')])]);
    await tenant.source.configure(tenant.tenantId, anActor(), {
      name: 'hr',
      connector: 'bamboohr',
      config: { subdomain: 'acme', apiKey: 'key', custom: { goalsTable: 'customOther' } },
    });

    await tenant.sync([aPage([anEmployee('2')])]);

    expect(await waiting()).toEqual(['1']);
  });
});

describe('a replay', () => {
  test('lands and maps what fits by now, and leaves the rest waiting', async () => {
    await tenant.syncStreams([stricter([zoe('1'), misfit('2'), anEmployee('3')])]);

    expect(await replay()).toEqual([
      { connection: 'hr', stream: 'employees', read: 2, landed: 1, mapped: 0, outdated: 0, waiting: 1, notYetUsed: 0 },
    ]);
    expect(await waiting()).toEqual(['2']);
    expect(await currentKeys()).toEqual(new Set(['1', '3']));
    expect(await audited('quarantine.replayed')).toHaveLength(1);
  });

  test('changes nothing when it is done twice', async () => {
    await tenant.syncStreams([stricter([zoe('1')])]);
    await replay();
    const before = [await tenant.raw(), await tenant.records()];

    expect(await replay()).toEqual([]);
    expect([await tenant.raw(), await tenant.records()]).toEqual(before);
  });

  test('maps what had landed and made nothing', async () => {
    await tenant.sync([aPage([anEmployee('1')])]);
    const [{ runId = '' } = {}] = await tenant.raw();
    await database.owner.query('delete from record where tenant_id = $1', [tenant.tenantId]);
    await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) =>
      setAside(tx, { tenantId: tenant.tenantId, connectionId: tenant.connectionId, stream: 'employees', envelope }, [
        { key: '1', raw: anEmployee('1'), runId, code: 'mapping', path: 'displayName', reason: 'as an older mapping said' },
      ]),
    );

    expect(await replay()).toMatchObject([{ read: 1, mapped: 1, waiting: 0 }]);
    expect(await waiting()).toEqual([]);
    expect(await currentKeys()).toEqual(new Set(['1']));
  });

  test('waits with the reason of today where a record fits its schema and no mapping', async () => {
    await tenant.syncStreams([stricter([anEmployee('1', { firstName: 'Zoë', hireDate: '1066-10-14' })])]);

    expect(await replay()).toMatchObject([{ read: 1, landed: 0, waiting: 1 }]);
    expect(await tenant.waiting()).toEqual([{ key: '1', reasonCode: 'mapping', path: 'hiredOn' }]);
  });

  test('puts nothing older in the place of what landed since', async () => {
    const { eeid: _none, ...nobody } = anEmployee('1', { lastName: 'Older' });
    const byOtherKey = givingPages([aPage([nobody], { checkpoint })]);
    await tenant.syncStreams([byOtherKey]);
    await tenant.sync([aPage([anEmployee('Ada')], { checkpoint })]);
    const before = await tenant.raw();

    tenant.source.script = {
      streams: [
        givingPages([], { record: employees.record.partial({ eeid: true }), key: ({ firstName }: { firstName: string }) => firstName }),
      ],
      operations: [],
    };
    const replayed = await quarantine.replay(tenant.tenantId, anActor());

    expect(replayed).toMatchObject([{ read: 1, landed: 0, outdated: 1, waiting: 0 }]);
    expect(await tenant.raw()).toEqual(before);
    expect(await waiting()).toEqual([]);
  });

  test('says of what an unbelieved sync brought that it is not used yet', async () => {
    await tenant.syncStreams([{ ...stricter([]), read: givingPages([aPage([zoe('1')], { total: 9 })]).read }]);

    expect(await replay()).toMatchObject([{ read: 1, landed: 1, notYetUsed: 1 }]);
    expect(await currentKeys()).toEqual(new Set());
  });

  test('is of one record, one connection or one stream where that is asked', async () => {
    await tenant.syncStreams([stricter([zoe('1'), zoe('2')])]);

    await replay({ id: await idOf('2') });
    expect(await waiting()).toEqual(['1']);
    expect(await replay({ connection: 'hr', stream: 'goals' })).toEqual([]);
    expect(await replay({ connection: 'hr', stream: 'employees' })).toMatchObject([{ read: 1, landed: 1 }]);
    await expect(replay({ id: randomUUID() })).rejects.toThrow(AskedWronglyError);
    await expect(replay({ id: '2' })).rejects.toThrow(AskedWronglyError);
    await expect(replay({ connection: 'unheard-of' })).rejects.toThrow(AskedWronglyError);
  });
});

describe('a record that somebody dismissed', () => {
  const dismiss = async (id: string) => quarantine.dismiss(tenant.tenantId, anActor(), id, 'a test account of ours');

  test('waits no more, however often it comes as it was', async () => {
    await tenant.sync([aPage([misfit('1')])]);
    await dismiss(await idOf('1'));

    expect(await tenant.sync([aPage([misfit('1')])])).toMatchObject({ read: 1, quarantined: 1 });
    expect(await waiting()).toEqual([]);
    expect(await replay()).toEqual([]);
    expect(await audited('quarantine.dismissed')).toEqual([{ details: { stream: 'employees', reasonCode: 'schema' } }]);
  });

  test('waits again once it comes changed and still does not fit', async () => {
    await tenant.sync([aPage([misfit('1')])]);
    await dismiss(await idOf('1'));

    await tenant.sync([aPage([misfit('1', { lastName: 'Married' })])]);

    expect(await waiting()).toEqual(['1']);
  });

  test('is one that waits, and is dismissed once', async () => {
    await tenant.sync([aPage([misfit('1')])]);
    const id = await idOf('1');
    await dismiss(id);

    await expect(dismiss(id)).rejects.toThrow(AskedWronglyError);
    await expect(dismiss('1')).rejects.toThrow(AskedWronglyError);
  });
});
