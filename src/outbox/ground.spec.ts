import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant } from '../../test/a-reviewed-tenant.js';
import { Held } from '../../test/a-tenant-writing.js';
import { anActor, testDatabase } from '../../test/database.js';
import { ScriptedSource } from '../../test/scripted-source.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Delivery } from './deliver.js';
import { Outbox } from './outbox.js';
import { Preview } from './preview.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
let preview: Preview;
let messageId: string;
let delivery: Delivery;
let applied: number;

describe('a write that was decided on a finding', () => {
  beforeEach(async () => {
    tenant = await aReviewedTenant(database, envelope);
    await tenant.calibrate();
    const [opened] = await tenant.cases();
    await tenant.review.decide(tenant.tenantId, anActor(), opened?.id ?? '', {
      decision: 'approve',
      reasonCode: 'agreed',
      reason: 'as discussed',
    });
    const { rows } = await database.owner.query<{ id: string }>(
      `select id from outbox_message where tenant_id = $1 and operation = 'employee.update'`,
      [tenant.tenantId],
    );
    messageId = rows[0]?.id ?? '';
    const source = new ScriptedSource(database.tenancy, envelope);
    applied = 0;
    const apply = async () => {
      applied += 1;
      return {};
    };
    source.script = { streams: [], operations: [new Held().operation({ present: async () => ({ customLastRating: '2' }), apply })] };
    preview = new Preview(database.tenancy, source, envelope, new InProcessQueue(createLog('silent')));
    delivery = new Delivery(database.tenancy, source, envelope, createLog('silent'));
  });
  const look = () => preview.look(tenant.tenantId, anActor(), messageId);
  const foundAnew = async () => {
    await tenant.arrive('rating', { r1: { score: 5 } });
    await tenant.calibrate();
  };

  test('is shown without a word while that holds', async () => {
    expect((await look()).note).toBeNull();
  });

  test('is shown as one whose ground is gone, once it is found anew', async () => {
    await foundAnew();

    expect((await look()).note).toMatch(/holds no more: it was found anew.*newer case/);
  });

  test('is not approved by who saw it before that, and is by who was told', async () => {
    const before = await look();
    await foundAnew();

    await expect(preview.approve(tenant.tenantId, anActor(), [before])).rejects.toThrow(/found anew since you saw them.*outbox preview/);
    await preview.approve(tenant.tenantId, anActor(), [await look()]);
  });

  test('is sent on an approval of who was told, and on none from before that', async () => {
    await preview.approve(tenant.tenantId, anActor(), [await look()]);
    await foundAnew();
    await delivery.deliverDue(tenant.tenantId, anActor());

    const planned = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, anActor(), 'planned');
    const waiting = planned.find(({ id }) => id === messageId);
    expect({ applied, reason: waiting?.reason }).toEqual({
      applied: 0,
      reason: expect.stringMatching(/approved before that: .*holds no more/),
    });

    await preview.approve(tenant.tenantId, anActor(), [await look()]);
    await delivery.deliverDue(tenant.tenantId, anActor());
    expect(applied).toBe(1);
  });
});
