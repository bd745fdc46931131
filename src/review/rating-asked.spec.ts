import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant } from '../../test/a-reviewed-tenant.js';
import { anActor, testDatabase } from '../../test/database.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
let caseId: string;
beforeEach(async () => {
  tenant = await aReviewedTenant(database, envelope);
  await tenant.calibrate();
  caseId = (await tenant.cases())[0]?.id ?? '';
});

const rating = async () => (await tenant.review.oneCase(tenant.tenantId, anActor(), caseId))?.rating;
const REASON = { reasonCode: 'agreed', reason: 'as discussed' };

describe('an open case about a review tells the rating as it was found and as it is now', () => {
  test('where both are the same', async () => {
    expect(await rating()).toEqual({ found: 3, now: 3 });
  });

  test('where it was changed since', async () => {
    await tenant.arrive('rating', { r1: { score: 4 } });

    expect(await rating()).toEqual({ found: 3, now: 4 });
  });

  test.each([
    ['it was taken back', { r1: undefined }],
    ['its author gave a second one', { r2: { score: 5 } }],
  ])('where %s, and there is none to name', async (_what, ratings) => {
    await tenant.arrive('rating', ratings);

    expect(await rating()).toEqual({ found: 3, now: null });
  });

  test('also where the review was rewritten, and taken back', async () => {
    await tenant.arrive('review', { r1: { text: 'Noor closed 4 issues in the Atlas project in March 2026.' } });
    expect(await rating()).toEqual({ found: 3, now: 3 });

    await tenant.arrive('review', { r1: undefined });
    expect(await rating()).toEqual({ found: 3, now: null });
  });

  test('until it is decided', async () => {
    await tenant.review.decide(tenant.tenantId, anActor(), caseId, { decision: 'approve', ...REASON });

    expect(await rating()).toBeNull();
  });
});
