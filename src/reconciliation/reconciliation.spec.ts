import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { marker } from '../../connectors/kit/marker.js';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { createLog } from '../log/log.js';
import { Settlement } from '../outbox/settlement.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Connections } from '../connections/connections.js';
import { Reconciliation } from './reconciliation.js';
import type { ReconciliationReport } from './report.js';
import { statuses } from './compare-intended.js';
import { type Found, reportHash } from './report-hash.js';

const TABLE = 'customCalibrationOutcome';
const database = testDatabase();
const envelope = anEnvelope();
const connections = () => new Connections(database.tenancy, envelope);
let vendor: RunningSimulator;
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;

/** Three employees, each with one outcome row of ours that was verified. */
beforeEach(async () => {
  vendor = await startBamboohr({
    seed: {
      employees: ['1', '2', '3'].map((id) => ({ id, fields: { firstName: 'Ada', lastName: `Number ${id}`, status: 'Active' } })),
      tableColumns: { [TABLE]: [{ alias: 'date', type: 'date', required: true }, { alias: 'customRating' }, { alias: 'customHubRef' }] },
      tables: { [TABLE]: [] },
    },
    apiKey: 'key',
  });
  tenant = await aTenantWriting(database, envelope);
  await configure();
  tenant.source.script = undefined;
  for (const employeeId of ['1', '2', '3']) await tenant.approved(employeeId, '4', outcomeRow(employeeId));
  await tenant.deliver();
  expect(await tenant.states()).toEqual(['verified', 'verified', 'verified']);
});
afterEach(() => vendor.close());

const configure = (name = 'hr') =>
  connections().configure(tenant.tenantId, tenant.actor, {
    name,
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key', url: vendor.url, longestInFlightMs: 0 },
  });
const outcomeRow = (employeeId: string) => ({
  operation: 'outcome-row.create',
  naturalKey: `outcome ${employeeId}`,
  change: { employeeId, fields: { date: '2026-07-01', customRating: '4' } },
});
const update = (employeeId: string, firstName: string) => ({
  operation: 'employee.update',
  naturalKey: `name ${employeeId}`,
  change: { employeeId, fields: { firstName } },
});
const reconcile = () => new Reconciliation(database.tenancy, connections(), envelope).run(tenant.tenantId, tenant.actor);
const exceptions = ({ rows }: ReconciliationReport) => rows.filter(({ status }) => status !== 'matched');

