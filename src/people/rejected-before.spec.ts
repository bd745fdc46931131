import { beforeEach, expect, test } from '@jest/globals';
import { account, aTenantOfPeople, employee, mail } from '../../test/a-tenant-of-people.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { anActor, testDatabase } from '../../test/database.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantOfPeople>>;
beforeEach(async () => {
  tenant = await aTenantOfPeople(database, envelope);
});

const [x, y, desk] = [account('x'), account('y'), mail('desk@example.com')];
const someone = (key: string, displayName: string, ...others: ReturnType<typeof account>[]) => ({
  [key]: { displayName, identifiers: [employee(key), ...others] },
});
const says = async (...records: ReturnType<typeof someone>[]) => {
  await tenant.arrive('employees', Object.assign({}, ...records) as ReturnType<typeof someone>);
  await tenant.resolve();
  await tenant.openCases();
};
const waiting = async () => (await tenant.identityCases()).filter(({ state }) => state === 'open').map(({ id }) => id);
const answer = async (caseId: string | undefined, name: string, from?: string) => {
  await tenant.decide(caseId ?? '', { decision: 'edit', edited: { personId: await tenant.personNamed(name), from } });
  await tenant.openCases();
};
/** The case of the question about the record that came as number 4. */
const caseOfFour = async () => {
  const { rows } = await database.owner.query<{ id: string }>(
    `select c.id from review_case c join identity_question q on c.subject = 'identity:' || q.id join record r on r.tenant_id = q.tenant_id and r.id = q.record_id
     where q.tenant_id = $1 and r.raw_key = '4' and r.superseded_at is null and q.state <> 'withdrawn'`,
    [tenant.tenantId],
  );
  return rows[0]?.id ?? '';
};
const held = async () =>
  (
    await database.owner.query<{ row: string }>(
      'select to_jsonb(t)::text as row from person_identifier t where tenant_id = $1 order by 1',
      [tenant.tenantId],
    )
  ).rows;

const rejectShared = async () => {
  await says(someone('1', 'Ann', x), someone('2', 'Bob', desk));
  await says(someone('2', 'Bob', desk, x));
  await tenant.decide((await waiting())[0] ?? '', { decision: 'reject' });
};
const questions = async () =>
  (
    await database.owner.query<{ state: string; round: number }>(
      `select state, round from identity_question where tenant_id = $1 and about = 'identifier' and value = 'x' order by round`,
      [tenant.tenantId],
    )
  ).rows.map(({ state, round }) => `${round} ${state}`);

test('a decision that was taken back leaves rejected what somebody had rejected before it, and asks nothing of it again', async () => {
  await rejectShared();
  await says(someone('4', 'Dot', desk, x, y));
  const before = await held();
  const caseId = await caseOfFour();
  await tenant.decide(caseId, { decision: 'approve' }); // somebody new, who goes by the account too
  await tenant.openCases();
  expect(await questions()).toEqual(['1 withdrawn', '2 open']);
  expect(await tenant.audited('identity.stands')).toBe(0);

  await tenant.cases.askAgain(tenant.tenantId, anActor(), caseId);
  await tenant.openCases();
  expect(await tenant.audited('identity.stands')).toBe(1);

  expect(await questions()).toEqual(['1 open', '2 withdrawn']);
  expect(await held()).toEqual(before);
  expect(await waiting()).toHaveLength(1); // of record 4 alone
  await tenant.resolve();
  expect(await questions()).toEqual(['1 open', '2 withdrawn']);
});

test('what somebody rejected is asked anew while other people go by it, and no longer once they do not', async () => {
  await says(someone('3', 'Cid'));
  await rejectShared();

  await says(someone('3', 'Cid', x));
  expect(await questions()).toEqual(['1 withdrawn', '2 open']);
  expect(await waiting()).toHaveLength(1);

  await says(someone('3', 'Cid'));
  expect(await questions()).toEqual(['1 open', '2 withdrawn']);
  expect(await waiting()).toEqual([]);
});

test('what somebody rejected is asked anew where it was answered since', async () => {
  await says(someone('3', 'Cid'));
  await rejectShared();
  await says(someone('3', 'Cid', x));
  await answer((await waiting())[0], 'Cid');

  await says(someone('3', 'Cid'));

  expect(await questions()).toEqual(['1 withdrawn', '2 answered', '3 open']);
});

test('what somebody rejected and then asked again themselves stays open', async () => {
  await rejectShared();
  const [rejected] = await tenant.identityCases();
  await tenant.cases.askAgain(tenant.tenantId, anActor(), rejected?.id ?? '');
  await says(someone('4', 'Dot', desk, x, y));
  const caseId = await caseOfFour();
  await tenant.decide(caseId, { decision: 'approve' });
  await tenant.cases.askAgain(tenant.tenantId, anActor(), caseId);
  await tenant.openCases();

  expect(await questions()).toContainEqual('1 withdrawn');
  expect((await questions()).filter((one) => one.endsWith('open'))).toHaveLength(1);
  expect(await waiting()).toHaveLength(2);
});
