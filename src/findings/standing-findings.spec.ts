import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant, employee } from '../../test/a-reviewed-tenant.js';
import { anActor, testDatabase } from '../../test/database.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
let caseId: string;

const MANAGERS = ['100', '101', '102', '103'];
const RATED_BY_EACH = 12;
const keys = (manager: string) => Array.from({ length: RATED_BY_EACH }, (_none, index) => `${manager}-${index}`);
const given = (manager: string, score: (index: number) => number, some = keys(manager)) =>
  Object.fromEntries(some.map((key, index) => [key, { subject: employee(key), reviewer: employee(manager), score: score(index) }]));
const approve = () =>
  tenant.review.decide(tenant.tenantId, anActor(), caseId, { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' });
const [lenient = ''] = MANAGERS;

beforeEach(async () => {
  tenant = await aReviewedTenant(database, envelope);
  await tenant.arrive('person', Object.fromEntries(MANAGERS.flatMap((manager) => [manager, ...keys(manager)]).map((key) => [key, {}])));
  for (const manager of MANAGERS)
    await tenant.arrive(
      'rating',
      given(manager, (index) => (manager === lenient ? 5 : 2 + (index % 2))),
    );
  await tenant.calibrate();
  caseId = (await tenant.cases()).find(({ kind, state }) => kind === 'rating-variance' && state === 'open')?.id ?? '';
});

test('a finding about ratings is decided on while they are what they were', async () => {
  expect(await approve()).toMatchObject({ decision: 'approve' });
});

test('a finding about ratings has nothing to edit', async () => {
  const edit = { decision: 'edit', reasonCode: 'agreed', reason: 'as discussed', edited: { score: 4 } } as const;

  await expect(tenant.review.decide(tenant.tenantId, anActor(), caseId, edit)).rejects.toThrow(/nothing to edit/);

  expect(await tenant.audited('case.decided')).toEqual([]);
});

describe('a finding about ratings is not approved', () => {
  const expectRefused = async (what: RegExp) => {
    await expect(approve()).rejects.toMatchObject({ name: 'ConflictException', message: expect.stringMatching(what) as unknown });
    expect((await tenant.cases()).find(({ id }) => id === caseId)?.state).toBe('open');
    expect(await tenant.audited('case.decided')).toEqual([]);
  };

  test('when some of them were changed at their source', async () => {
    await tenant.arrive(
      'rating',
      given(lenient, () => 2, keys(lenient).slice(0, 9)),
    );

    await expectRefused(/ratings changed.*run calibration for this cycle again/);
  });

  test('when those they are compared with were changed', async () => {
    await tenant.arrive(
      'rating',
      given('101', () => 5),
    );

    await expectRefused(/ratings changed/);
  });

  test('when some came or went', async () => {
    await tenant.arrive('rating', { [`${lenient}-0`]: undefined });

    await expectRefused(/ratings: 49 then, 48 now/);
  });

  test('when one of them turned out to be of somebody else', async () => {
    await database.owner.query(
      `update record set person_id = (select person_id from person_identifier i where i.tenant_id = $1 and value = '1')
       where tenant_id = $1 and kind = 'rating' and raw_key = $2`,
      [tenant.tenantId, `${lenient}-0`],
    );

    await expectRefused(/ratings changed/);
  });

  test('when people turned out to have worked elsewhere, and are compared with others', async () => {
    await tenant.arrive('employment', { e: { person: employee(`${lenient}-0`), level: 'L9' } });

    await expectRefused(/ratings changed/);
  });
});

test('to reject a finding about ratings acts on nothing, and needs none of them', async () => {
  await tenant.arrive(
    'rating',
    given(lenient, () => 2),
  );

  await tenant.review.decide(tenant.tenantId, anActor(), caseId, { decision: 'reject', reasonCode: 'known', reason: 'as discussed' });

  expect((await tenant.cases()).find(({ id }) => id === caseId)?.state).toBe('decided');
});
