import { beforeEach, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant } from '../../test/a-reviewed-tenant.js';
import { anActor, testDatabase } from '../../test/database.js';
import { workplacesOn } from './workplaces.js';

const database = testDatabase();
const envelope = anEnvelope();
const CLOSE = '2026-06-30';
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
beforeEach(async () => {
  tenant = await aReviewedTenant(database, envelope);
});
/** Where employee 1 works on a day; they are the one with an employment. */
const workplaceOn = async (on: string | null) => {
  const all = await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => workplacesOn(tx, on));
  expect(all.size).toBe(2);
  return [...all.values()].map(({ level, department }) => ({ level, department })).find(({ level }) => level !== null) ?? null;
};
const day = async (offset: number) => {
  const { rows } = await database.owner.query<{ day: string }>(`select (current_date + $1::int)::text as day`, [offset]);
  return rows[0]?.day ?? '';
};

test('is what it was when the cycle closed, whatever promotion came after', async () => {
  await tenant.arrive('employment', { before: {}, after: { effectiveOn: '2026-07-01', level: 'L4', department: 'Design' } });

  expect(await workplaceOn(CLOSE)).toEqual({ level: 'L3', department: 'Platform' });
  expect(await workplaceOn('2026-07-01')).toEqual({ level: 'L4', department: 'Design' });
});

test('is of the promotion that came before the close', async () => {
  await tenant.arrive('employment', { before: {}, promoted: { effectiveOn: '2026-06-30', level: 'L4' } });

  expect(await workplaceOn(CLOSE)).toEqual({ level: 'L4', department: 'Platform' });
});

test('is none where it begins after the close only', async () => {
  await tenant.arrive('employment', { after: { effectiveOn: '2026-07-01' } });

  expect(await workplaceOn(CLOSE)).toBeNull();
});

test('is none where it ended before the close, and still is on its last day', async () => {
  await tenant.arrive('employment', { ended: { endedOn: '2026-06-29' } });

  expect(await workplaceOn(CLOSE)).toBeNull();
  expect(await workplaceOn('2026-06-29')).toEqual({ level: 'L3', department: 'Platform' });
});

test('of a cycle without days is that of today, and never one of the future', async () => {
  await tenant.arrive('employment', {
    since: { effectiveOn: await day(0), level: 'L3' },
    future: { effectiveOn: await day(1), level: 'L4' },
  });

  expect(await workplaceOn(null)).toEqual({ level: 'L3', department: 'Platform' });
});

test('is the department of the dated row and the level of the row that has one', async () => {
  await tenant.arrive('employment', { snapshot: { department: 'Design' }, dated: { effectiveOn: '2026-01-01', level: null } });

  expect(await workplaceOn(CLOSE)).toEqual({ level: 'L3', department: 'Platform' });
});
