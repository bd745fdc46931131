import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant, employee } from '../../test/a-reviewed-tenant.js';
import { anActor, testDatabase } from '../../test/database.js';
import { approvePolicy, type Policy } from '../policy/policy.js';
import type { DecisionRequest } from '../review/decision.js';
import { openCase as openCaseOf } from '../review/open-case.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
let caseId: string;
beforeEach(async () => {
  tenant = await aReviewedTenant(database, envelope);
});
const openCase = async () => {
  await tenant.calibrate();
  caseId = (await tenant.cases()).find(({ state }) => state === 'open')?.id ?? '';
};
const decide = (fields: Partial<DecisionRequest> = {}) =>
  tenant.review.decide(tenant.tenantId, anActor(), caseId, {
    decision: 'approve',
    reasonCode: 'agreed',
    reason: 'as discussed',
    ...fields,
  });
const CHANGING = [
  ['approve', {}],
  ['edit', { edited: { score: 2 } }],
  ['override', { edited: { score: 2 } }],
] as const;
/** The case waits as it did: no decision, nothing planned. */
const expectNothingDecided = async () => {
  expect(await tenant.planned()).toEqual([]);
  expect(await tenant.audited('case.decided')).toEqual([]);
  expect((await tenant.cases()).find(({ id }) => id === caseId)?.state).toBe('open');
};
const score = (written: string) => expect.objectContaining({ fields: expect.objectContaining({ customRating: written }) });

describe('the rating that is written', () => {
  beforeEach(openCase);

  test('is the one that stands, and the finding says which version of which record that is', async () => {
    await decide();

    expect(await tenant.planned()).toContainEqual(score('3'));
    const [finding] = (await tenant.found()).holding;
    const { rows } = await database.owner.query<{ id: string; version: number }>(
      `select id, version from record where tenant_id = $1 and kind = 'rating'`,
      [tenant.tenantId],
    );
    expect(finding?.body.facts).toEqual({
      cycleKey: '2026-H1',
      score: 3,
      scoreAtLeast: 1,
      scoreAtMost: 5,
      ratingId: rows[0]?.id,
      ratingVersion: rows[0]?.version,
    });
  });

  test.each(CHANGING.slice(1))('is the reviewer’s own after %s', async (decision, fields) => {
    await decide({ decision, ...fields });

    expect(await tenant.planned()).toContainEqual(score('2'));
  });

  test.each([
    ['text', { score: 'two' }, /score: .*number/],
    ['nothing', {}, /score: /],
    ['below the scale', { score: -99 }, /from 1 to 5, and -99 is not one of them/],
    ['above the scale', { score: 6 }, /from 1 to 5/],
    ['between its steps', { score: 3.5 }, /whole numbers from 1 to 5/],
    ['a field there is not', { score: 4, bogus: 4 }, /bogus cannot be changed here; what can is: score/],
  ])('is one that could have been given, not %s', async (_what, edited, message) => {
    for (const decision of ['edit', 'override'] as const)
      await expect(decide({ decision, edited })).rejects.toMatchObject({
        name: 'BadRequestException',
        message: expect.stringMatching(message) as unknown,
      });

    await expectNothingDecided();
  });

  test('is told beforehand as a write to the connection the policy names', async () => {
    expect((await tenant.cases()).find(({ id }) => id === caseId)?.writesTo).toBe('hr');
  });

  test('is told beforehand as written nowhere, where the policy names none', async () => {
    await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => approvePolicy(tx, tenant.tenantId, {}));

    expect((await tenant.cases()).find(({ id }) => id === caseId)?.writesTo).toBeNull();
  });
});

