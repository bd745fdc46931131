import { expect, test } from '@jest/globals';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { approvePolicy, currentPolicy, policy } from './policy.js';
import { changesBetween, parsePolicyFile } from './policy-file.js';

const database = testDatabase();
const first = policy.parse({});
const aFile = (fields: Readonly<Record<string, unknown>> = {}) => ({ version: 1, ...first, ...fields });

test('a policy as it is shown can be set again', () => {
  expect(parsePolicyFile(aFile())).toEqual({ version: 1, body: first });
});

test.each([
  [
    'a threshold below its floor',
    aFile({ privacy: { kScores: 2, kComments: 4 } }),
    /kScores: is a whole number, where a number of at least 3 fits; privacy\.kComments: .* at least 5 fits/,
  ],
  ['a section there is not', aFile({ privcy: {} }), /there is no setting privcy here; there is: version, privacy/],
  ['a setting there is not', aFile({ outbox: { ...first.outbox, hours: 1 } }), /outbox: there is no setting hours/],
  [
    'a kind of change there is not',
    aFile({ targets: { 'pay-raise': { connection: 'hr' } } }),
    /targets: there is no setting pay-raise here; there is: rating-outcome, follow-up/,
  ],
  ['a section left out', { ...aFile(), targets: undefined }, /targets: is missing, and a policy is set whole/],
  ['a setting left out', aFile({ privacy: { kScores: 7 } }), /privacy\.kComments: is missing/],
  ['no version', { ...aFile(), version: undefined }, /version: is missing, where a number fits/],
  ['no object', 7, /the policy/],
])('%s is refused by its path', (_what, written, message) => {
  expect(() => parsePolicyFile(written)).toThrow(message);
});

test('what differs is told down to the single value', () => {
  const after = { ...first, privacy: { ...first.privacy, kScores: 7 }, targets: { 'rating-outcome': { connection: 'hr', settings: {} } } };

  expect(changesBetween(first, after)).toEqual([
    { path: 'privacy.kScores', before: 5, after: 7 },
    { path: 'targets.rating-outcome', before: undefined, after: { connection: 'hr', settings: {} } },
  ]);
  expect(changesBetween(first, structuredClone(first))).toEqual([]);
});

test('of several who set the policy from the same version one does, and the others are told', async () => {
  const tenantId = await aTenant(database.tenancy);
  const set = (kScores: number) =>
    database.tenancy.inTenant(tenantId, anActor({ id: `with-${kScores}` }), (tx) =>
      approvePolicy(tx, tenantId, { ...first, privacy: { kScores, kComments: 10 } }, 1),
    );

  const outcomes = await Promise.allSettled([6, 7, 8].map(set));

  const [kept, ...more] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect([kept, more]).toEqual([2, []]);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({
        name: 'AskedWronglyError',
        message: expect.stringMatching(/at version 2.*made from version 1/),
      });
  const now = await database.tenancy.inTenant(tenantId, anActor(), currentPolicy);
  const { rows } = await database.owner.query<{ approved_by: string; actor_id: string }>(
    `select p.approved_by, a.actor_id from policy_version p join audit_entry a on a.tenant_id = p.tenant_id and a.event = 'policy.approved'
     where p.tenant_id = $1 and p.version = 2`,
    [tenantId],
  );
  const setter = `with-${now.privacy.kScores}`;
  expect(rows).toEqual([{ approved_by: setter, actor_id: setter }]);
});
