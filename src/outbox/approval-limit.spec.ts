import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { AmbiguousWriteError } from '../../connectors/kit/errors.js';
import { createLog } from '../log/log.js';
import { approvePolicy } from '../policy/policy.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Settlement } from './settlement.js';

const LIMIT = 2;
const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
  await database.tenancy.inTenant(tenant.tenantId, tenant.actor, (tx) =>
    approvePolicy(tx, tenant.tenantId, { outbox: { approvalsPerDay: LIMIT } }),
  );
});

const lookedAt = async (employeeId: string, fields: Parameters<typeof tenant.plan>[2] = {}) => {
  const id = await tenant.plan(employeeId, '4', fields);
  await tenant.lookAt(id);
  return id;
};
const approvedBefore = (messageId: string, ago: string) =>
  database.owner.query(
    `insert into outbox_approval (tenant_id, message_id, connection_id, approved_at)
     select tenant_id, id, connection_id, clock_timestamp() - $2::interval from outbox_message where id = $1`,
    [messageId, ago],
  );

describe('more than the policy allows over a connection within 24 hours', () => {
  test('is refused at once, all of it, and says what to do', async () => {
    const ids = [await lookedAt('1'), await lookedAt('2'), await lookedAt('3')];

    await expect(tenant.approve(ids)).rejects.toThrow(
      /allows 2 approved writes over hr within 24 hours; 0 were approved already, and these are 3.*approve 2 or fewer.*outbox\.approvalsPerDay/,
    );
    expect(await tenant.states()).toEqual(['planned', 'planned', 'planned']);
  });

  test('is refused one by one too', async () => {
    const [first, second, third] = [await lookedAt('1'), await lookedAt('2'), await lookedAt('3')];
    await tenant.approve([first]);
    await tenant.approve([second]);

    await expect(tenant.approve([third])).rejects.toThrow(/2 were approved already, and these are 1.*wait until \d{4}-/);
    expect(await tenant.states()).toEqual(['approved', 'approved', 'planned']);
  });

  test('is refused whoever approves at the same time', async () => {
    const ids: string[] = [];
    for (let employee = 1; employee <= 8; employee += 1) ids.push(await lookedAt(String(employee)));

    const approvals = await Promise.allSettled(ids.map((id) => tenant.approve([id])));

    expect(approvals.filter(({ status }) => status === 'fulfilled')).toHaveLength(LIMIT);
    expect((await tenant.states()).filter((state) => state === 'approved')).toHaveLength(LIMIT);
  });

  test('is refused though what was approved has been sent, or was called off', async () => {
    await tenant.approve([await lookedAt('1')]);
    await tenant.deliver();
    await tenant.approve([await lookedAt('2', { naturalKey: 'rating 2' })]);
    const newer = await lookedAt('2', { naturalKey: 'rating 2' });

    await expect(tenant.approve([newer])).rejects.toThrow(/2 were approved already/);
    expect(await tenant.states()).toEqual(['verified', 'superseded', 'planned']);
  });

  test('is refused where somebody has a parked one sent again', async () => {
    const parked = await lookedAt('1');
    await tenant.approve([parked]);
    tenant.held.find = async () => ({ seen: 'cannot-tell' });
    tenant.held.onApply = async () => Promise.reject(new AmbiguousWriteError('the source did not answer'));
    await tenant.deliver();
    await tenant.approve([await lookedAt('2')]);
    const settlement = new Settlement(database.tenancy, envelope, new InProcessQueue(createLog('silent')));

    const again = settlement.settle(tenant.tenantId, tenant.actor, parked, { act: 'send-again', reason: 'it is not there' });

    await expect(again).rejects.toThrow(/2 were approved already, and these are 1/);
    expect(await tenant.states()).toEqual(['parked', 'approved']);
  });
});

test('what was approved more than 24 hours ago counts no longer, and what was approved within them does', async () => {
  const [first, second] = [await lookedAt('1'), await lookedAt('2')];
  await approvedBefore(first, '24 hours 1 second');
  await approvedBefore(second, '23 hours');

  await expect(tenant.approve([first, second])).rejects.toThrow(/1 were approved already/);
  await tenant.approve([first]);

  expect(await tenant.states()).toEqual(['approved', 'planned']);
});

test('an approval that is refused for another reason does not count', async () => {
  const [looked, unseen] = [await lookedAt('1'), await tenant.plan('2', '4')];
  await expect(tenant.approve([looked, unseen])).rejects.toThrow(/not previewed/);

  await tenant.lookAt(unseen);
  await tenant.approve([looked, unseen]);

  expect(await tenant.states()).toEqual(['approved', 'approved']);
});

test('each connection has a limit of its own', async () => {
  const other = await tenant.source.configure(tenant.tenantId, tenant.actor, {
    name: 'other',
    connector: 'bamboohr',
    config: { subdomain: 'other', apiKey: 'key' },
  });
  await tenant.approve([await lookedAt('1'), await lookedAt('2')]);

  await tenant.approve([await lookedAt('1', { connectionId: other }), await lookedAt('2', { connectionId: other })]);

  expect(new Set(await tenant.states())).toEqual(new Set(['approved']));
});

test('the same message, seen once and given twice, is one approval', async () => {
  const { id, baseHash, intentHash } = await tenant.lookAt(await tenant.plan('1', '4'));
  const seen = { id, baseHash, intentHash };

  const approved = await tenant.preview.approve(tenant.tenantId, tenant.actor, [seen, seen]);

  expect(approved).toEqual([id]);
  const { rows } = await database.owner.query('select message_id from outbox_approval where tenant_id = $1', [tenant.tenantId]);
  expect(rows).toEqual([{ message_id: id }]);
});
