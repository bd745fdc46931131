import { beforeEach, describe, expect, test } from '@jest/globals';
import { TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { anActor, testDatabase } from '../../test/database.js';
import { Interrupted, InterruptedTenancy } from '../../test/interrupted-tenancy.js';
import { DatabaseAway } from '../database/database-away.js';
import { Tenancy } from '../database/tenancy.js';
import { createLog } from '../log/log.js';
import { claim } from './claim.js';
import { Delivery } from './deliver.js';
import { StillNewest } from './still-newest.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

/** Another worker, which stands on a tenancy of its own. */
const deliverOn = (tenancy: Tenancy) =>
  new Delivery(tenancy, tenant.source, envelope, createLog('silent'), new StillNewest()).deliverDue(tenant.tenantId, anActor());

describe('a worker that lost its lease', () => {
  test('while it looked at the source sends nothing', async () => {
    await tenant.approved('1', '4');
    tenant.held.onPresent = async () => {
      await tenant.letLeasesRunOut();
      await database.tenancy.inTenant(tenant.tenantId, tenant.actor, claim);
    };

    await tenant.deliver();

    expect(tenant.held.applied).toEqual([]);
    expect(await tenant.states()).toEqual(['approved']);
  });

  test('all but sends nothing: what is left must outlast the request', async () => {
    await tenant.approved('1', '4');
    tenant.held.onPresent = async () => void (await tenant.setMessages(`lease_until = clock_timestamp() + interval '5 seconds'`));

    await tenant.deliver();

    expect(tenant.held.applied).toEqual([]);
  });

  test('while it wrote can write nothing more: what the next one settled stands', async () => {
    await tenant.approved('1', '4');
    tenant.held.onApply = async (_employeeId, apply) => {
      apply();
      await tenant.letLeasesRunOut();
      await tenant.deliver();
    };

    await tenant.deliver();

    expect(tenant.held.applied).toEqual(['1 4']);
    expect(await tenant.states()).toEqual(['verified']);
    expect(await tenant.steps()).toEqual(['find unknown', 'find acknowledged', 'read-back verified']);
  });
});

describe('a message whose worker died', () => {
  const sentByTheDead = async () => {
    const id = await tenant.approved('1', '4');
    await database.owner.query(
      `update outbox_message set state = 'sent', fence = 1, lease_until = now() + interval '30 seconds' where id = $1`,
      [id],
    );
  };

  test('between sending and hearing is left alone while the lease lasts', async () => {
    await sentByTheDead();

    expect(await tenant.deliver()).toBe(0);
    expect(await tenant.states()).toEqual(['sent']);
  });

  test('between sending and hearing is unknown then, and is not sent again when its effect is found', async () => {
    await sentByTheDead();
    tenant.held.rating.set('1', '4');
    await tenant.letLeasesRunOut();

    await tenant.deliver();

    expect(await tenant.steps()).toEqual(['find unknown', 'find acknowledged', 'read-back verified']);
    expect(tenant.held.applied).toEqual([]);
  });

  test('before anything left is sent once, when its effect is proved absent', async () => {
    await sentByTheDead();
    await tenant.letLeasesRunOut();

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });

  test('is not sent again without a person where sending twice would make two, however absent it is', async () => {
    tenant.source.script = { streams: [], operations: [tenant.held.operation({ repeat: 'read-back-first' })] };
    await sentByTheDead();
    await tenant.letLeasesRunOut();

    await tenant.deliver();

    expect(await tenant.states()).toEqual(['parked']);
    expect(tenant.held.applied).toEqual([]);
  });

  test('between hearing and looking again is looked at', async () => {
    await tenant.approved('1', '4');
    tenant.held.readBack = async () => Promise.reject(new TransientError('down for a moment'));
    await tenant.deliver();
    expect(await tenant.states()).toEqual(['acknowledged']);

    tenant.held.readBack = undefined;
    await tenant.letLeasesRunOut();
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });
});

test('a defect that shows while one message is written leaves the others to be carried to their end, and it to be looked up', async () => {
  await tenant.approved('1', '4');
  await tenant.approved('2', '4');
  tenant.held.failOnce(new TypeError('undefined is not a function'));

  await expect(tenant.deliver()).rejects.toThrow(TypeError);
  expect((await tenant.states()).toSorted()).toEqual(['sent', 'verified']);

  await tenant.letLeasesRunOut();
  await tenant.deliver();
  expect(await tenant.states()).toEqual(['verified', 'verified']);
});

describe('a hub that fails after a write has left', () => {
  /** What the next worker makes of it: it looks, and sends nothing. */
  const expectSettledByLooking = async () => {
    expect(await tenant.states()).toEqual(['sent']);
    expect(await tenant.deliver()).toBe(0); // whoever sent it may hear of it yet

    await tenant.letLeasesRunOut();
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
    expect(await tenant.steps()).toEqual(['find unknown', 'find acknowledged', 'read-back verified']);
  };

  test('because its process ends while the source answers leaves a message that the next worker settles by looking', async () => {
    await tenant.approved('1', '4');
    const hasLanded = new Promise<void>((landed) => {
      tenant.held.onApply = (_employeeId, apply) => {
        apply();
        landed();
        return new Promise(() => undefined); // nobody is there any more to hear the answer
      };
    });

    void tenant.deliver();
    await hasLanded;

    await expectSettledByLooking();
  });

  test('because it cannot write down what it heard leaves a message that the next worker settles by looking', async () => {
    await tenant.approved('1', '4');

    await expect(deliverOn(new InterruptedTenancy(database.tenancy, 'message.acknowledged'))).rejects.toThrow(Interrupted);

    await expectSettledByLooking();
  });

  test('because its database goes away while the source answers leaves a message that the next worker settles by looking', async () => {
    await tenant.approved('1', '4');
    const leaving = new LeavingTenancy(database.tenancy);
    tenant.held.onApply = async (_employeeId, apply) => {
      apply();
      leaving.isAway = true;
    };

    await expect(deliverOn(leaving)).rejects.toThrow(DatabaseAway);

    await expectSettledByLooking();
  });

  test('before the source heard of it sends it once more only where looking proves that it is not there', async () => {
    await tenant.approved('1', '4');
    const leaving = new LeavingTenancy(database.tenancy);
    tenant.held.onApply = async () => {
      tenant.held.onApply = async (_employeeId, apply) => apply();
      leaving.isAway = true;
      throw new TransientError('the line broke before anything left');
    };

    await expect(deliverOn(leaving)).rejects.toThrow(DatabaseAway);
    await tenant.letLeasesRunOut();
    await tenant.deliver();

    expect(tenant.held.applied).toEqual(['1 4']);
    expect((await tenant.steps()).slice(0, 2)).toEqual(['find unknown', 'find approved']);
    expect(await tenant.states()).toEqual(['verified']);
  });

  test('is waited for: the next worker is told when it may take the message up', async () => {
    await tenant.approved('1', '4');
    await expect(deliverOn(new InterruptedTenancy(database.tenancy, 'message.acknowledged'))).rejects.toThrow(Interrupted);

    const { rows } = await database.owner.query<{ until: Date }>('select lease_until as until from outbox_message where tenant_id = $1', [
      tenant.tenantId,
    ]);
    expect(await tenant.nextDue()).toEqual(rows[0]?.until);
  });

  test('because it cannot write down what it read back leaves a message that is read back again, and is not sent', async () => {
    await tenant.approved('1', '4');

    await expect(deliverOn(new InterruptedTenancy(database.tenancy, 'message.verified'))).rejects.toThrow(Interrupted);
    expect(await tenant.states()).toEqual(['acknowledged']);
    await tenant.deliver();

    expect(await tenant.states()).toEqual(['verified']);
    expect(tenant.held.applied).toEqual(['1 4']);
  });
});

/** A database that is there until it is said to be away. */
class LeavingTenancy extends Tenancy {
  isAway = false;

  constructor(private readonly inner: Tenancy) {
    super(undefined as never); // its own database is never asked
  }

  override inTenant<Result>(...asked: Parameters<typeof Tenancy.prototype.inTenant<Result>>): Promise<Result> {
    return this.isAway ? Promise.reject(new DatabaseAway(new Error('connect ECONNREFUSED'))) : this.inner.inTenant(...asked);
  }
}
