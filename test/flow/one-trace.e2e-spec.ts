import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import { generateCompany } from '../../simulators/company/company.js';
import { forBamboohr } from '../../simulators/company/for-bamboohr.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { Connections } from '../../src/connections/connections.js';
import type { Actor } from '../../src/database/actor.js';
import { Calibration } from '../../src/findings/calibration.js';
import { Ingest } from '../../src/ingest/ingest.js';
import { Delivery } from '../../src/outbox/deliver.js';
import { Outbox } from '../../src/outbox/outbox.js';
import { Preview } from '../../src/outbox/preview.js';
import { People } from '../../src/people/people.js';
import { approvePolicy } from '../../src/policy/policy.js';
import { Tenants } from '../../src/policy/tenants.js';
import { ReviewService } from '../../src/review/review.service.js';
import { anActor, testDatabase } from '../database.js';
import { testHub } from '../hub.js';

const database = testDatabase();
const hub = testHub(database);
const company = generateCompany({ seed: 7 });
let vendor: RunningSimulator;
let tenantId: string;

beforeAll(async () => {
  vendor = await startBamboohr({ seed: forBamboohr(company), apiKey: 'key' });
  tenantId = await hub.get(Tenants).create(anActor(), { slug: 'traced', organisation: 'Traced', environment: 'sandbox' });
  await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
    approvePolicy(tx, tenantId, { targets: { 'rating-outcome': { connection: 'hr' } } }),
  );
  await hub.get(Connections).configure(tenantId, anActor(), {
    name: 'hr',
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key', url: vendor.url, longestInFlightMs: 0 },
  });
});
afterAll(() => vendor.close());

/** Each a command of its own, by somebody of its own. */
const commandOf = (id: string): Actor => anActor({ id });

async function ask<Row extends object>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  return (await database.owner.query<Row>(sql, [...parameters])).rows;
}

test('one trace leads from the review that was read to the delivery of what was decided on it, whoever did each step and when', async () => {
  const [reader, analyst, leader, looker, approver, worker] = ['reader', 'analyst', 'leader', 'looker', 'approver', 'worker'].map(
    commandOf,
  );
  if (!reader || !analyst || !leader || !looker || !approver || !worker) throw new Error('six were made');
  await hub.get(Ingest).sync(tenantId, reader, 'hr');
  await hub.get(People).resolve(tenantId, reader);
  await hub.get(Calibration).run(tenantId, analyst, company.cycle.id);
  const review = hub.get(ReviewService);
  await review.followFindings(tenantId, analyst);
  const claim = (await review.cases(tenantId, leader, 'open')).find(({ kind }) => kind === 'review-claims');
  if (claim === undefined) throw new Error('the calibration of this company finds no claim to decide on');

  const { decisionId } = await review.decide(tenantId, leader, claim.id, {
    decision: 'approve',
    reasonCode: 'agreed',
    reason: 'as discussed',
  });
  const planned = await hub.get(Outbox).list(tenantId, looker, 'planned');
  const preview = hub.get(Preview);
  for (const { id } of planned) await preview.approve(tenantId, approver, [await preview.look(tenantId, looker, id)]);
  await hub.get(Delivery).deliverDue(tenantId, worker);

  const traces = await ask<{ of: string; trace: string }>(
    `select 'finding' as of, trace_id as trace from finding where id = $1
     union all select 'case', trace_id from review_case where id = $2
     union all select 'decision', trace_id from decision where id = $3
     union all select 'message', trace_id from outbox_message where decision_id = $3
     union all select 'delivery', d.trace_id from delivery d join outbox_message m on m.id = d.message_id where m.decision_id = $3`,
    [claim.findingId, claim.id, decisionId],
  );
  expect(new Set(traces.map(({ of }) => of))).toEqual(new Set(['finding', 'case', 'decision', 'message', 'delivery']));
  expect(new Set(traces.map(({ trace }) => trace))).toEqual(new Set([reader.traceId]));
  const runs = await ask<{ trace: string }>('select trace_id as trace from sync_run where tenant_id = $1', [tenantId]);
  expect(runs.map(({ trace }) => trace)).toEqual([reader.traceId]);

  const acted = await ask<{ who: string; trace: string }>(
    `select distinct a.actor_id as who, a.trace_id as trace from audit_entry a join outbox_message m on a.subject = 'message:' || m.id where m.decision_id = $1`,
    [decisionId],
  );
  expect(new Map(acted.map(({ who, trace }) => [who, trace]))).toEqual(
    new Map([leader, looker, approver, worker].map(({ id, traceId }) => [id, traceId])),
  );
});