/** Where our row of an employee stands at the source. */
const placeOf = (employeeId: string) => {
  const target = vendor.ledger.effects.find((effect) => effect.target.startsWith(`${employeeId}/${TABLE}/`))?.target ?? '';
  return { employeeId, table: TABLE, rowId: target.split('/')[2] ?? '' };
};
const markOf = async (employeeId: string) => {
  const { rows } = await database.owner.query<{ key: string }>(
    'select idempotency_key as key from outbox_message where tenant_id = $1 and natural_key = $2',
    [tenant.tenantId, `outcome ${employeeId}`],
  );
  return marker(rows[0]?.key ?? '');
};
/** What somebody does at the source behind our back. */
async function control(name: string, wish: object): Promise<void> {
  const answer = await fetch(`${vendor.url}/_simulator/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
}

describe('a report says once, of what was written,', () => {
  test('that all of it is there', async () => {
    expect((await reconcile()).totals).toMatchObject({ total: 3, matched: 3 });
  });

  test('that a row is missing', async () => {
    await control('remove-table-row', placeOf('2'));

    const report = await reconcile();

    expect(report.totals).toMatchObject({ total: 3, matched: 2, missing: 1 });
    expect(exceptions(report)).toMatchObject([
      { status: 'missing', operation: 'outcome-row.create', connection: 'hr', entity: 'employee:2', messageId: expect.any(String) },
    ]);
  });

  test('that a row has drifted, and in which field', async () => {
    await control('set-table-row', { ...placeOf('2'), values: { customRating: '1' } });

    const report = await reconcile();

    expect(report.totals).toMatchObject({ total: 3, matched: 2, drifted: 1 });
    expect(exceptions(report)).toMatchObject([{ status: 'drifted', reason: 'differs in: customRating' }]);
  });

  test('that a row is there twice', async () => {
    await control('add-table-row', {
      employeeId: '2',
      table: TABLE,
      values: { date: '2026-07-01', customRating: '4', customHubRef: await markOf('2') },
    });

    const report = await reconcile();

    expect(report.totals).toMatchObject({ total: 4, matched: 3, duplicate: 1 });
    expect(exceptions(report)).toMatchObject([{ status: 'duplicate', messageId: expect.any(String) }]);
  });

  test('that a row carries a mark of ours which no message of ours made', async () => {
    await control('add-table-row', { employeeId: '2', table: TABLE, values: { date: '2026-07-01', customHubRef: 'hub-0123' } });

    const report = await reconcile();

    expect(report.totals).toMatchObject({ total: 4, matched: 3, unexpected: 1 });
    expect(exceptions(report)).toMatchObject([{ status: 'unexpected', messageId: null }]);
  });

  test('that a row cannot be looked at, and why', async () => {
    vendor.faults.arm({ method: 'GET', path: `employees/2/tables/${TABLE}`, fault: { kind: 'status', status: 403 } });

    const report = await reconcile();

    expect(report.totals).toMatchObject({ total: 3, matched: 2, unverifiable: 1 });
    expect(exceptions(report)).toMatchObject([{ status: 'unverifiable', reason: expect.stringMatching(/403/) }]);
  });

  test('that nobody can tell what more is there, where the source does not show it', async () => {
    vendor.faults.arm({ method: 'GET', path: `employees/all/tables/${TABLE}`, fault: { kind: 'status', status: 403 } });

    const report = await reconcile();

    expect(report.totals).toMatchObject({ total: 4, matched: 3, unverifiable: 1 });
    expect(exceptions(report)).toMatchObject([{ status: 'unverifiable', messageId: null }]);
  });

  test('nothing of a source that shows no marks, where nothing was ever written over its connection', async () => {
    await configure('other');
    vendor.faults.arm({ method: 'GET', path: `employees/all/tables/${TABLE}`, times: 2, fault: { kind: 'status', status: 403 } });

    const report = await reconcile();

    expect(exceptions(report)).toMatchObject([{ status: 'unverifiable', connection: 'hr' }]);
    expect(report.totals.total).toBe(4);
  });

  test('that what went over a connection whose configuration no longer fits is unverifiable, and compares the others', async () => {
    await configure('other');
    await database.owner.query(`update connection set config_sealed = $2 where tenant_id = $1 and name = 'hr'`, [
      tenant.tenantId,
      envelope.seal(tenant.tenantId, {}),
    ]);

    await control('add-table-row', { employeeId: '1', table: TABLE, values: { date: '2026-07-01', customHubRef: 'hub-0123' } });

    const report = await reconcile();

    expect(report.rows.filter(({ connection }) => connection === 'hr').map(({ status }) => status)).toEqual([
      'unverifiable',
      'unverifiable',
      'unverifiable',
    ]);
    expect(report.rows.filter(({ connection }) => connection === 'other').map(({ status }) => status)).toEqual(['unexpected']); // what is ours is told above
  });
});

describe('a column that the key no longer shows', () => {
  const hide = (field: string) => control('hide-field', { field, hidden: true });

  test.each([
    ['one of the values', `${TABLE}.customRating`, /does not show: customRating/],
    ['the mark', `${TABLE}.customHubRef`, /does not show the column customHubRef/],
  ])('(%s) makes what was written unverifiable: nothing of it is drifted or missing', async (_what, field, reason) => {
    await hide(field);

    const { totals, rows } = await reconcile();

    expect(totals).toMatchObject({ matched: 0, missing: 0, drifted: 0 });
    expect(rows.filter(({ messageId }) => messageId !== null)).toEqual(
      ['1', '2', '3'].map(() => expect.objectContaining({ status: 'unverifiable', reason: expect.stringMatching(reason) })),
    );
  });

  test('parks a write that cannot be read back, which is no conflict', async () => {
    const id = await tenant.approved('1', '4', update('1', 'Adaeze'));
    tenant.source.script = undefined;
    vendor.faults.arm({ method: 'GET', path: 'employees/1$', skip: 1, fault: { kind: 'status', status: 401 } });
    await tenant.deliver();
    await hide('firstName');
    await tenant.letLeasesRunOut();
    await tenant.deliver();

    expect((await tenant.messages()).find((message) => message.id === id)).toMatchObject({
      state: 'parked',
      reason: expect.stringMatching(/leaves out firstName/),
    });
  });

  test('is not looked away from by a preview', async () => {
    const id = await tenant.plan('1', '4', update('1', 'Adaeze'));
    await hide('firstName');

    await expect(tenant.lookAt(id)).rejects.toThrow(/does not show firstName/);
  });
});

describe('a write that was cancelled after it was sent', () => {
  const settle = (act: 'cancel', id: string) =>
    new Settlement(database.tenancy, envelope, new InProcessQueue(createLog('silent'))).settle(tenant.tenantId, tenant.actor, id, {
      act,
      reason: 'not after all',
    });
  /** Its source says yes and does not show it. */
  const cancelled = async (planned: Parameters<typeof tenant.approved>[2], path: string, skip: number) => {
    const id = await tenant.approved('1', '4', planned);
    vendor.faults.arm({ method: 'GET', path, skip, times: 5, fault: { kind: 'status', status: 403 } });
    await tenant.deliver();
    vendor.faults.clear();
    await settle('cancel', id);
    return id;
  };

  test('and is there says so, as ours', async () => {
    const id = await cancelled({ ...outcomeRow('1'), naturalKey: 'another' }, TABLE, 0);

    const { totals, rows } = await reconcile();

    expect(totals).toMatchObject({ total: 4, matched: 4, unexpected: 0 });
    expect(rows.find(({ messageId }) => messageId === id)).toMatchObject({ status: 'matched', reason: 'cancelled after it was sent' });
  });

  test('and set a value does not vanish', async () => {
    const id = await cancelled(update('1', 'Adaeze'), 'employees/1$', 1);

    const { rows } = await reconcile();

    expect(rows.find(({ messageId }) => messageId === id)).toMatchObject({ status: 'matched', reason: 'cancelled after it was sent' });
  });

  test('and never landed says that nothing of it is there', async () => {
    const id = await tenant.approved('1', '4', { ...outcomeRow('1'), naturalKey: 'another' });
    vendor.faults.arm({ method: 'POST', path: TABLE, fault: { kind: 'lose-answer', when: 'before' } });
    vendor.faults.arm({ method: 'GET', path: TABLE, fault: { kind: 'status', status: 403 } });
    await tenant.deliver();
    vendor.faults.clear();
    await settle('cancel', id);

    const { totals, rows } = await reconcile();

    expect(totals).toMatchObject({ total: 4, matched: 4, missing: 0 });
    expect(rows.find(({ messageId }) => messageId === id)).toMatchObject({
      status: 'matched',
      reason: 'nothing of it is there; cancelled after it was sent',
    });
  });
});

test('several exceptions at once are each said once, and the rows add up to the total', async () => {
  await control('set-table-row', { ...placeOf('1'), values: { customRating: '1' } });
  await control('remove-table-row', placeOf('2'));
  await control('add-table-row', { employeeId: '3', table: TABLE, values: { date: '2026-07-01', customHubRef: await markOf('3') } });
  await control('add-table-row', { employeeId: '3', table: TABLE, values: { date: '2026-07-01', customHubRef: 'hub-0123' } });

  const { totals, rows } = await reconcile();

  expect(totals).toEqual({ total: 5, matched: 1, missing: 1, drifted: 1, duplicate: 1, unexpected: 1, unverifiable: 0 });
  expect(rows).toHaveLength(totals.total);
  expect(statuses.reduce((sum, status) => sum + totals[status], 0)).toBe(totals.total);
});

describe('the chain of reports', () => {
  const foundRow = z.object({
    connectionId: z.uuid(),
    operation: z.string(),
    messageId: z.uuid().nullable(),
    reference: z.string().nullable(),
    status: z.enum(statuses),
    reason: z.instanceof(Buffer).transform((sealed) => z.string().parse(envelope.open(tenant.tenantId, sealed))),
  });
  const storedRows = async ({ id }: ReconciliationReport): Promise<Found[]> => {
    const sql = `select connection_id as "connectionId", operation, message_id as "messageId", reference, status, reason from reconciliation_row where report_id = $1 order by position`;
    return z.array(foundRow).parse((await database.owner.query(sql, [id])).rows);
  };

  test('links each report to the one before', async () => {
    const [first, second, third] = [await reconcile(), await reconcile(), await reconcile()];

    expect(first.previousHash).toBeNull();
    expect([second.previousHash, third.previousHash]).toEqual([first.hash, second.hash]);
  });

  test('does not fork when two are made at once', async () => {
    const made = await Promise.all([reconcile(), reconcile(), reconcile()]);

    expect(new Set(made.map(({ previousHash }) => previousHash)).size).toBe(3);
  });

  test('holds for the rows as they are stored, and for no others', async () => {
    await reconcile();
    const report = await reconcile();
    const before = Buffer.from(report.previousHash ?? '', 'hex');
    const stored = await storedRows(report);
    const hashOf = (rows: readonly Found[], totals = report.totals, previous = before) =>
      reportHash(previous, report.id, { totals, accounts: report.accounts }, rows).toString('hex');

    expect(hashOf(stored)).toBe(report.hash);
    expect(hashOf(stored.map((row, position) => (position === 1 ? { ...row, status: 'missing' as const } : row)))).not.toBe(report.hash);
    expect(hashOf(stored.toReversed())).not.toBe(report.hash);
    expect(hashOf(stored.slice(1))).not.toBe(report.hash);
    expect(hashOf(stored, { ...report.totals, matched: 4 })).not.toBe(report.hash);
    expect(
      reportHash(
        before,
        report.id,
        { totals: report.totals, accounts: { ...report.accounts, decisions: { ...report.accounts.decisions, rejected: 1 } } },
        stored,
      ).toString('hex'),
    ).not.toBe(report.hash);
    expect(hashOf(stored, report.totals, Buffer.alloc(32))).not.toBe(report.hash);
  });
});