describe.each(CHANGING)('to %s is refused as a conflict', (decision, fields) => {
  beforeEach(openCase);
  const expectRefused = async (message: RegExp) => {
    await expect(decide({ decision, ...fields })).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringMatching(message) as unknown,
    });
    await expectNothingDecided();
  };

  test('when the rating was changed since', async () => {
    await tenant.arrive('rating', { r1: { score: 4 } });

    await expectRefused(/the rating was 3 .* is 4 now.*run calibration for this cycle again/);
  });

  test('when the rating has a new version, although the score is the same', async () => {
    await tenant.arrive('rating', { r1: { ratedOn: '2026-06-25' } });

    await expectRefused(
      /the rating was changed at its source since this was found, though it is 3 as it was.*run calibration for this cycle again/,
    );
  });

  test('when the rating was taken back', async () => {
    await tenant.arrive('rating', { r1: undefined });

    await expectRefused(/is not known as one now/);
  });

  test('when the same author gave a second rating', async () => {
    await tenant.arrive('rating', { r2: { score: 5 } });

    await expectRefused(/is not known as one now/);
  });

  test('when the review was rewritten', async () => {
    await tenant.arrive('review', { r1: { text: 'Noor closed 4 issues in the Atlas project in March 2026.' } });

    await expectRefused(/the review was changed/);
  });

  test('when evidence came that may make the claim true', async () => {
    await tenant.arrive('work-item', Object.fromEntries(['5', '6', '7', '8', '9'].map((number) => [`ATL-${number}`, {}])));

    await expectRefused(/pieces of work: 4 then, 9 now.*run calibration for this cycle again/);
  });

  test('when evidence turned out to be another person’s, or was withdrawn', async () => {
    const other = { assignee: employee('2') };
    await tenant.arrive('work-item', { 'ATL-1': other, 'ATL-2': other, 'ATL-3': undefined, 'ATL-4': undefined });

    await expectRefused(/pieces of work: 4 then, 0 now/);
  });

  test('when evidence says something else, and there is as much of it', async () => {
    await tenant.arrive('work-item', { 'ATL-1': { resolvedOn: '2026-05-10' } });

    await expectRefused(/pieces of work changed/);
  });

  test('when the finding was made anew and the case not closed yet', async () => {
    await tenant.arrive('rating', { r1: { score: 4 } });
    await tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1');

    await expectRefused(/found anew on other evidence/);
  });

  test('when the case was closed because of that', async () => {
    await tenant.arrive('rating', { r1: { score: 4 } });
    await tenant.calibrate();

    await expect(decide({ decision, ...fields })).rejects.toMatchObject({ name: 'ConflictException' });
    expect(await tenant.planned()).toEqual([]);
  });
});

test('after another calibration the new rating is the one that is written', async () => {
  await openCase();
  await tenant.arrive('rating', { r1: { score: 4 } });
  await openCase();

  await decide();

  expect(await tenant.planned()).toContainEqual(score('4'));
  expect(await tenant.planned()).not.toContainEqual(score('3'));
});

test('after another calibration finds the same, the same case can be decided', async () => {
  await openCase();
  await tenant.arrive('work-item', { 'ATL-5': { resolvedOn: '2026-05-10' } });
  await expect(decide()).rejects.toMatchObject({ name: 'ConflictException' });
  const [before] = await tenant.cases();

  expect(await tenant.calibrate()).toEqual({ opened: 0, closed: 0 });
  await decide();

  expect((await tenant.cases()).map(({ id, state }) => ({ id, state }))).toEqual([{ id: before?.id, state: 'decided' }]);
  expect(await tenant.planned()).toContainEqual(score('3'));
});

test('work of other days or of other people keeps nobody from deciding', async () => {
  await openCase();
  await tenant.arrive('work-item', {
    'ATL-8': { assignee: employee('2') },
    'ATL-9': { createdOn: '2026-08-01', resolvedOn: '2026-08-02' },
  });

  await decide();

  expect(await tenant.planned()).toContainEqual(score('3'));
});

