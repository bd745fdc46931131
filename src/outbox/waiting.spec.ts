import { beforeEach, expect, test } from '@jest/globals';
import { AmbiguousWriteError, FatalError, RecordError, TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { approvePolicy } from '../policy/policy.js';
import { claim } from './claim.js';
import { Outbox } from './outbox.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

const waiting = () => new Outbox(database.tenancy, envelope).waiting(tenant.tenantId, tenant.actor);
const failing = (failure: Error) => {
  tenant.held.onApply = async () => Promise.reject(failure);
};

test('what is done or called off waits for nothing', async () => {
  await tenant.approved('1', '4');
  await tenant.deliver();
  await tenant.plan('2', '4', { naturalKey: 'rating 2' });
  await tenant.plan('2', '5', { naturalKey: 'rating 2' });

  expect(await waiting()).toMatchObject([{ why: 'approval', state: 'planned', count: 1 }]);
});

test('what nobody approved waits for that, counted by connection', async () => {
  await tenant.plan('1', '4');
  await tenant.plan('2', '4');

  expect(await waiting()).toEqual([
    { why: 'approval', state: 'planned', connection: 'hr', reason: null, behind: null, until: null, count: 2 },
  ]);
});

test('what the policy lets nobody approve for now says until when', async () => {
  await database.tenancy.inTenant(tenant.tenantId, tenant.actor, (tx) =>
    approvePolicy(tx, tenant.tenantId, { outbox: { approvalsPerDay: 1 } }),
  );
  await tenant.approved('1', '4');
  await tenant.deliver();
  await tenant.plan('2', '4');

  const [one] = await waiting();

  expect(one).toMatchObject({ why: 'limit', state: 'planned', count: 1 });
  expect(Math.round(((one?.until?.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(24);
});

test('what may not be written waits for the switch of its connection', async () => {
  await tenant.approved('1', '4');
  await tenant.source.switchWrites(tenant.tenantId, tenant.actor, tenant.connectionId, 'stopped');

  await tenant.deliver();

  expect(await waiting()).toMatchObject([{ why: 'stopped', state: 'approved', connection: 'hr', count: 1 }]);
});

test('what stands behind another change of its record says in which state that is', async () => {
  await tenant.approved('1', '4');
  await tenant.approved('1', '5');
  await tenant.approved('1', '6');
  failing(new AmbiguousWriteError('the source did not answer'));
  tenant.held.find = async () => ({ seen: 'cannot-tell' });

  await tenant.deliver();

  expect(await waiting()).toMatchObject([
    { why: 'person', state: 'parked', reason: expect.stringMatching(/cannot tell/), count: 1 },
    { why: 'order', state: 'approved', behind: 'parked', reason: null, count: 2 },
  ]);
});

test('what its source has no right for waits with what the source said, until it is asked again', async () => {
  for (const employee of ['1', '2']) await tenant.approved(employee, '4');
  failing(new FatalError('answered 403: the user of the key may not write this', { status: 403 }));

  await tenant.deliver();

  const [one, ...others] = await waiting();
  expect(others).toEqual([]);
  expect(one).toMatchObject({ why: 'time', state: 'unknown', reason: expect.stringMatching(/answered 403/), count: 2 });
  expect(one?.until).toEqual(await tenant.nextDue());
});

test('what its source asks patience for waits that long', async () => {
  await tenant.approved('1', '4');
  failing(new TransientError('answered 429', 600_000));

  await tenant.deliver();

  const [one] = await waiting();
  expect(one).toMatchObject({ why: 'time', reason: 'answered 429', count: 1 });
  expect(one?.until).toEqual(await tenant.nextDue());
});

test('what cannot be looked at for now says why, and when it is tried again', async () => {
  await tenant.approved('1', '4');
  await tenant.setMessages('attempts = 10'); // after which it is given a minute, and not a second that may be over before we look
  tenant.held.onPresent = async () => Promise.reject(new TransientError('cannot be reached'));

  await tenant.deliver();

  expect(await waiting()).toMatchObject([{ why: 'time', state: 'approved', reason: 'cannot be reached', until: expect.any(Date) }]);
});

test('what another worker holds waits for its lease, and then for nothing but its turn', async () => {
  await tenant.approved('1', '4');
  await database.tenancy.inTenant(tenant.tenantId, tenant.actor, claim);
  expect(await waiting()).toMatchObject([{ why: 'time', state: 'approved', until: expect.any(Date) }]);

  await tenant.letLeasesRunOut();

  expect(await waiting()).toMatchObject([{ why: 'turn', state: 'approved', until: null }]);
});

test('what a source refused waits for a person, until it is taken up again', async () => {
  await tenant.approved('1', '4', { naturalKey: 'rating 1' });
  failing(new RecordError('answered 422'));
  await tenant.deliver();
  expect(await waiting()).toMatchObject([{ why: 'person', state: 'rejected', reason: 'answered 422', count: 1 }]);

  await tenant.plan('1', '5', { naturalKey: 'rating 1' });

  expect(await waiting()).toMatchObject([{ why: 'approval', state: 'planned' }]);
});
