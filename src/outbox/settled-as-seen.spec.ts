import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { aConflict, aParkedMessage } from '../../test/builders/messages-to-settle.js';
import { testDatabase } from '../../test/database.js';
import { AmbiguousWriteError } from '../../connectors/kit/errors.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Acceptance } from './acceptance.js';
import { Outbox } from './outbox.js';
import { Settlement, type SettlementRequest } from './settlement.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
let settlement: Settlement;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
  settlement = new Settlement(database.tenancy, envelope, new InProcessQueue(createLog('silent')));
});

const settling = (act: SettlementRequest['act'], id: string, seen?: SettlementRequest['seen']) =>
  settlement.settle(tenant.tenantId, tenant.actor, id, { act, reason: 'looked at the source', seen });
/** The only message, as somebody sees it now. */
const asItIs = async () => (await new Outbox(database.tenancy, envelope).list(tenant.tenantId, tenant.actor))[0];

describe('what somebody says of a message that went on since they saw it', () => {
  test.each([
    ['a conflict that another cancelled is not planned again', 'cancel', 'plan-again', ['cancelled']],
    ['a conflict that another planned again is not cancelled', 'plan-again', 'cancel', ['planned']],
  ] as const)('is refused: %s', async (_what, theirs, ours, states) => {
    const id = await aConflict(tenant);
    const seen = await asItIs();
    await settling(theirs, id);

    const late = settling(ours, id, seen);

    await expect(late).rejects.toThrow(`is ${states[0]} by now, and was conflict when you looked at it`);
    expect(await tenant.states()).toEqual(states);
  });

  test('is refused where it was sent again and is parked again: it would be there twice', async () => {
    tenant.source.script = { streams: [], operations: [tenant.held.operation({ repeat: 'read-back-first' })] };
    const id = await aParkedMessage(tenant);
    const seen = await asItIs();
    tenant.held.find = async () => ({ seen: 'cannot-tell' });
    tenant.held.failOnce(new AmbiguousWriteError('the source did not answer'), 'after');
    await settling('send-again', id, seen);
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['parked']);

    await expect(settling('send-again', id, seen)).rejects.toThrow(
      /is parked as when you looked at it, but something was done with it since/,
    );
    await tenant.deliver();

    expect(tenant.held.applied).toEqual(['1 4']);
  });

  test('is refused where what stands there was accepted meanwhile: nothing is planned anew', async () => {
    const id = await aConflict(tenant);
    await settling('cancel', id);
    const seen = await asItIs();
    const acceptance = new Acceptance(database.tenancy, tenant.source, envelope, new InProcessQueue(createLog('silent')));
    const { heldHash } = await acceptance.look(tenant.tenantId, tenant.actor, id);
    await acceptance.accept(tenant.tenantId, tenant.actor, id, { heldHash, reason: 'it is right there' });

    await expect(settling('plan-again', id, seen)).rejects.toThrow(/is cancelled as when you looked at it, but something/);
    expect(await tenant.states()).toEqual(['cancelled']);
  });

  test('is done where only its turn came meanwhile: an approved one can be cancelled while it is tried again and again', async () => {
    const id = await tenant.approved('1', '4');
    const seen = await asItIs();
    tenant.source.script = { streams: [], operations: [] };
    await tenant.deliver();

    await settling('cancel', id, seen);

    expect(await tenant.messages()).toMatchObject([{ state: 'cancelled', attempts: 1 }]);
  });

  test('is done where it is as they saw it', async () => {
    const id = await aConflict(tenant);

    await settling('cancel', id, await asItIs());

    expect(await tenant.states()).toEqual(['cancelled']);
  });
});
