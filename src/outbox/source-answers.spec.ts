import { beforeEach, describe, expect, test } from '@jest/globals';
import { AmbiguousWriteError, FatalError, RecordError, TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { Outbox } from './outbox.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

/** The source's lag, or what it asked us to wait, has passed. */
const waitOver = () => tenant.setMessages(`look_again_at = now() - interval '1 second'`);
const lost = new AmbiguousWriteError('the source did not answer');

describe('a lost answer', () => {
  test('to a write that landed is found, not sent again', async () => {
    await tenant.approved('1', '4');
    tenant.held.failOnce(lost, 'after');

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });

  test('to a write that did not land is sent again only after the lag', async () => {
    tenant.source.script = { streams: [], operations: [tenant.held.operation({ lagMs: () => 60_000 })] };
    await tenant.approved('1', '4');
    tenant.held.failOnce(lost);

    await tenant.deliver();
    expect(await tenant.states()).toEqual(['unknown']);
    expect(await tenant.deliver()).toBe(0);

    await waitOver();
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });

  test('of which the source cannot tell whether it landed waits for a person, and the entity with it', async () => {
    await tenant.approved('1', '4');
    await tenant.approved('1', '5');
    tenant.held.failOnce(lost);
    tenant.held.find = async () => ({ seen: 'cannot-tell' });

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['parked', 'approved']);
    expect(tenant.held.applied).toEqual([]);
  });
});

describe('a source', () => {
  test('that refuses the change has it rejected, and is not asked again', async () => {
    await tenant.approved('1', '4');
    tenant.held.failOnce(new RecordError('answered 422'));

    await tenant.deliver();
    await tenant.deliver();

    expect(await tenant.messages()).toMatchObject([{ state: 'rejected', reason: 'answered 422' }]);
    expect(tenant.held.applied).toEqual([]);
  });

  test.each([0.5, 1e20])('that asks for a patience of %s ms is given what can be, and nobody calls its worker lost', async (asked) => {
    await tenant.approved('1', '4');
    tenant.held.failOnce(new TransientError('answered 429', asked));

    await tenant.deliver();
    await waitOver();
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(await tenant.steps()).not.toContain('find unknown');
  });

  test('that asks for patience is given it, and has not rejected anything', async () => {
    await tenant.approved('1', '4');
    tenant.held.failOnce(new TransientError('answered 429', 30_000));

    await tenant.deliver();
    expect(await tenant.states()).toEqual(['unknown']);
    expect(await tenant.deliver()).toBe(0);

    await waitOver();
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['verified']);
  });

  test.each([
    ['is overrun', new TransientError('answered 429')],
    ['fails every time', new AmbiguousWriteError('answered 500')],
  ])('that %s is asked ever more slowly, and not for ever at once', async (_what, failure) => {
    await tenant.approved('1', '4');
    let asked = 0;
    tenant.held.onApply = async () => {
      asked += 1;
      throw failure;
    };

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['unknown']);
    expect(asked).toBeLessThan(5);
  });

  test.each([401, 403])('that answers %i to our key leaves the change waiting, to be looked up once that is mended', async (status) => {
    await tenant.approved('1', '4');
    tenant.held.failOnce(new FatalError(`answered ${status}: check the key`, { status }));

    await tenant.deliver();
    expect(await tenant.messages()).toMatchObject([{ state: 'unknown', reason: expect.stringMatching(/check the key/) }]);
    expect(await tenant.deliver()).toBe(0);

    await waitOver();
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['verified']);
  });

  test('that says yes and holds nothing of it is not told again: somebody looks first', async () => {
    await tenant.approved('1', '4');
    tenant.held.readBack = async () => undefined;
    tenant.held.find = async () => ({ seen: 'absent' });

    await tenant.deliver();

    expect(await tenant.messages()).toMatchObject([{ state: 'parked', reason: expect.stringMatching(/said yes/) }]);
    expect(tenant.held.applied).toEqual(['1 4']);
  });

  test('that holds something else than what was wanted is a conflict', async () => {
    await tenant.approved('1', '4');
    tenant.held.readBack = async () => ({ rating: '2' });

    await tenant.deliver();

    expect(await tenant.messages()).toMatchObject([{ state: 'conflict', reason: expect.stringMatching(/rating/) }]);
  });

  test('that changed since somebody looked is a conflict, and nothing is written', async () => {
    await tenant.approved('1', '4');
    tenant.held.rating.set('1', '2');

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['conflict']);
    expect(tenant.held.applied).toEqual([]);
  });

  test('that cannot be reached leaves the message approved, for later', async () => {
    await tenant.approved('1', '4');
    tenant.held.onPresent = async () => Promise.reject(new TransientError('cannot be reached'));

    await tenant.deliver();
    expect(await tenant.messages()).toMatchObject([{ state: 'approved', reason: 'cannot be reached' }]);
    expect(await tenant.deliver()).toBe(0);

    tenant.held.onPresent = async () => undefined;
    await tenant.letLeasesRunOut();
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['verified']);
  });
});

