import { beforeEach, describe, expect, test } from '@jest/globals';
import { aTenantOfPeople, employee, mail, number } from '../../test/a-tenant-of-people.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { anActor, testDatabase } from '../../test/database.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantOfPeople>>;
beforeEach(async () => {
  tenant = await aTenantOfPeople(database, envelope);
});

describe('what somebody is called', () => {
  const called = async () => {
    const { rows } = await database.owner.query<{ name: string; mail: string | null }>(
      `select display_name as name, work_email as mail from person where tenant_id = $1 order by display_name`,
      [tenant.tenantId],
    );
    return rows.map(({ name, mail }) => `${name} ${mail ?? '–'}`);
  };
  /** Ann, and a record of another source that was answered to be about her, and is not. */
  const mistaken = async (first: Parameters<typeof tenant.arrive>[1]) => {
    await tenant.arrive('employees', first);
    await tenant.resolve();
    await tenant.arrive('other', {
      z: { displayName: 'Zed', workEmail: 'zed@example.com', identifiers: [number('7'), mail('ann@example.com'), mail('bob@example.com')] },
    });
    await tenant.resolve();
    await tenant.openCases();
    const [open] = await tenant.identityCases();
    await tenant.decide(open?.id ?? '', { decision: 'edit', edited: { personId: await tenant.personNamed('Ann') } });
    return open?.id ?? '';
  };
  const ann = { displayName: 'Ann', workEmail: 'ann@example.com', identifiers: [employee('1'), mail('ann@example.com')] };
  const bob = { displayName: 'Bob', identifiers: [employee('2'), mail('bob@example.com')] };

  test('is theirs again once a wrong answer is taken back, name and mail, and whatever follows', async () => {
    const id = await mistaken({ 1: ann, 2: bob });
    expect(await called()).toContain('Zed zed@example.com');

    const again = await tenant.cases.askAgain(tenant.tenantId, anActor(), id);
    expect(await called()).toEqual(['Ann ann@example.com', 'Bob –']);

    await tenant.resolve();
    await tenant.decide(again, { decision: 'reject' });
    await tenant.resolve();
    expect(await called()).toEqual(['Ann ann@example.com', 'Bob –']);
  });

  test('is theirs again also where their own record is gone by then', async () => {
    const id = await mistaken({ 1: ann, 2: bob });
    await tenant.arrive('employees', { 1: undefined });
    await tenant.resolve();

    await tenant.cases.askAgain(tenant.tenantId, anActor(), id);

    expect(await called()).toEqual(['Ann ann@example.com', 'Bob –']);
  });

  test('is what a record says that says they work there, before one that says they left', async () => {
    await mistaken({ 1: { ...ann, employment: 'active' }, 2: bob });
    await tenant.arrive('other', {
      z: { displayName: 'Zed', employment: 'ended', identifiers: [number('7'), mail('ann@example.com'), mail('bob@example.com')] },
    });

    await tenant.resolve();

    expect(await called()).toContain('Ann ann@example.com');
    expect((await called()).join()).not.toContain('Zed');
  });

  test('follows the record when that says something else', async () => {
    await tenant.arrive('employees', { 1: ann });
    await tenant.resolve();
    await tenant.arrive('employees', { 1: { ...ann, displayName: 'Ann Other', workEmail: null } });

    await tenant.resolve();

    expect(await called()).toEqual(['Ann Other –']);
  });
});
