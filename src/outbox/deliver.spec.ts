import { beforeEach, describe, expect, test } from '@jest/globals';
import { AmbiguousWriteError, TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

const lost = new AmbiguousWriteError('the source did not answer');

test('a write is done once a fresh look found what was wanted', async () => {
  await tenant.approved('1', '4');

  await tenant.deliver();

  expect(await tenant.states()).toEqual(['verified']);
  expect(await tenant.steps()).toEqual(['send acknowledged', 'read-back verified']);
});

test('workers who deliver at once make each write once', async () => {
  for (const employee of ['1', '2', '3', '4', '5', '6']) await tenant.approved(employee, '4');

  await Promise.all([tenant.deliver(), tenant.deliver(), tenant.deliver()]);

  expect(tenant.held.applied.toSorted()).toEqual(['1 4', '2 4', '3 4', '4 4', '5 4', '6 4']);
  expect(new Set(await tenant.states())).toEqual(new Set(['verified']));
});

test('the messages of one entity leave in the order they were planned, each after the one before is settled', async () => {
  tenant.source.script = { streams: [], operations: [tenant.held.operation({ precondition: 'none' })] };
  for (const rating of ['1', '2', '3']) await tenant.approved('1', rating);
  tenant.held.failOnce(lost);

  await Promise.all([tenant.deliver(), tenant.deliver()]);
  await tenant.deliver();

  expect(tenant.held.applied).toEqual(['1 1', '1 2', '1 3']);
});

test('an approval that ran out has to be given again', async () => {
  const id = await tenant.approved('1', '4');
  await tenant.setMessages(`approval_expires_at = now() - interval '1 second'`);

  await tenant.deliver();
  expect(await tenant.messages()).toMatchObject([{ state: 'planned', approvedBy: null, reason: expect.stringMatching(/ran out/) }]);

  await tenant.approve([id]);
  await tenant.deliver();
  expect(await tenant.states()).toEqual(['verified']);
});

test('an approval that runs out while the source is looked at has to be given again too', async () => {
  await tenant.approved('1', '4');
  tenant.held.onPresent = async () => void (await tenant.setMessages(`approval_expires_at = now() - interval '1 second'`));

  await tenant.deliver();
  await tenant.letLeasesRunOut();
  await tenant.deliver();

  expect(tenant.held.applied).toEqual([]);
  expect(await tenant.messages()).toMatchObject([{ state: 'planned', reason: expect.stringMatching(/ran out/) }]);
});

describe('the kill switch of a connection', () => {
  const turn = (writes: 'on' | 'stopped') => tenant.source.switchWrites(tenant.tenantId, tenant.actor, tenant.connectionId, writes);

  test('holds approved messages until it is released', async () => {
    await tenant.approved('1', '4');
    await turn('stopped');
    expect(await tenant.deliver()).toBe(0);

    await turn('on');
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
  });

  test('holds a message that a worker has taken already', async () => {
    await tenant.approved('1', '4');
    tenant.held.onPresent = () => turn('stopped');

    await tenant.deliver();

    expect(tenant.held.applied).toEqual([]);
    expect(await tenant.states()).toEqual(['approved']);
  });
});

describe('the next message is due', () => {
  const minutesFromNow = async () => {
    const due = await tenant.nextDue();
    return due === undefined ? undefined : Math.abs(Math.round((due.getTime() - Date.now()) / 60_000));
  };

  test('now when one is approved', async () => {
    await tenant.approved('1', '4');

    expect(await minutesFromNow()).toBe(0);
  });

  test('after the lag when an answer was lost', async () => {
    await tenant.approved('1', '4');
    tenant.held.failOnce(new TransientError('answered 429', 600_000));
    await tenant.deliver();

    expect(await minutesFromNow()).toBe(10);
  });

  test('never while the kill switch is on', async () => {
    await tenant.approved('1', '4');
    await tenant.source.switchWrites(tenant.tenantId, tenant.actor, tenant.connectionId, 'stopped');

    expect(await minutesFromNow()).toBeUndefined();
  });

  test('never when it stands behind one that waits for a person', async () => {
    await tenant.approved('1', '4');
    await tenant.approved('1', '5');
    tenant.held.failOnce(lost);
    tenant.held.find = async () => ({ seen: 'cannot-tell' });
    await tenant.deliver();

    expect(await minutesFromNow()).toBeUndefined();
  });
});

test('a worker that is asked to stop finishes what it has begun, and takes no more', async () => {
  const stopping = new AbortController();
  for (let employee = 1; employee <= 20; employee += 1) await tenant.approved(String(employee), '4');
  tenant.held.onApply = async (_employeeId, apply) => {
    stopping.abort();
    apply();
  };

  await tenant.deliver(stopping.signal);

  expect((await tenant.states()).toSorted()).toEqual([...Array<string>(4).fill('approved'), ...Array<string>(16).fill('verified')]);
});
