import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { marker } from '../../connectors/kit/marker.js';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { Connections } from '../connections/connections.js';
import { Reconciliation } from './reconciliation.js';

const TABLE = 'customCalibrationOutcome';
const database = testDatabase();
const envelope = anEnvelope();
let vendor: RunningSimulator;
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;

beforeEach(async () => {
  vendor = await startBamboohr({
    seed: {
      employees: [{ id: '1', fields: { firstName: 'Ada', lastName: 'Okafor', status: 'Active' } }],
      tableColumns: { [TABLE]: [{ alias: 'date', type: 'date', required: true }, { alias: 'customRating' }, { alias: 'customHubRef' }] },
      tables: { [TABLE]: [] },
    },
    apiKey: 'key',
  });
  tenant = await aTenantWriting(database, envelope);
  tenant.source.script = undefined;
  await configure('hr');
});
afterEach(() => vendor.close());

const configure = (name: string, subdomain = 'acme') =>
  new Connections(database.tenancy, envelope).configure(tenant.tenantId, tenant.actor, {
    name,
    connector: 'bamboohr',
    config: { subdomain, apiKey: 'key', url: vendor.url, longestInFlightMs: 0 },
  });
const approved = () =>
  tenant.approved('1', '4', {
    operation: 'outcome-row.create',
    change: { employeeId: '1', fields: { date: '2026-07-01', customRating: '4' } },
  });
const reconcile = async (connections: Connections = new Connections(database.tenancy, envelope)) => {
  const { totals, accounts, rows } = await new Reconciliation(database.tenancy, connections, envelope).run(tenant.tenantId, tenant.actor);
  expect(totals.total).toBe(rows.length);
  return { accounts: accounts.messages, rows };
};
const markOf = async (id: string) => {
  const { rows } = await database.owner.query<{ key: string }>('select idempotency_key as key from outbox_message where id = $1', [id]);
  return marker(rows[0]?.key ?? '');
};

test('a record that the source refused to make and made is unexpected, and said to be of the message it is of', async () => {
  const id = await approved();
  vendor.faults.arm({ method: 'POST', path: TABLE, fault: { kind: 'status', status: 409 } });
  await tenant.deliver();
  await fetch(`${vendor.url}/_simulator/add-table-row`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ employeeId: '1', table: TABLE, values: { date: '2026-07-01', customHubRef: await markOf(id) } }),
  });

  const { rows, accounts } = await reconcile();

  expect(rows).toMatchObject([
    {
      messageId: id,
      status: 'unexpected',
      reason: expect.stringMatching(/the source refused this message.*there all the same/) as unknown,
    },
  ]);
  expect(accounts).toMatchObject({ total: 1, compared: 1, refused: 0 });
});

test('what two connections to one system both show is told once, where it was written', async () => {
  const id = await approved();
  await tenant.deliver();
  await configure('hr-too');

  const { rows } = await reconcile();

  expect(rows).toMatchObject([{ connection: 'hr', messageId: id, status: 'matched' }]);
});

test('what another system shows with a mark of ours was copied there', async () => {
  const id = await approved();
  await tenant.deliver();
  await configure('hr-other', 'other');

  const { rows } = await reconcile();

  expect(rows).toMatchObject([
    { connection: 'hr', messageId: id, status: 'matched' },
    {
      connection: 'hr-other',
      messageId: id,
      status: 'unexpected',
      reason: expect.stringMatching(/for the connection hr,.*copied/) as unknown,
    },
  ]);
});

test('what is written while a report is made is under way, and nothing unexpected', async () => {
  await approved();
  class WrittenMeanwhile extends Connections {
    override async open(...which: Parameters<Connections['open']>) {
      await tenant.deliver();
      return super.open(...which);
    }
  }

  const { rows, accounts } = await reconcile(new WrittenMeanwhile(database.tenancy, envelope));

  expect(rows).toEqual([]);
  expect(accounts).toMatchObject({ total: 1, underway: 1 });
  expect((await reconcile()).rows).toMatchObject([{ status: 'matched' }]);
});
