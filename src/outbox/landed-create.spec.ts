import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import { startJira } from '../../simulators/jira/jira.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Settlement, type SettlementRequest } from './settlement.js';

const TABLE = 'customCalibrationOutcome';
const JIRA = { email: 'hub@example.com', apiToken: 'token' };
const database = testDatabase();
const envelope = anEnvelope();
let vendor: RunningSimulator;
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
let settlement: Settlement;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
  tenant.source.script = undefined;
  settlement = new Settlement(database.tenancy, envelope, new InProcessQueue(createLog('silent')));
});
afterEach(() => vendor.close());

const settle = (act: SettlementRequest['act'], id: string) =>
  settlement.settle(tenant.tenantId, tenant.actor, id, { act, reason: 'looked at the source' });
const created = () => vendor.ledger.effects.filter(({ kind }) => kind.endsWith('create')).length;
const waitOver = async () => {
  await tenant.letLeasesRunOut();
  await tenant.setMessages(`look_again_at = case when look_again_at is null then null else now() - interval '1 second' end`);
};

/** BambooHR with one row on its way. */
async function aRow(): Promise<string> {
  vendor = await startBamboohr({
    seed: {
      employees: [{ id: '1', fields: { firstName: 'Ada', lastName: 'Okafor', status: 'Active' } }],
      tableColumns: { [TABLE]: [{ alias: 'date', type: 'date', required: true }, { alias: 'customRating' }, { alias: 'customHubRef' }] },
      tables: { [TABLE]: [] },
    },
    apiKey: 'key',
  });
  const connectionId = await tenant.source.configure(tenant.tenantId, tenant.actor, {
    name: 'people',
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key', url: vendor.url, longestInFlightMs: 0 },
  });
  const change = { employeeId: '1', fields: { date: '2026-07-01', customRating: '4' } };
  return tenant.approved('1', '4', { connectionId, operation: 'outcome-row.create', change });
}

/** Jira with one issue on its way. */
async function anIssue(): Promise<string> {
  vendor = await startJira({
    seed: {
      account: { accountId: '712020:hub', displayName: 'Hub', emailAddress: JIRA.email, timeZone: 'Europe/Amsterdam' },
      projects: [{ id: '10001', key: 'PERF', name: 'Performance', issueTypes: [{ id: '10002', name: 'Task' }] }],
      statuses: [{ id: '10100', name: 'To Do', category: 'new' }],
    },
    ...JIRA,
    indexLagMs: 0,
  });
  const connectionId = await tenant.source.configure(tenant.tenantId, tenant.actor, {
    name: 'tasks',
    connector: 'jira',
    config: { site: 'acme', ...JIRA, url: vendor.url, projects: ['PERF'], searchLagMs: 0, longestInFlightMs: 0 },
  });
  const change = { projectKey: 'PERF', issueTypeName: 'Task', summary: 'Talk about workload' };
  return tenant.approved('1', '4', { connectionId, operation: 'issue.create', change });
}

const request = async (method: string, path: string, body: object, login: string) => {
  const headers = { authorization: `Basic ${Buffer.from(login).toString('base64')}`, 'content-type': 'application/json' };
  const answer = await fetch(`${vendor.url}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
};
const editRow = (values: object) => {
  const rowId = vendor.ledger.effects[0]?.target.split('/')[2] ?? '';
  return request('POST', `/api/v1/employees/1/tables/${TABLE}/${rowId}`, { date: '2026-07-01', ...values }, 'key:x');
};
const editIssue = async (fields: object) => {
  const { rows } = await database.owner.query<{ reference: string }>('select reference from outbox_message where tenant_id = $1', [
    tenant.tenantId,
  ]);
  await request('PUT', `/rest/api/3/issue/${rows[0]?.reference ?? ''}`, { fields }, `${JIRA.email}:${JIRA.apiToken}`);
};

describe.each([
  ['a row', aRow, TABLE, () => editRow({ customRating: '3' }), () => editRow({ customRating: '4' }), 'customRating'],
  [
    'an issue',
    anIssue,
    '/issue/',
    () => editIssue({ summary: 'Other words' }),
    () => editIssue({ summary: 'Talk about workload' }),
    'summary',
  ],
] as const)('%s that was made, and edited before it was looked at,', (_what, planned, path, edit, mend, field) => {
  const inConflict = async () => {
    const id = await planned();
    vendor.faults.arm({ method: 'GET', path, times: 5, fault: { kind: 'status', status: 401 } });
    await tenant.deliver();
    vendor.faults.clear();
    await edit();
    await waitOver();
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['conflict']);
    return id;
  };

  test('is shown as it is there, and stays a conflict however often it is planned again', async () => {
    const id = await inConflict();
    await settle('plan-again', id);

    const looked = await tenant.lookAt(id);
    await tenant.approve([id]);
    await tenant.deliver();

    expect(looked.note).toMatch(/it is there already, and is not made again/);
    expect(looked.differences).toContainEqual(expect.objectContaining({ field, now: expect.stringMatching(/^(3|Other words)$/) }));
    expect(await tenant.states()).toEqual(['conflict']);
    expect(created()).toBe(1);
  });

  test('is verified, not made again, once somebody has mended it there', async () => {
    const id = await inConflict();
    await settle('plan-again', id);
    await mend();
    await tenant.lookAt(id);
    await tenant.approve([id]);

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(created()).toBe(1);
  });
});

describe('a parked row that landed', () => {
  const parked = async () => {
    const id = await aRow();
    vendor.faults.arm({ method: 'GET', path: TABLE, times: 5, fault: { kind: 'status', status: 403 } });
    await tenant.deliver();
    vendor.faults.clear();
    expect(await tenant.states()).toEqual(['parked']);
    return id;
  };

  test('is found when somebody has it sent again, and verified without another', async () => {
    await settle('send-again', await parked());

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(created()).toBe(1);
  });

  test('is not made again though nothing of it is found: the source said yes to it', async () => {
    const id = await parked();
    await editRow({ customRating: '3', customHubRef: 'elsewhere' });

    await settle('send-again', id);
    await tenant.deliver();

    expect(await tenant.messages()).toMatchObject([{ state: 'parked', reason: expect.stringMatching(/not made a second time/) }]);
    expect(created()).toBe(1);
  });
});
