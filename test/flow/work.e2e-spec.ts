import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { generateCompany } from '../../simulators/company/company.js';
import { startSources, type Sources } from '../../src/demo/sources.js';
import { Connections } from '../../src/connections/connections.js';
import { rows } from '../../src/database/rows.js';
import { Outbox } from '../../src/outbox/outbox.js';
import { planMessage } from '../../src/outbox/plan-message.js';
import { Preview } from '../../src/outbox/preview.js';
import { Tenants } from '../../src/policy/tenants.js';
import { Queue } from '../../src/queue/queue.js';
import { openCase } from '../../src/review/open-case.js';
import { ReviewService } from '../../src/review/review.service.js';
import { startWork } from '../../src/work.js';
import { createLog } from '../../src/log/log.js';
import { anActor, testDatabase } from '../database.js';
import { testHub } from '../hub.js';

const database = testDatabase();
const hub = testHub(database);
const actor = anActor();
const company = generateCompany();
let sources: Sources;
beforeAll(async () => {
  sources = await startSources(company);
});
afterAll(() => sources.close());

test('what is approved is carried to its source by whoever works, without anybody asking', async () => {
  const tenantId = await hub.get(Tenants).create(actor, { slug: 'work', organisation: 'Work', environment: 'sandbox' });
  const connectionId = await hub
    .get(Connections)
    .configure(tenantId, actor, { name: 'hr', connector: 'bamboohr', config: sources.configurations.bamboohr });
  const caseId = await database.tenancy.inTenant(
    tenantId,
    actor,
    async (tx) => (await openCase(tx, tenantId, { kind: 'any', subject: 'any:1' })).id,
  );
  const { decisionId } = await hub
    .get(ReviewService)
    .decide(tenantId, actor, caseId, { decision: 'approve', reasonCode: 'seen', reason: 'seen' });
  const employeeId = company.people.find(({ status }) => status === 'active')?.id ?? '';
  const messageId = await database.tenancy.inTenant(tenantId, actor, (tx) =>
    planMessage(tx, tenantId, hub.envelope, {
      connectionId,
      operation: 'employee.update',
      entity: `employee:${employeeId}`,
      naturalKey: `last rating ${employeeId}`,
      change: { employeeId, fields: { customLastRating: '4' } },
      decisionId,
      version: randomUUID(),
    }),
  );
  const ground = {
    tenancy: database.tenancy,
    envelope: hub.envelope,
    log: createLog('silent'),
    nudges: { redisUrl: undefined, listenUrl: database.hubUrl },
  };
  const working = startWork({ app: hub.app(), ground });

  await hub.get(Preview).approve(tenantId, actor, [await hub.get(Preview).look(tenantId, actor, messageId)]);
  await hub.get(Queue).idle();

  const [message] = await hub.get(Outbox).list(tenantId, actor);
  expect(message?.state).toBe('verified');
  const workers = await database.tenancy.inTenant(tenantId, actor, (tx) =>
    rows(tx, z.object({ id: z.string() }), `select distinct actor_id as id from audit_entry where event = 'message.verified'`),
  );
  expect(workers).toEqual([{ id: 'worker' }]);
  await working.close();
});
