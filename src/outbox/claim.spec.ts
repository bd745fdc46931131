import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { aTenant, testDatabase } from '../../test/database.js';
import { claim } from './claim.js';
import { become } from './message.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

const inTenant = <Result>(work: Parameters<typeof database.tenancy.inTenant<Result>>[2]) =>
  database.tenancy.inTenant(tenant.tenantId, tenant.actor, work);
const seal = (value: unknown) => envelope.seal(tenant.tenantId, value);
const idsOf = (messages: readonly { readonly id: string }[]) => messages.map(({ id }) => id);

describe('workers who claim at once', () => {
  test('never hold the same message', async () => {
    for (let employee = 1; employee <= 20; employee += 1) await tenant.approved(String(employee), '4');

    const claimed = await Promise.all(Array.from({ length: 6 }, () => inTenant(claim)));
    const later = await inTenant(claim); // one that was being looked at by two at once may have been taken by neither

    const ids = [...claimed, later].flatMap(idsOf);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  test('do not hold two messages of one entity, even while the first claim is not yet written', async () => {
    const first = await tenant.approved('1', '4');
    await tenant.approved('1', '5');

    const inner = await inTenant(async (tx) => {
      const mine = await claim(tx);
      return { mine, theirs: await inTenant(claim) };
    });

    expect(idsOf(inner.mine)).toEqual([first]);
    expect(inner.theirs).toEqual([]);
  });

  test('take nothing of another tenant', async () => {
    await tenant.approved('1', '4');
    const other = await aTenant(database.tenancy);

    expect(await database.tenancy.inTenant(other, tenant.actor, claim)).toEqual([]);
  });
});

describe('a claim', () => {
  test('leaves alone what is held, until the lease has run out', async () => {
    await tenant.approved('1', '4');
    await inTenant(claim);

    expect(await inTenant(claim)).toEqual([]);
    await tenant.letLeasesRunOut();
    expect(await inTenant(claim)).toMatchObject([{ fence: 2, attempts: 2 }]);
  });

  test('leaves alone what nobody approved', async () => {
    await tenant.plan('1', '4');

    expect(await inTenant(claim)).toEqual([]);
  });

  test('leaves alone a later message of an entity of which an earlier one is parked, and takes those of others', async () => {
    const earlier = await tenant.approved('1', '4');
    await tenant.approved('1', '5');
    const other = await tenant.approved('2', '3');
    for (const state of ['sent', 'unknown', 'parked'])
      await database.owner.query('update outbox_message set state = $2 where id = $1', [earlier, state]);

    expect(idsOf(await inTenant(claim))).toEqual([other]);
  });

  test('leaves approved messages of a stopped connection, and goes on with those already sent', async () => {
    const sent = await tenant.approved('1', '4');
    await tenant.approved('2', '4');
    await database.owner.query(`update outbox_message set state = 'sent' where id = $1`, [sent]);
    await tenant.source.switchWrites(tenant.tenantId, tenant.actor, tenant.connectionId, 'stopped');

    expect(idsOf(await inTenant(claim))).toEqual([sent]);
  });
});

describe('a worker that lost its lease', () => {
  test('can move the message no further, once somebody else has claimed it', async () => {
    await tenant.approved('1', '4');
    const [mine] = await inTenant(claim);
    await tenant.letLeasesRunOut();
    const [theirs] = await inTenant(claim);
    if (mine === undefined || theirs === undefined) throw new Error('both claimed it');

    expect(await inTenant((tx) => become(tx, seal, mine, { state: 'sent' }))).toBe(false);
    expect(await tenant.states()).toEqual(['approved']);
    expect(await inTenant((tx) => become(tx, seal, theirs, { state: 'sent' }))).toBe(true);
    expect(await tenant.states()).toEqual(['sent']);
  });
});
