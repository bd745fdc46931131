import { beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { aReviewService } from '../../test/a-review-service.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee } from '../../test/scripted-source.js';
import { rows } from '../database/rows.js';
import { Planner } from '../outbox/planner.js';
import { Records } from '../records/records.js';
import { openCase } from '../review/open-case.js';
import { People } from './people.js';

const database = testDatabase();
const envelope = anEnvelope();
const actor = anActor();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
let people: People;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
  people = new People(database.tenancy, new Records(database.tenancy, envelope));
  const config = { subdomain: 'beta', apiKey: 'key' };
  await tenant.source.configure(tenant.tenantId, actor, { name: 'hr-beta', connector: 'bamboohr', config });
});

const known = () =>
  database.tenancy.inTenant(tenant.tenantId, actor, (tx) =>
    rows(tx, z.object({ id: z.uuid(), name: z.string() }), 'select id, display_name as name from person order by display_name'),
  );

test('the same employee id in two companies is two people', async () => {
  await tenant.sync([aPage([anEmployee('7', { firstName: 'Ann' })])]);
  await tenant.sync([aPage([anEmployee('7', { firstName: 'Bob' })])], { connection: 'hr-beta' });

  expect(await people.resolve(tenant.tenantId, actor)).toMatchObject({ met: 2, ambiguous: [] });

  expect((await known()).map(({ name }) => name)).toEqual(['Ann Number 7', 'Bob Number 7']);
});

test('the same employee number in two companies is a question, and nobody gets what is another’s', async () => {
  await tenant.sync([aPage([anEmployee('7', { firstName: 'Ann', employeeNumber: '1001' })])]);
  await people.resolve(tenant.tenantId, actor);
  await tenant.sync([aPage([anEmployee('8', { firstName: 'Bob', employeeNumber: '1001' })])], { connection: 'hr-beta' });

  const { met, ambiguous } = await people.resolve(tenant.tenantId, actor);

  expect({ met, ambiguous: ambiguous.length }).toEqual({ met: 0, ambiguous: 1 });
});

test('a write goes out under the id of the company it goes to', async () => {
  await tenant.sync([aPage([anEmployee('7', { firstName: 'Ann' })])]);
  await tenant.sync([aPage([anEmployee('8', { firstName: 'Bob' })])], { connection: 'hr-beta' });
  await people.resolve(tenant.tenantId, actor);
  const [ann, bob] = await known();
  const decisionId = await aDecision();

  await expect(planned(ann?.id ?? '', decisionId)).rejects.toThrow(/does not know the person/);
  await planned(bob?.id ?? '', decisionId);

  const messages = await database.tenancy.inTenant(tenant.tenantId, actor, (tx) =>
    rows(tx, z.object({ entity: z.string() }), 'select distinct entity from outbox_message'),
  );
  expect(messages).toEqual([{ entity: 'employee:8' }]);
});

const planned = (personId: string, decisionId: string) =>
  database.tenancy.inTenant(tenant.tenantId, actor, (tx) =>
    new Planner(people, envelope).plan(tx, tenant.tenantId, {
      kind: 'rating-outcome',
      change: { cycleKey: '2026-H1', score: 4, scale: { min: 1, max: 5 }, decidedOn: '2026-07-01', isLatest: true },
      personId,
      decisionId,
      target: { connection: 'hr-beta', settings: {} },
    }),
  );

async function aDecision(): Promise<string> {
  const { id } = await database.tenancy.inTenant(tenant.tenantId, actor, (tx) =>
    openCase(tx, tenant.tenantId, { kind: 'test.kind', subject: 'test:1' }),
  );
  const review = aReviewService(database.tenancy, envelope);
  const decided = await review.decide(tenant.tenantId, actor, id, { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' });
  return decided.decisionId;
}
