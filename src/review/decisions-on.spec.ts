import { expect, test } from '@jest/globals';
import { aReviewService } from '../../test/a-review-service.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { openCase } from './open-case.js';

const database = testDatabase();
const envelope = anEnvelope();

test('whoever a case goes back to reads the question it was returned with, and later who decided it and why', async () => {
  const tenantId = await aTenant(database.tenancy);
  const review = aReviewService(database.tenancy, envelope);
  const { id } = await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
    openCase(tx, tenantId, { kind: 'test.kind', subject: 'test:1' }),
  );
  const shown = async () =>
    (await review.oneCase(tenantId, anActor(), id))?.decisions.map(({ decision, by, reason }) => `${decision} by ${by}: ${reason}`);

  await review.decide(tenantId, anActor(), id, { decision: 'return', reasonCode: 'evidence-missing', reason: 'Which project was it?' });
  expect(await shown()).toEqual(['return by person:test: Which project was it?']);

  await review.decide(tenantId, anActor(), id, { decision: 'reject', reasonCode: 'known-context', reason: 'The old one.' });
  expect(await shown()).toEqual(['return by person:test: Which project was it?', 'reject by person:test: The old one.']);
});
