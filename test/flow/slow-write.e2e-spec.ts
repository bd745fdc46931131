import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import { startJira } from '../../simulators/jira/jira.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { REQUEST_TIMEOUT_MS } from '../../src/outbox/claim.js';
import { operationNamed } from '../../src/outbox/operation-of.js';
import { aMovedClock } from '../a-moved-clock.js';
import { anEnvelope } from '../an-envelope.js';
import { aTenantWriting } from '../a-tenant-writing.js';
import { testDatabase } from '../database.js';
import { overdue } from '../overdue.js';

const MINUTE_MS = 60_000;
/** How long the connection says a write may be under way; when this one has its effect; and how late search is. */
const LONGEST_MS = 60 * MINUTE_MS;
const EFFECT_AFTER_MS = 59 * MINUTE_MS;
const SEARCH_LAG_MS = 5 * MINUTE_MS;

const TABLE = 'customCalibrationOutcome';
const JIRA = { email: 'hub@example.com', apiToken: 'token' };

const atBamboohr = {
  connector: 'bamboohr',
  start: (clock: ReturnType<typeof aMovedClock>) =>
    startBamboohr({
      seed: {
        employees: [{ id: '1', fields: { firstName: 'Ada', lastName: 'Okafor', status: 'Active' } }],
        tableColumns: { [TABLE]: [{ alias: 'date', type: 'date', required: true }, { alias: 'customRating' }, { alias: 'customHubRef' }] },
        tables: { [TABLE]: [] },
      },
      apiKey: 'key',
      ...clock,
    }),
  config: (url: string) => ({ subdomain: 'acme', apiKey: 'key', url, longestInFlightMs: LONGEST_MS }),
};

const atJira = {
  connector: 'jira',
  start: (clock: ReturnType<typeof aMovedClock>) =>
    startJira({
      seed: {
        account: { accountId: '712020:hub', displayName: 'Hub', emailAddress: JIRA.email, timeZone: 'Europe/Amsterdam' },
        users: [],
        projects: [{ id: '10001', key: 'PERF', name: 'Performance', issueTypes: [{ id: '10002', name: 'Task' }] }],
        statuses: [{ id: '10100', name: 'To Do', category: 'new' }],
        issues: [],
      },
      ...JIRA,
      indexLagMs: SEARCH_LAG_MS,
      ...clock,
    }),
  config: (url: string) => ({ site: 'acme', ...JIRA, url, projects: ['PERF'], searchLagMs: SEARCH_LAG_MS, longestInFlightMs: LONGEST_MS }),
};

const writes = [
  {
    ...atBamboohr,
    operation: 'outcome-row.create',
    change: { employeeId: '1', fields: { date: '2026-07-01', customRating: '4' } },
    path: TABLE,
    effect: 'table-row.create',
  },
  {
    ...atBamboohr,
    operation: 'employee.update',
    change: { employeeId: '1', fields: { firstName: 'Adaeze' } },
    path: 'employees/1$',
    effect: 'employee.update',
  },
  {
    ...atJira,
    operation: 'issue.create',
    change: { projectKey: 'PERF', issueTypeName: 'Task', summary: 'Talk about workload' },
    path: '/issue$',
    effect: 'issue.create',
  },
];

const database = testDatabase();
const envelope = anEnvelope();

describe.each(writes)('$connector $operation, cut at the deadline, that lands long after', ({ start, config, connector, ...write }) => {
  let vendor: RunningSimulator;
  let clock: ReturnType<typeof aMovedClock>;
  let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
  let connectionId: string;

  beforeEach(async () => {
    clock = aMovedClock();
    vendor = await start(clock);
    tenant = await aTenantWriting(database, envelope);
    tenant.source.script = undefined;
    const wanted = { name: 'slow', connector, config: config(vendor.url) };
    connectionId = await tenant.source.configure(tenant.tenantId, tenant.actor, wanted);
  });
  afterEach(() => vendor.close());

  const effects = () => vendor.ledger.effects.filter(({ kind }) => kind === write.effect).length;
  /** Moves the vendor's clock and, for what is waited for, the hub's. */
  const pass = async (ms: number) => {
    clock.pass(ms);
    await tenant.setMessages(`look_again_at = look_again_at - ${ms} * interval '1 millisecond'`);
  };
  const seenNow = async (id: string) => {
    const opened = await tenant.source.open(tenant.tenantId, tenant.actor, connectionId, new AbortController().signal);
    const operation = operationNamed(opened.spec, write.operation);
    const { rows } = await database.owner.query<{ key: string }>('select idempotency_key as key from outbox_message where id = $1', [id]);
    return operation.find(opened.connection, operation.change.parse(write.change), rows[0]?.key ?? '');
  };

  test('has one effect, and is verified', async () => {
    vendor.faults.arm({ method: 'POST', path: write.path, fault: { kind: 'slow', effectAfterMs: EFFECT_AFTER_MS } });
    const id = await tenant.approved('1', '4', { connectionId, operation: write.operation, change: write.change });
    await overdue(clock.waitedOn, REQUEST_TIMEOUT_MS, () => tenant.deliver());
    expect(await tenant.states()).toEqual(['unknown']);
    expect(await seenNow(id)).toEqual({ seen: 'absent' }); // which proves nothing yet, and is not asked

    await pass(40 * MINUTE_MS);
    expect([await tenant.deliver(), effects()]).toEqual([0, 0]);
    await pass(LONGEST_MS + SEARCH_LAG_MS - 40 * MINUTE_MS);
    expect(effects()).toBe(1);
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(effects()).toBe(1);
  });
});
