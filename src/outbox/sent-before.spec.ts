import { beforeEach, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { anActor, testDatabase } from '../../test/database.js';
import { TIMES_SENT } from './sent-before.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

test('what a message has been through is looked up by the message, however many others were delivered', async () => {
  const id = await tenant.approved('1', '4');
  await database.owner.query(
    `with others as (
       insert into outbox_message (tenant_id, id, idempotency_key, decision_id, connection_id, operation, natural_key, entity, change, intent_hash, policy_version, trace_id)
       select tenant_id, gen_random_uuid(), 'other ' || n, decision_id, connection_id, operation, 'other ' || n, entity, change, intent_hash, policy_version, trace_id
       from outbox_message cross join generate_series(1, 2000) n where id = $1 returning tenant_id, id, trace_id)
     insert into delivery (tenant_id, id, message_id, attempt, step, outcome, took_ms, trace_id)
     select tenant_id, gen_random_uuid(), id, 1, 'send', 'acknowledged', 1, trace_id from others`,
    [id],
  );
  await database.owner.query('analyze outbox_message, delivery');

  const plan = await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) =>
    tx.query(`explain select ${TIMES_SENT} from outbox_message m where m.id = $1`, [id]),
  );

  expect(JSON.stringify(plan)).toMatch(/Index Cond: [^"]*message_id = m\.id/);
});
