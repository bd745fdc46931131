import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { AmbiguousWriteError, TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { MOST_OPENINGS } from './cannot-open.js';
import { Settlement } from './settlement.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

const setConnection = (sql: string, ...values: unknown[]) =>
  database.owner.query(`update connection set ${sql} where tenant_id = $1`, [tenant.tenantId, ...values]);
const another = randomBytes(200);
another[0] = 1;
const causes: Readonly<Record<string, { close: () => Promise<unknown>; said: RegExp }>> = {
  'whose connector there is not': { close: () => setConnection(`connector = 'gone'`), said: /there is no connector gone/ },
  'whose configuration does not fit': {
    close: () => setConnection('config_sealed = $2', envelope.seal(tenant.tenantId, {})),
    said: /configuration of this BambooHR connection is wrong/,
  },
  'whose key is gone': { close: () => setConnection('config_sealed = $2', another), said: /connection hr does not unseal.*key file/ },
  'whose operation there is not': {
    close: async () => (tenant.source.script = { streams: [], operations: [] }),
    said: /has no operation employee.update/,
  },
  'whose change does not unseal': {
    close: () => database.owner.query('update outbox_message set change = $2 where tenant_id = $1', [tenant.tenantId, another]),
    said: /what was planned does not unseal/,
  },
  'whose change the operation takes no more': {
    close: () =>
      database.owner.query('update outbox_message set change = $2 where tenant_id = $1', [
        tenant.tenantId,
        envelope.seal(tenant.tenantId, { employeeId: 5 }),
      ]),
    said: /is none that employee.update takes any more: employeeId/,
  },
};
async function deliverTimes(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await tenant.letLeasesRunOut();
    await tenant.deliver();
  }
}
/** A message that was sent, and of which nobody knows more. */
async function unknown(): Promise<string> {
  const id = await tenant.approved('1', '4');
  tenant.held.find = async () => Promise.reject(new TransientError('answered 503'));
  tenant.held.failOnce(new AmbiguousWriteError('answered 504'), 'after');
  await tenant.deliver();
  expect(await tenant.states()).toEqual(['unknown']);
  return id;
}

describe.each(Object.entries(causes))('a message %s', (_what, { close, said }) => {
  test('waits a while, and then for a person, who is told why', async () => {
    await unknown();
    await close();

    await deliverTimes(MOST_OPENINGS - 1);
    expect(await tenant.states()).toEqual(['unknown']);
    await deliverTimes(2);

    const [message] = await tenant.messages();
    expect(message?.state).toBe('parked');
    expect(message?.reason).toMatch(said);
    expect(message?.reason).toMatch(/12 times in a row.*may have been.*send it again, which looks first; or cancel it/);
  });
});

describe('where the connection does not open', () => {
  const close = () => setConnection(`connector = 'gone'`);
  const open = () => setConnection(`connector = 'bamboohr'`);
  const sendAgain = (id: string) =>
    new Settlement(database.tenancy, envelope, new InProcessQueue(createLog('silent'))).settle(tenant.tenantId, tenant.actor, id, {
      act: 'send-again',
      reason: 'mended',
    });

  test('what has not left is no longer approved, and says that nothing was sent', async () => {
    await tenant.approved('1', '4');
    await close();
    await deliverTimes(MOST_OPENINGS);

    const [message] = await tenant.messages();
    expect(message).toMatchObject({ state: 'conflict', reason: expect.stringMatching(/Nothing of it was sent.*plan it again/) });
  });

  test('what its source said yes to is parked', async () => {
    await tenant.approved('1', '4');
    tenant.held.readBack = async () => Promise.reject(new TransientError('answered 503'));
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['acknowledged']);
    await close();
    await deliverTimes(MOST_OPENINGS);

    expect(await tenant.states()).toEqual(['parked']);
  });

  test('what a lost worker had sent is parked as what may be there, and is looked for before it is sent again', async () => {
    const id = await tenant.approved('1', '4');
    await tenant.setMessages(`state = 'sent'`);
    tenant.held.rating.set('1', '4'); // it landed
    await close();
    await deliverTimes(MOST_OPENINGS);
    expect(await tenant.states()).toEqual(['parked']);

    await open();
    await sendAgain(id);
    await tenant.deliver();

    expect(tenant.held.applied).toEqual([]);
    expect(await tenant.states()).toEqual(['verified']);
  });

  test('for a while only, all goes on as if nothing had been', async () => {
    await unknown();
    await close();
    await deliverTimes(MOST_OPENINGS - 1);
    await open();
    await deliverTimes(1); // it opens, and its source has trouble of its own
    await close();
    await deliverTimes(MOST_OPENINGS - 1);
    expect(await tenant.states()).toEqual(['unknown']);

    await open();
    tenant.held.find = undefined;
    await deliverTimes(1);
    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });
});
