import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant, employee } from '../../test/a-reviewed-tenant.js';
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

describe('where the source says only how things stand', () => {
  const snapshot = (level: string, fields = {}) => tenant.arrive('employment', { now: { isDated: false, level, ...fields } });
  /** What was read so far was read so many days before it was, or later than any other. */
  const readOn = (read: string, level: string) =>
    database.owner.query('update employment set known_on = $2 where tenant_id = $1 and level = $3', [tenant.tenantId, read, level]);

  test('a promotion that was read after the close is not the level of the cycle, and the one read before it is', async () => {
    await snapshot('L3');
    await readOn('2026-05-01', 'L3');
    await snapshot('L4');

    expect(await workplaceOn(CLOSE)).toEqual({ level: 'L3', department: 'Platform' });
    expect(await workplaceOn(null)).toEqual({ level: 'L4', department: 'Platform' });
    expect(await learnedOn(CLOSE)).toBeNull();
  });

  test('what was read first holds before it was read, and it is said from when it is known', async () => {
    await snapshot('L3');
    await snapshot('L4');
    await readOn('2026-07-10', 'L3');
    await readOn('2026-08-10', 'L4');

    expect(await workplaceOn(CLOSE)).toEqual({ level: 'L3', department: 'Platform' });
    expect(await learnedOn(CLOSE)).toBe('2026-07-10');
  });

  test('a row with the same first day that dates where somebody works comes before it', async () => {
    await tenant.arrive('employment', {
      ...Object.fromEntries([...'abcdefghijkl'].map((key) => [key, { isDated: false, department: 'Design' }])), // whichever id is the lowest
      hired: { level: null },
      moved: { effectiveOn: '2026-07-15', level: null, department: 'Design' },
    });

    expect(await workplaceOn(CLOSE)).toEqual({ level: 'L3', department: 'Platform' });
    expect(await workplaceOn('2026-07-15')).toEqual({ level: 'L3', department: 'Design' });
  });

  test('it ended when it is said to have, whenever that was read', async () => {
    await snapshot('L3');
    await readOn('2026-05-01', 'L3');
    await snapshot('L4', { endedOn: '2026-06-01' });

    expect(await workplaceOn(CLOSE)).toBeNull();
  });

  test('what is another person’s by now is not what this one was', async () => {
    await snapshot('L3');
    await tenant.arrive('employment', { now: { isDated: false, level: 'L4', person: employee('2') } });

    expect(await workplaceOn(null)).toEqual({ level: 'L4', department: 'Platform' });
    expect((await database.owner.query('select from employment where tenant_id = $1', [tenant.tenantId])).rowCount).toBe(1);
  });

  test('a calibration says so of the people it compares', async () => {
    await tenant.arrive('rating', { r1: {} });
    await snapshot('L3');
    await readOn('2026-07-10', 'L3');

    expect(await tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1')).toMatchObject({
      levelsLearnedLater: { people: 1, firstKnownOn: '2026-07-10' },
    });
  });
});

test('is none once its row is gone from its source', async () => {
  await tenant.arrive('employment', { row: {} });
  await tenant.arrive('employment', { row: undefined });

  expect(await workplaceOn(CLOSE)).toBeNull();
});

const learnedOn = async (on: string) => {
  const all = await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => workplacesOn(tx, on));
  return [...all.values()].find(({ level }) => level !== null)?.levelLearnedOn;
};
