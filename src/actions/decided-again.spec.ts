import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant } from '../../test/a-reviewed-tenant.js';
import { anActor, testDatabase } from '../../test/database.js';
import { Connections } from '../connections/connections.js';
import { approvePolicy } from '../policy/policy.js';
import type { DecisionRequest } from '../review/decision.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
beforeEach(async () => {
  tenant = await aReviewedTenant(database, envelope);
});
const decide = (caseId: string, fields: Partial<DecisionRequest> = {}) =>
  tenant.review.decide(tenant.tenantId, anActor(), caseId, {
    decision: 'approve',
    reasonCode: 'agreed',
    reason: 'as discussed',
    ...fields,
  });
const score = (written: string) => expect.objectContaining({ fields: expect.objectContaining({ customRating: written }) });

describe('a second decision on the same review', () => {
  const TWO_CLAIMS = 'Noor closed 9 issues in the Atlas project in March 2026. Noor organised the supplier fair in May 2026.';
  const open = async () => (await tenant.cases()).filter(({ state }) => state === 'open').map(({ id }) => id);
  const decideNext = async (fields: Partial<DecisionRequest> = {}) => {
    const [caseId = ''] = await open();
    return decide(caseId, fields);
  };
  const rowsPlanned = async () => (await tenant.planned()).filter((change) => JSON.stringify(change).includes('customCycle'));
  beforeEach(async () => {
    await tenant.arrive('review', { r1: { text: TWO_CLAIMS } });
    await tenant.calibrate();
  });

  test('that says the same does not make the row of the outcome once more', async () => {
    expect(await open()).toHaveLength(2);

    const first = await decideNext();
    const second = await decideNext();

    expect([first.messages.length, second.messages.length]).toEqual([2, 1]);
    expect(await rowsPlanned()).toEqual([score('3')]);
  });

  test('that says something else adds a row', async () => {
    await decideNext();
    await decideNext({ decision: 'edit', edited: { score: 2 } });

    expect(await rowsPlanned()).toEqual([score('3'), score('2')]);
  });

  test('makes the row that somebody called off', async () => {
    const { messages } = await decideNext();
    await database.owner.query(`update outbox_message set state = 'cancelled' where id = $1`, [messages[0]]);

    expect((await decideNext()).messages).toHaveLength(2);
  });

  test('takes what was planned for another connection out of the way, once the policy names a new one', async () => {
    await decideNext();
    await aConnection('hr-new');
    await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) =>
      approvePolicy(tx, tenant.tenantId, { targets: { 'rating-outcome': { connection: 'hr-new', settings: {} } } }),
    );

    await decideNext({ decision: 'edit', edited: { score: 2 } });

    expect(await statesByConnection()).toEqual({ hr: ['superseded', 'superseded'], 'hr-new': ['planned', 'planned'] });
  });
});

describe('of a cycle before the last', () => {
  const PAST = '2025-H1';
  let caseId: string;
  beforeEach(async () => {
    await tenant.arrive('review', {
      r0: { cycleKey: PAST, submittedOn: '2025-06-20', text: 'Noor closed 9 issues in the Atlas project in March 2025.' },
    });
    await tenant.arrive('rating', { r0: { cycleKey: PAST, ratedOn: '2025-06-20', score: 1 } });
    await tenant.arrive('work-item', { 'ATL-0': { createdOn: '2025-02-01', resolvedOn: '2025-03-10' } });
    await tenant.calibration.run(tenant.tenantId, anActor(), PAST);
    await tenant.review.followFindings(tenant.tenantId, anActor());
    caseId = (await tenant.cases()).find(({ cycle, state }) => cycle === PAST && state === 'open')?.id ?? '';
  });

  test('the rating is added to the history, and the last rating stays what a later cycle says', async () => {
    await decide(caseId);

    expect(await tenant.planned()).toEqual([
      expect.objectContaining({ fields: expect.objectContaining({ customCycle: PAST, customRating: '1' }) }),
    ]);
  });
});

const aConnection = (name: string) =>
  new Connections(database.tenancy, envelope).configure(tenant.tenantId, anActor(), {
    name,
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key' },
  });
async function statesByConnection(): Promise<Record<string, string[]>> {
  const { rows } = await database.owner.query<{ name: string; states: string[] }>(
    `select c.name, array_agg(m.state order by m.seq) as states from outbox_message m join connection c on c.tenant_id = m.tenant_id and c.id = m.connection_id
     where m.tenant_id = $1 group by c.name`,
    [tenant.tenantId],
  );
  return Object.fromEntries(rows.map(({ name, states }) => [name, states]));
}
