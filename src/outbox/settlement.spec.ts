import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { aConflict, aParkedMessage } from '../../test/builders/messages-to-settle.js';
import { testDatabase } from '../../test/database.js';
import { RecordError } from '../../connectors/kit/errors.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Outbox } from './outbox.js';
import { Settlement } from './settlement.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
let settlement: Settlement;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
  settlement = new Settlement(database.tenancy, envelope, new InProcessQueue(createLog('silent')));
});

const settling = (act: 'cancel' | 'plan-again' | 'send-again', id: string) =>
  settlement.settle(tenant.tenantId, tenant.actor, id, { act, reason: 'looked at the source' });

const audited = async (event: string) => {
  const sql = 'select actor_id as by, subject from audit_entry where tenant_id = $1 and event = $2';
  return (await database.owner.query(sql, [tenant.tenantId, event])).rows;
};
/** What the audit holds of what somebody said of a message. */
const said = (id: string) => [{ by: tenant.actor.id, subject: `message:${id}` }];

describe('a parked message', () => {
  test('is sent once more on the word of a person', async () => {
    const id = await aParkedMessage(tenant);
    expect(await tenant.states()).toEqual(['parked']);

    await settling('send-again', id);
    expect(await audited('message.approved-again')).toEqual(said(id));
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });

  test('that is cancelled is never sent, and lets what waits behind it pass', async () => {
    const id = await aParkedMessage(tenant);
    await tenant.approved('1', '5');

    await settling('cancel', id);
    expect(await audited('message.cancelled')).toEqual(said(id));
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['cancelled', 'verified']);
    expect(tenant.held.applied).toEqual(['1 5']);
  });
});

test('what a person said stays, sealed, when the message has gone on', async () => {
  await settling('send-again', await aParkedMessage(tenant));
  await tenant.deliver();

  const { rows } = await database.owner.query<{ reason: Buffer }>(
    `select reason from delivery where tenant_id = $1 and step = 'settle' and outcome = 'approved'`,
    [tenant.tenantId],
  );
  expect(rows.map(({ reason }) => envelope.open(tenant.tenantId, reason))).toEqual(['looked at the source']);
});

describe('a conflict', () => {
  test('has to be looked at and approved again before it is sent', async () => {
    const id = await aConflict(tenant);
    expect(await tenant.states()).toEqual(['conflict']);

    await settling('plan-again', id);
    expect(await audited('message.planned-again')).toEqual(said(id));
    await tenant.deliver();
    expect(tenant.held.applied).toEqual([]);

    await tenant.lookAt(id);
    await tenant.approve([id]);
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['verified']);
  });
});

describe('a rejected message', () => {
  const aRejectedMessage = async () => {
    const id = await tenant.approved('1', '4');
    tenant.held.onApply = async () => {
      tenant.held.onApply = async (_employeeId, apply) => apply();
      throw new RecordError('answered 409', { status: 409 });
    };
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['rejected']);
    return id;
  };

  test('is planned again as a new message, looked at and approved anew; the old one is never sent again', async () => {
    const rejected = await aRejectedMessage();

    const { id, state } = await settling('plan-again', rejected);
    expect(await audited('message.planned-again')).toEqual(said(rejected));
    await tenant.lookAt(id);
    await tenant.approve([id]);
    await tenant.deliver();

    expect(id).not.toBe(rejected);
    expect(state).toBe('planned');
    expect(await tenant.states()).toEqual(['rejected', 'verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
    const { counts } = await new Outbox(database.tenancy, envelope).page(tenant.tenantId, tenant.actor, { limit: 1 });
    expect(counts).toEqual([
      { state: 'rejected', count: 1, takenUp: 1 },
      { state: 'verified', count: 1, takenUp: 0 },
    ]);
  });

  test('is planned again once, however many ask at once, and waits for nobody any more', async () => {
    const rejected = await aRejectedMessage();

    await Promise.allSettled([settling('plan-again', rejected), settling('plan-again', rejected)]);

    const listed = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, tenant.actor);
    expect(listed.map(({ state, takenUp }) => [state, takenUp])).toEqual([
      ['rejected', true],
      ['planned', false],
    ]);
    await expect(settling('plan-again', rejected)).rejects.toThrow(/newer message has taken the place/);
  });
});

describe('a cancelled message', () => {
  test('is planned again as a new message, where it was cancelled by mistake', async () => {
    const cancelled = await tenant.approved('1', '4');
    await settling('cancel', cancelled);

    const { id } = await settling('plan-again', cancelled);
    await tenant.lookAt(id);
    await tenant.approve([id]);
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['cancelled', 'verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
    await expect(settling('plan-again', cancelled)).rejects.toThrow(/newer message has taken the place/);
  });
});

test('a look at what makes a record says that one of the same matter was made before', async () => {
  tenant.source.script = { streams: [], operations: [tenant.held.operation({ repeat: 'read-back-first' })] };
  const before = await tenant.approved('1', '4', { naturalKey: 'outcome 1' });
  await tenant.deliver();

  const { note } = await tenant.lookAt(await tenant.plan('1', '5', { naturalKey: 'outcome 1' }));

  expect(note).toMatch(new RegExp(`message ${before}, of the same matter, .*makes a record beside that one`));
});

describe('an approved message behind a parked one', () => {
  test('says what it waits for', async () => {
    const parked = await aParkedMessage(tenant);
    await tenant.approved('1', '5');

    const listed = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, tenant.actor, 'approved');

    expect(listed.map(({ reason }) => reason)).toEqual([`waits for message ${parked} of the same entity, which is parked`]);
  });

  test('loses its approval in time all the same', async () => {
    await aParkedMessage(tenant);
    const waiting = await tenant.approved('1', '5');
    await database.owner.query(`update outbox_message set approval_expires_at = now() - interval '1 second' where id = $1`, [waiting]);

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['parked', 'planned']);
  });
});

test.each([
  ['send again what was never sent', 'send-again'],
  ['plan again what is in no conflict', 'plan-again'],
] as const)('refuses to %s', async (_what, how) => {
  const id = await tenant.approved('1', '4');

  await expect(settling(how, id)).rejects.toThrow(
    /is approved, and from there it cannot become .*what you can do: npm run plumbline -- outbox cancel /,
  );
});

test('refuses to cancel what is done, and says so of what is not there', async () => {
  const id = await tenant.approved('1', '4');
  await tenant.deliver();

  await expect(settling('cancel', id)).rejects.toThrow(/is verified/);
  await expect(settling('cancel', tenant.tenantId)).rejects.toThrow(/there is no message/);
});
