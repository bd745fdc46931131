import { beforeEach, describe, expect, test } from '@jest/globals';
import { AmbiguousWriteError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
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
const matter = { naturalKey: 'rating 1' };
const lagOver = () => tenant.setMessages(`look_again_at = now() - interval '1 second'`);
const loseTheFirst = () => {
  tenant.held.onApply = async () => {
    tenant.held.onApply = async (_employeeId, apply) => apply();
    throw new AmbiguousWriteError('the source did not answer');
  };
};
/** Its write was sent, the answer lost, and the source cannot be asked before its lag is over. */
async function anUnknown(): Promise<string> {
  tenant.source.script = { streams: [], operations: [tenant.held.operation({ lagMs: () => 60_000 })] };
  const id = await tenant.approved('1', '4', matter);
  loseTheFirst();
  await tenant.deliver();
  expect(await tenant.states()).toEqual(['unknown']);
  return id;
}

describe('a write whose answer was lost', () => {
  test('is never sent again once a newer decision was planned, however absent it is', async () => {
    await anUnknown();
    await tenant.plan('1', '5', matter);
    await lagOver();

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['superseded', 'planned']);
    expect(tenant.held.applied).toEqual([]);
  });

  test('makes way for a newer approved decision, by two workers as by one', async () => {
    await anUnknown();
    await tenant.approved('1', '5', matter);
    await lagOver();

    await Promise.all([tenant.deliver(), tenant.deliver()]);
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['superseded', 'verified']);
    expect(tenant.held.applied).toEqual(['1 5']);
  });

  test('makes way for a newer decision that is planned while the source is asked for it', async () => {
    await anUnknown();
    await lagOver();
    tenant.held.find = async () => {
      await tenant.plan('1', '5', matter);
      return { seen: 'absent' };
    };

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['superseded', 'planned']);
    expect(tenant.held.applied).toEqual([]);
  });

  test('is sent again where the newer decision was called off', async () => {
    await anUnknown();
    const newer = await tenant.plan('1', '5', matter);
    await settling('cancel', newer);
    await lagOver();

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified', 'cancelled']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });

  test('is counted as done, not superseded, where it landed after all, and the newer comes after it', async () => {
    tenant.source.script = { streams: [], operations: [tenant.held.operation({ lagMs: () => 60_000, precondition: 'none' })] };
    await tenant.approved('1', '4', matter);
    loseTheFirst();
    await tenant.deliver();
    tenant.held.rating.set('1', '4');
    await tenant.approved('1', '5', matter);
    await lagOver();

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified', 'verified']);
    expect(tenant.held.rating.get('1')).toBe('5');
  });
});

describe('a message that a person takes up again', () => {
  test('is superseded where a newer decision was planned while it was parked', async () => {
    const parked = await anUnknown();
    tenant.held.find = async () => ({ seen: 'cannot-tell' });
    await lagOver();
    await tenant.deliver();
    await tenant.approved('1', '5', matter);

    expect(await settling('send-again', parked)).toMatchObject({ state: 'superseded' });
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['superseded', 'verified']);
    expect(tenant.held.applied).toEqual(['1 5']);
  });

  test('is superseded where a newer decision was planned while it was in conflict', async () => {
    const conflict = await tenant.approved('1', '4', matter);
    tenant.held.rating.set('1', '2');
    await tenant.deliver();
    await tenant.plan('1', '5', matter);

    expect(await settling('plan-again', conflict)).toMatchObject({ state: 'superseded' });
    expect(await tenant.states()).toEqual(['superseded', 'planned']);
  });
});

test('an older decision that became known after the newer one was planned is not sent', async () => {
  const older = await tenant.plan('1', '4', matter);
  await tenant.plan('1', '5', { naturalKey: 'another matter' });
  await tenant.lookAt(older);
  await tenant.approve([older]);
  // As if the older one's decision had been committed after the newer one had looked for it.
  await tenant.setMessages(`natural_key = 'rating 1'`);

  await tenant.deliver();

  expect(await tenant.states()).toEqual(['superseded', 'planned']);
  expect(tenant.held.applied).toEqual([]);
});

test.each(['sent', 'unknown', 'parked'])('a message waits while an earlier one of its entity is %s', async (state) => {
  const road = ['sent', 'unknown', 'parked'];
  const earlier = await tenant.approved('1', '4');
  await tenant.approved('1', '5');
  for (const step of road.slice(0, road.indexOf(state) + 1))
    await database.owner.query(
      `update outbox_message set state = $2, lease_until = now() + interval '1 hour', look_again_at = now() + interval '1 hour' where id = $1`,
      [earlier, step],
    );

  await Promise.all([tenant.deliver(), tenant.deliver()]);

  expect(await tenant.states()).toEqual([state, 'approved']);
  expect(tenant.held.applied).toEqual([]);
});

describe('two workers, of whom one holds a later message when an earlier one of its entity is approved,', () => {
  const aMoment = () => {
    let come: () => void = () => undefined;
    const came = new Promise<void>((done) => (come = done));
    return { come, came };
  };
  beforeEach(() => {
    tenant.source.script = { streams: [], operations: [tenant.held.operation({ precondition: 'none' })] };
  });

  test('never have both on their way: the earlier waits for the later that has left', async () => {
    const earlier = await tenant.plan('1', '4');
    await tenant.lookAt(earlier);
    await tenant.approved('1', '5');
    tenant.held.onApply = async (_employeeId, apply) => {
      tenant.held.onApply = async (_again, applyAgain) => applyAgain();
      await tenant.approve([earlier]);
      await tenant.deliver(); // the other worker, while this request is on its way
      expect(tenant.held.applied).toEqual([]);
      apply();
    };

    await tenant.deliver();

    expect(tenant.held.applied).toEqual(['1 5', '1 4']);
    expect(await tenant.states()).toEqual(['verified', 'verified']);
  });

  test('never have both on their way: the later, though taken, waits for the earlier that was quicker', async () => {
    tenant.source.script = { streams: [], operations: [tenant.held.operation()] };
    const earlier = await tenant.plan('1', '4');
    await tenant.lookAt(earlier);
    await tenant.approved('1', '5');
    const [left, answered] = [aMoment(), aMoment()];
    tenant.held.onApply = async (_employeeId, apply) => {
      left.come();
      await answered.came;
      apply();
    };
    let other: Promise<unknown> = Promise.resolve();
    tenant.held.onPresent = async () => {
      tenant.held.onPresent = async () => undefined;
      await tenant.approve([earlier]);
      other = tenant.deliver(); // the other worker
      await left.came;
    };

    await tenant.deliver();
    expect(await tenant.states()).toEqual(['sent', 'approved']);
    answered.come();
    await other;

    expect(tenant.held.applied).toEqual(['1 4']);
  });
});

describe('a message that somebody else moves while a worker looks at its source', () => {
  const moves = {
    cancelled: async (id: string) => void (await settling('cancel', id)),
    superseded: async () => void (await tenant.plan('1', '5', matter)),
  };

  test.each(['cancelled', 'superseded'] as const)('and is %s stays so, where the worker would have found a conflict', async (state) => {
    const id = await tenant.approved('1', '4', matter);
    tenant.held.onPresent = async () => {
      tenant.held.onPresent = async () => undefined;
      tenant.held.rating.set('1', '2');
      await moves[state](id);
    };

    await tenant.deliver();

    expect((await tenant.states())[0]).toBe(state);
    expect(tenant.held.applied).toEqual([]);
  });
});