describe('a source that refuses for good to be looked at', () => {
  const gone = (status: number) => async () => Promise.reject(new FatalError(`answered ${status}`, { status }));
  const refusals = [400, 403, 404, 410];

  test.each(refusals)('with %i before a write has it wait for a person, and nothing is sent', async (status) => {
    await tenant.approved('1', '4');
    tenant.held.onPresent = gone(status);

    await tenant.deliver();

    expect(await tenant.messages()).toMatchObject([
      { state: 'conflict', reason: expect.stringMatching(new RegExp(`answered ${status}.*plan it again; or cancel`)) },
    ]);
    expect(tenant.held.applied).toEqual([]);
  });

  test.each(refusals)('with %i after a lost answer has it wait for a person, and sends nothing again', async (status) => {
    await tenant.approved('1', '4');
    tenant.held.failOnce(lost);
    tenant.held.find = gone(status);

    await tenant.deliver();

    expect(await tenant.messages()).toMatchObject([
      { state: 'parked', reason: expect.stringMatching(new RegExp(`answered ${status}.*send it again; or cancel`)) },
    ]);
    expect(tenant.held.applied).toEqual([]);
  });

  test.each(refusals)('with %i after it said yes has it wait for a person', async (status) => {
    await tenant.approved('1', '4');
    tenant.held.readBack = gone(status);

    await tenant.deliver();

    expect(await tenant.messages()).toMatchObject([{ state: 'parked', reason: expect.stringMatching(/said yes and will not show it/) }]);
    expect(tenant.held.applied).toEqual(['1 4']);
  });
});

test.each([
  ['does not know our key for now', new FatalError('answered 401', { status: 401 })],
  ['sends us elsewhere for now', new FatalError('answered 302', { status: 302 })],
  ['answers in another shape for now', new FatalError('answered in a shape its documentation does not have', { status: 200 })],
])('a source that %s is asked again later', async (_what, failure) => {
  await tenant.approved('1', '4');
  tenant.held.onPresent = async () => Promise.reject(failure);
  await tenant.deliver();
  expect(await tenant.states()).toEqual(['approved']);

  tenant.held.onPresent = async () => undefined;
  await tenant.letLeasesRunOut();
  await tenant.deliver();

  expect(await tenant.states()).toEqual(['verified']);
});

describe('how often a write was sent', () => {
  const timesSent = async () =>
    (await new Outbox(tenant.tenancy, envelope).list(tenant.tenantId, tenant.actor)).map((message) => message.timesSent);

  test('counts requests that left, and neither looks nor turns', async () => {
    await tenant.approved('1', '4');
    await tenant.approved('2', '4');
    tenant.held.rating.set('2', '9'); // somebody edits it after it was looked at
    tenant.held.failOnce(lost);

    await tenant.deliver();
    await waitOver();
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified', 'conflict']);
    expect(await timesSent()).toEqual([2, 0]);
  });

  test('counts one that left with a worker that was lost', async () => {
    await tenant.approved('1', '4');
    await tenant.setMessages(`state = 'sent'`);
    expect(await timesSent()).toEqual([1]);

    await tenant.deliver();

    expect(await tenant.steps()).toEqual(['find unknown', 'find approved', 'send acknowledged', 'read-back verified']);
    expect(await timesSent()).toEqual([2]);
  });
});
