import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { marker } from '../../connectors/kit/marker.js';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import { generateCompany } from '../../simulators/company/company.js';
import { forBamboohr } from '../../simulators/company/for-bamboohr.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { Connections } from '../../src/connections/connections.js';
import { rows } from '../../src/database/rows.js';
import { Ingest } from '../../src/ingest/ingest.js';
import { Delivery } from '../../src/outbox/deliver.js';
import { planMessage } from '../../src/outbox/plan-message.js';
import { Preview, type SeenMessage } from '../../src/outbox/preview.js';
import { People } from '../../src/people/people.js';
import { Tenants } from '../../src/policy/tenants.js';
import { Reconciliation } from '../../src/reconciliation/reconciliation.js';
import { Consequences } from '../../src/review/consequences.js';
import { openCase } from '../../src/review/open-case.js';
import { ReviewService } from '../../src/review/review.service.js';
import { anActor, testDatabase } from '../database.js';
import { testHub } from '../hub.js';
import { z } from 'zod';

const database = testDatabase();
const hub = testHub(database);
const actor = anActor();
const company = generateCompany({ seed: 7 });
let vendor: RunningSimulator;
let tenantId: string;

beforeAll(async () => {
  vendor = await startBamboohr({ seed: forBamboohr(company), apiKey: 'key' });
  tenantId = await hub.get(Tenants).create(actor, { slug: 'thread', organisation: 'Thread', environment: 'sandbox' });
  await hub.get(Connections).configure(tenantId, actor, {
    name: 'hr',
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key', url: vendor.url, longestInFlightMs: 0 },
  });
});
afterAll(() => vendor.close());

test('a sync accounts for every record the source served, and a second one changes nothing', async () => {
  const first = await hub.get(Ingest).sync(tenantId, actor, 'hr');
  const served = { ...vendor.ledger.served };
  const second = await hub.get(Ingest).sync(tenantId, actor, 'hr', { full: true });

  for (const { read, landed, unchanged, quarantined, duplicate } of [...first, ...second])
    expect(read).toBe(landed + unchanged + quarantined + duplicate);
  expect(first.find(({ stream }) => stream === 'employees')).toMatchObject({ state: 'ok', read: served['employees'], quarantined: 1 });
  expect(second.map(({ landed }) => landed)).toEqual([0, 0, 0, 0]);
});

test('people are recognised once, however often somebody asks', async () => {
  const first = await hub.get(People).resolve(tenantId, actor);
  const second = await hub.get(People).resolve(tenantId, actor);

  expect(first.met).toBe(company.people.length - 1); // one record waits in quarantine
  expect(first.ambiguous).toEqual([]);
  expect(second).toEqual({ met: 0, linked: 0, relinked: 0, ambiguous: [] });
});

test('a decision plans its writes, each of which has exactly one effect, although answers are lost before and after it', async () => {
  const people = company.people.filter(({ status }) => status === 'active').slice(0, 3);
  const connection = await hub.get(Connections).named(tenantId, actor, 'hr');
  hub.get(Consequences).register('test.outcome', async (tx, tenant, _actor, { decisionId }) => {
    for (const { id } of people) {
      const fields = { date: '2026-07-01', customCycle: '2026-H1', customRating: '4' };
      await planMessage(tx, tenant, hub.envelope, {
        connectionId: connection.id,
        operation: 'outcome-row.create',
        entity: `employee:${id}`,
        naturalKey: `${id} 2026-H1`,
        change: { employeeId: id, fields },
        decisionId,
        version: '1',
      });
    }
  });
  const opened = await database.tenancy.inTenant(tenantId, actor, (tx) =>
    openCase(tx, tenantId, { kind: 'test.outcome', subject: 'test:1' }),
  );
  await hub.get(ReviewService).decide(tenantId, actor, opened.id, { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' });
  const planned = await database.tenancy.inTenant(tenantId, actor, (tx) =>
    rows(tx, z.object({ id: z.uuid(), key: z.string() }), 'select id, idempotency_key as key from outbox_message order by seq'),
  );
  expect(planned).toHaveLength(3);

  const seen: SeenMessage[] = [];
  for (const { id } of planned) seen.push(await hub.get(Preview).look(tenantId, actor, id));
  await hub.get(Preview).approve(tenantId, actor, seen);
  vendor.ledger.clear();
  vendor.faults.arm({ method: 'POST', path: 'tables/customCalibrationOutcome', fault: { kind: 'lose-answer', when: 'after' } });
  vendor.faults.arm({ method: 'POST', path: 'tables/customCalibrationOutcome', fault: { kind: 'lose-answer', when: 'before' } });
  await hub.get(Delivery).deliverDue(tenantId, actor);

  const states = await database.tenancy.inTenant(tenantId, actor, (tx) =>
    rows(tx, z.object({ state: z.string() }), 'select state from outbox_message'),
  );
  expect(states.map(({ state }) => state)).toEqual(['verified', 'verified', 'verified']);
  expect(vendor.ledger.effects.map(({ values }) => values['customHubRef']).toSorted()).toEqual(
    planned.map(({ key }) => marker(key)).toSorted(),
  );
});

test('reconciliation finds each write, and one row that only looks like ours', async () => {
  const report = await hub.get(Reconciliation).run(tenantId, actor);
  const stranger = company.people.find(({ status }) => status === 'active');
  await fetch(`${vendor.url}/_simulator/add-table-row`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      employeeId: stranger?.id,
      table: 'customCalibrationOutcome',
      values: { date: '2026-07-01', customCycle: 'x', customHubRef: 'hub-0123' },
    }),
  });
  const later = await hub.get(Reconciliation).run(tenantId, actor);

  expect(report.totals).toMatchObject({ total: 3, matched: 3 });
  expect(later.totals).toMatchObject({ total: 4, matched: 3, unexpected: 1 });
  expect(later.previousHash).toBe(report.hash);
});