test('what is said to have been shown is evidence of the finding, or nothing is decided', async () => {
  await openCase();
  const [finding] = (await tenant.found()).holding;
  const own = finding?.body.sentences.flatMap(({ evidence }) => evidence) ?? [];
  const approval = { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' } as const;
  const nobodys = { id: '00000000-0000-4000-8000-000000000000', version: 7 };

  await expect(tenant.review.decide(tenant.tenantId, anActor(), caseId, approval, [...own, nobodys])).rejects.toThrow(/is no evidence/);
  await expectNothingDecided();

  await tenant.review.decide(tenant.tenantId, anActor(), caseId, approval, own);
});

test('to reject needs no rating: nothing is written', async () => {
  await openCase();
  await tenant.arrive('rating', { r1: { score: 4 } });

  await decide({ decision: 'reject' });

  expect(await tenant.planned()).toEqual([]);
});

describe('where a person has ratings of several and none is of the author', () => {
  beforeEach(async () => {
    await tenant.arrive('person', { 3: {}, 4: {} });
    await tenant.arrive('rating', { r1: undefined, r3: { reviewer: employee('3') } });
    await tenant.arrive('rating', { r4: { reviewer: employee('4'), score: 5 } });
    await openCase();
  });

  test('none is chosen by guess', async () => {
    await expect(decide()).rejects.toThrow(/edit it, saying `score`/);

    await expectNothingDecided();
  });

  test('an edit says which', async () => {
    await decide({ decision: 'edit', edited: { score: 4 } });

    expect(await tenant.planned()).toContainEqual(score('4'));
  });
});

describe('where the policy names no target', () => {
  const aim = (targets: Policy['targets']) =>
    database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => approvePolicy(tx, tenant.tenantId, { targets }));
  beforeEach(async () => {
    await openCase();
    await aim({});
  });

  test('a decision is kept, and says that it leads nowhere and what to do', async () => {
    const { messages, notice } = await decide();

    expect(messages).toEqual([]);
    expect(notice).toContain('Nothing will be written: the policy names no target for a rating-outcome');
    expect(notice).toContain(`npm run plumbline -- cases carry-out ${caseId}`);
    expect(await tenant.audited('case.decided')).toHaveLength(1);
  });

  test('it is carried out once there is one, as it was decided, and only once', async () => {
    await decide({ decision: 'edit', edited: { score: 2 } });
    await aim({ 'rating-outcome': { connection: 'hr', settings: {} } });

    const first = await tenant.carryOut(caseId);
    const again = await tenant.carryOut(caseId);

    expect(first.messages).toHaveLength(2);
    expect(again).toEqual(first);
    expect(await tenant.planned()).toHaveLength(2);
    expect(await tenant.planned()).toContainEqual(score('2'));
    expect((await tenant.audited('decision.carried-out'))[0]).toMatchObject({ subject: `case:${caseId}`, details: { messages: 2 } });
  });

  test('it is not carried out on evidence that changed since', async () => {
    await decide();
    await tenant.arrive('rating', { r1: { score: 4 } });
    await aim({ 'rating-outcome': { connection: 'hr', settings: {} } });

    await expect(tenant.carryOut(caseId)).rejects.toMatchObject({ name: 'ConflictException' });

    expect(await tenant.planned()).toEqual([]);
  });

  test.each([
    ['nobody decided', undefined, /nobody has decided/],
    ['was returned', 'return', /nobody has decided/],
    ['was rejected', 'reject', /nothing follows/],
  ] as const)('nothing is carried out of a case that %s', async (_what, decision, message) => {
    if (decision !== undefined) await decide({ decision });

    await expect(tenant.carryOut(caseId)).rejects.toThrow(message);
  });
});

test('a decision that is carried out at once says what is planned, and carrying it out again adds nothing', async () => {
  await openCase();

  const { messages, notice } = await decide();

  expect([messages.length, notice]).toEqual([2, null]);
  expect((await tenant.carryOut(caseId)).messages).toEqual(messages);
  expect(await tenant.planned()).toHaveLength(2);
});

test('follow-ups say in the source which case they are of, and none waits for another', async () => {
  const { tenantId } = tenant;
  await database.owner.query(
    `insert into connection (tenant_id, id, name, connector, config_sealed) values ($1, gen_random_uuid(), 'work', 'jira', '')`,
    [tenantId],
  );
  const cases = await database.tenancy.inTenant(tenantId, anActor(), async (tx) => {
    await approvePolicy(tx, tenantId, { targets: { 'follow-up': { connection: 'work', settings: { projectKey: 'ATL' } } } });
    const opened = [];
    for (const subject of ['one', 'other']) opened.push((await openCaseOf(tx, tenantId, { kind: 'listening', subject })).id);
    return opened;
  });

  for (const id of cases)
    await tenant.review.decide(tenantId, anActor(), id, { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' });

  const told = (await tenant.planned()).map((change) => JSON.stringify(change));
  expect(told.map((change) => cases.filter((id) => change.includes(id)))).toEqual(cases.map((id) => [id]));
  const { rows } = await database.owner.query('select distinct entity from outbox_message where tenant_id = $1', [tenantId]);
  expect(rows).toHaveLength(2);
});
