import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { planMessage } from './plan-message.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

const same = { naturalKey: 'rating 1', version: 'first' };

describe('planning', () => {
  test('the same twice makes one message', async () => {
    const ids = [await tenant.plan('1', '4', same), await tenant.plan('1', '4', same)];

    expect(new Set(ids).size).toBe(1);
    expect(await tenant.states()).toEqual(['planned']);
  });

  test('makes a key that nobody can make again without the keys of the hub', async () => {
    const planned = { connectionId: tenant.connectionId, operation: 'employee.update', entity: 'employee:1', change: {}, ...same };
    const decisions = await database.owner.query<{ id: string }>('select id from decision where tenant_id = $1', [tenant.tenantId]);
    const decisionId = decisions.rows[0]?.id ?? '';

    const ids = await database.tenancy.inTenant(tenant.tenantId, tenant.actor, async (tx) => [
      await planMessage(tx, tenant.tenantId, envelope, { ...planned, decisionId }),
      await planMessage(tx, tenant.tenantId, anEnvelope(), { ...planned, decisionId }),
    ]);

    expect(new Set(ids).size).toBe(2);
  });

  test('the same at the same time makes one message', async () => {
    await Promise.all(Array.from({ length: 4 }, () => tenant.plan('1', '4', same)));

    expect(await tenant.states()).toEqual(['planned']);
  });

  test('a newer version takes the place of an older one that was planned or approved', async () => {
    await tenant.plan('1', '3', { naturalKey: 'rating 1' });
    await tenant.approved('1', '4', { naturalKey: 'rating 1' });
    await tenant.plan('1', '5', { naturalKey: 'rating 1' });

    expect(await tenant.states()).toEqual(['superseded', 'superseded', 'planned']);
  });

  test('a newer version leaves an older one that has left, and comes after it', async () => {
    const earlier = await tenant.approved('1', '4', { naturalKey: 'rating 1' });
    await database.owner.query(`update outbox_message set state = 'sent' where id = $1`, [earlier]);

    await tenant.approved('1', '5', { naturalKey: 'rating 1' });
    tenant.held.rating.set('1', '4'); // it had arrived
    await tenant.deliver();
    await tenant.setMessages(`look_again_at = now() - interval '1 second'`);
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified', 'conflict']); // somebody looked before the first had arrived
  });

  test('what is superseded while a worker holds it is not sent', async () => {
    await tenant.approved('1', '4', { naturalKey: 'rating 1' });
    tenant.held.onPresent = async () => {
      tenant.held.onPresent = async () => undefined;
      await tenant.plan('1', '5', { naturalKey: 'rating 1' });
    };

    await tenant.deliver();

    expect(tenant.held.applied).toEqual([]);
    expect(await tenant.states()).toEqual(['superseded', 'planned']);
  });
});

describe('approving', () => {
  test('takes a look first', async () => {
    const id = await tenant.plan('1', '4');

    await expect(tenant.approve([id])).rejects.toThrow(/were not previewed.*outbox preview/);
    expect(await tenant.states()).toEqual(['planned']);
  });

  test('without a look is refused by the database too', async () => {
    await tenant.plan('1', '4');

    await expect(tenant.setMessages(`state = 'approved', approved_by = 'person:x'`)).rejects.toThrow(/approved_after_a_look/);
    await expect(tenant.setMessages(`state = 'approved', previewed_at = now()`)).rejects.toThrow(/approved_by_somebody/);
  });

  test('holds for the source as it was seen, and is refused where somebody looked again and found something else', async () => {
    const id = await tenant.plan('1', '4');
    const seen = await tenant.lookAt(id);
    tenant.held.rating.set('1', '2');
    await tenant.lookAt(id);

    await expect(tenant.preview.approve(tenant.tenantId, tenant.actor, [seen])).rejects.toThrow(/not as you saw them.*outbox preview/);
    expect(await tenant.states()).toEqual(['planned']);
  });

  test('is given where somebody looked again and found the same, and says in the audit what it was given on', async () => {
    const id = await tenant.plan('1', '4');
    const seen = await tenant.lookAt(id);
    await tenant.lookAt(id);

    await tenant.preview.approve(tenant.tenantId, tenant.actor, [seen]);

    const audited = await database.owner.query(`select details from audit_entry where event = 'message.approved' and subject = $1`, [
      `message:${id}`,
    ]);
    expect(audited.rows).toEqual([{ details: { base: seen.baseHash, intent: seen.intentHash } }]);
  });

  test('of another change than was seen is refused', async () => {
    const id = await tenant.plan('1', '4');
    const seen = { ...(await tenant.lookAt(id)), intentHash: '0'.repeat(32) };

    await expect(tenant.preview.approve(tenant.tenantId, tenant.actor, [seen])).rejects.toThrow(/not as you saw them/);
  });

  test('is all or nothing', async () => {
    const looked = await tenant.plan('1', '4');
    await tenant.preview.look(tenant.tenantId, tenant.actor, looked);
    const unseen = await tenant.plan('2', '4');

    await expect(tenant.approve([looked, unseen])).rejects.toThrow(/1 of 2/);
    expect(await tenant.states()).toEqual(['planned', 'planned']);
  });

  test('of what waits for none any more says so, and what it is', async () => {
    const id = await tenant.plan('1', '4');
    const seen = await tenant.lookAt(id);
    await tenant.preview.approve(tenant.tenantId, tenant.actor, [seen]);

    await expect(tenant.preview.approve(tenant.tenantId, tenant.actor, [seen])).rejects.toThrow(
      /1 of 1 messages do not wait for approval \(1 approved\)/,
    );
  });

  test('that names one twice is given once', async () => {
    const id = await tenant.plan('1', '4');
    const seen = await tenant.lookAt(id);

    await tenant.preview.approve(tenant.tenantId, tenant.actor, [seen, seen]);

    const audited = await database.owner.query(`select from audit_entry where event = 'message.approved' and subject = $1`, [
      `message:${id}`,
    ]);
    expect(audited.rows).toHaveLength(1);
  });

  test('names who did it', async () => {
    await tenant.approved('1', '4');

    expect(await tenant.messages()).toMatchObject([{ state: 'approved', approvedBy: `person:${tenant.actor.id}` }]);
  });
});

test('a look at a message that is moved meanwhile is refused, and not audited', async () => {
  const id = await tenant.plan('1', '4', { naturalKey: 'rating 1' });
  tenant.held.onPresent = async () => void (await tenant.plan('1', '5', { naturalKey: 'rating 1' }));

  await expect(tenant.lookAt(id)).rejects.toThrow(/is superseded, not planned; it is at its end/);

  const audited = await database.owner.query(`select from audit_entry where event = 'message.previewed' and subject = $1`, [
    `message:${id}`,
  ]);
  expect(audited.rows).toEqual([]);
});

test('a look shows what is there and what would be', async () => {
  tenant.held.rating.set('1', '3');
  const id = await tenant.plan('1', '4');

  expect((await tenant.lookAt(id)).differences).toEqual([{ field: 'rating', now: '3', then: '4' }]);
});
