import { beforeEach, describe, expect, test } from '@jest/globals';
import { account, aTenantOfPeople, employee, mail } from '../../test/a-tenant-of-people.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { anActor, testDatabase } from '../../test/database.js';
import { takenBack } from './before.js';

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
/** Days in the past for what was given up: today is the day on which it was seen. */
const gaveUp = (value: string, on: string) =>
  database.owner.query(
    `update person_identifier set valid_to = $3 where tenant_id = $1 and value = $2 and valid_to < 'infinity' and valid_to > current_date`,
    [tenant.tenantId, value, on],
  );

/** Who has and had what, who is named for it, what is whose, and which identifiers are asked about. */
const world = async () => {
  const read = async (sql: string) => (await database.owner.query<{ row: string }>(sql, [tenant.tenantId])).rows.map(({ row }) => row);
  return {
    held: await read('select to_jsonb(t)::text as row from person_identifier t where tenant_id = $1 order by 1'),
    claims: await read('select to_jsonb(t)::text as row from identifier_claim t where tenant_id = $1 order by 1'),
    records: await read(
      `select raw_key || ' ' || kind || ' ' || coalesce(person_id::text, '-') as row from record where tenant_id = $1 order by 1`,
    ),
    placed: await read(`select to_jsonb(t) - 'learned_at' || '{}' as row from employment t where tenant_id = $1 order by 1`),
    asked: await read(
      `select kind || value || claimants::text || held::text as row from identity_question where tenant_id = $1 and about = 'identifier' and state = 'open' order by 1`,
    ),
  };
};

/** What happened before record 4 came, which names the mail and two accounts. */
const histories: Readonly<Record<string, () => Promise<void>>> = {
  'somebody has the mail': () => says(someone('1', 'Ann', desk)),
  'somebody gave up the mail and an account': async () => {
    await says(someone('1', 'Ann', desk, y));
    await says(someone('1', 'Ann'));
    await gaveUp('y', '2022-07-01');
    await gaveUp('desk@example.com', '2022-07-01');
  },
  'somebody gave up an account, and another has the mail': async () => {
    await says(someone('1', 'Ann', y), someone('2', 'Bob', desk));
    await says(someone('1', 'Ann'));
    await gaveUp('y', '2022-05-01');
  },
  'an account was handed over, and given up': async () => {
    await says(someone('1', 'Ann', x), someone('2', 'Bob', desk));
    await says(someone('1', 'Ann'), someone('2', 'Bob', desk, x));
    await answer((await waiting())[0], 'Bob', '2022-03-01');
    await says(someone('2', 'Bob', desk));
    await gaveUp('x', '2022-06-01');
  },
  'two go by an account, and somebody said whose it is': async () => {
    await says(someone('1', 'Ann', x), someone('2', 'Bob', desk));
    await says(someone('2', 'Bob', desk, x));
    await answer((await waiting())[0], 'Ann');
  },
  'two go by an account, and nobody has said whose it is': async () => {
    await says(someone('1', 'Ann', x), someone('2', 'Bob', desk));
    await says(someone('2', 'Bob', desk, x));
  },
};
const four = someone('4', 'Dot', desk, x, y);
const decisions: Readonly<Record<string, (caseId: string) => Promise<void>>> = {
  'somebody new': async (caseId) => void (await tenant.decide(caseId, { decision: 'approve' })),
  'the first': (caseId) => answer(caseId, 'Ann'),
  'somebody new, whose all of it is': async (caseId) => {
    await tenant.decide(caseId, { decision: 'approve' });
    await tenant.openCases();
    for (const asked of await waiting()) await answer(asked, 'Dot');
  },
  'somebody new, to whom all of it was handed over': async (caseId) => {
    await tenant.decide(caseId, { decision: 'approve' });
    await tenant.openCases();
    for (const asked of await waiting()) await answer(asked, 'Dot', '2022-06-15');
  },
  'somebody new, and what they share another’s since': async (caseId) => {
    await tenant.decide(caseId, { decision: 'approve' });
    await tenant.openCases();
    const dot = await tenant.personNamed('Dot');
    const { rows } = await database.owner.query<{ id: string; people: string[] }>(
      `select c.id, q.people from review_case c join identity_question q on c.subject = 'identity:' || q.id
       where q.tenant_id = $1 and q.about = 'identifier' and c.state = 'open'`,
      [tenant.tenantId],
    );
    for (const { id, people } of rows)
      await tenant.decide(id, { decision: 'edit', edited: { personId: people.find((one) => one !== dot), from: '2022-06-15' } });
    await tenant.openCases();
  },
};

describe.each(Object.keys(histories))('where %s', (history) => {
  test.each(Object.keys(decisions))('to say that a record is about %s, and take it back, leaves all as it was', async (decision) => {
    await tenant.arrive('employees', someone('3', 'Cid'));
    await histories[history]?.();
    await tenant.work({
      'P-1': { account: 'x', on: '2022-02-01' },
      'P-2': { account: 'x', on: '2022-07-01' },
      'P-3': { account: 'y', on: '2022-04-01' },
      'P-4': { account: 'y', on: '2022-08-01' },
    });
    await says(four);
    const before = await world();
    const caseId = await caseOfFour();
    await decisions[decision]?.(caseId);
    expect(await world()).not.toEqual(before);

    await tenant.cases.askAgain(tenant.tenantId, anActor(), caseId);

    expect(await world()).toEqual(before);
    await tenant.resolve();
    expect(await world()).toEqual(before);
  });
});

describe('a decision that was taken back', () => {
  test('leaves who had an account before one whom a waiting record may be about', async () => {
    await histories['somebody gave up the mail and an account']?.();
    await says(four);
    const caseId = await caseOfFour();
    await answer(caseId, 'Ann');
    await tenant.cases.askAgain(tenant.tenantId, anActor(), caseId);

    await tenant.arrive('employees', someone('5', 'Eve', y));

    expect(await tenant.resolve()).toMatchObject({ met: 0, ambiguous: [expect.any(String), expect.any(String)] });
  });

  test('takes with it what its record claimed later, and what it has given up', async () => {
    await says(someone('1', 'Ann', desk));
    await says(someone('4', 'Dot', desk, x));
    const caseId = await caseOfFour();
    await answer(caseId, 'Ann');
    await says(someone('4', 'Dot', desk, y));

    await tenant.cases.askAgain(tenant.tenantId, anActor(), caseId);

    expect((await world()).held.filter((row) => !row.includes('"1"') && !row.includes('desk'))).toEqual([]);
  });

  test.each([
    ['first', 0],
    ['last', 1],
  ])('of two about one account, the earlier one %s, brings back nothing that was a mistake', async (_order, at) => {
    await says(someone('1', 'Ann', desk), someone('2', 'Bob', mail('bob@example.com')));
    const before = (await world()).held;
    await says(someone('4', 'Dot', desk, x));
    await answer((await waiting())[0], 'Ann');
    const first = (await tenant.identityCases()).map(({ id }) => id);
    await says(someone('5', 'Eve', mail('bob@example.com'), x));
    await answer((await waiting())[0], 'Bob');
    const second = (await tenant.identityCases()).map(({ id }) => id).find((id) => !first.includes(id));

    const both = [first[0] ?? '', second ?? ''];
    for (const id of at === 0 ? both : both.toReversed()) await tenant.cases.askAgain(tenant.tenantId, anActor(), id);

    expect((await world()).held).toEqual(before);
  });

  test('can be given once more, and asks again what was said because of it', async () => {
    await says(someone('1', 'Ann', x, desk), someone('2', 'Bob', mail('bob@example.com')));
    await says(someone('4', 'Dot', mail('bob@example.com'), x));
    const caseId = await caseOfFour();
    await answer(caseId, 'Bob'); // who is called Dot then, as the record says
    await answer((await waiting())[0], 'Dot', '2022-05-01');
    const again = await tenant.cases.askAgain(tenant.tenantId, anActor(), caseId);
    await tenant.openCases();

    await answer(again, 'Bob');

    expect(await waiting()).toHaveLength(1);
  });
});

describe('what is taken back of an identifier', () => {
  const [ann, bob, cid] = ['a', 'b', 'c'] as const;
  const had = (personId: string, from: string, to: string) => ({ personId, source: 'source', from, to });

  test.each([
    [
      'gives a person what they had before',
      [had(ann, '-infinity', 'infinity')],
      [had(ann, '-infinity', '2022-05-01')],
      [had(ann, '-infinity', '2022-05-01')],
    ],
    [
      'joins again what a hand-over cut',
      [had(bob, '-infinity', '2022-05-01'), had(ann, '2022-05-01', 'infinity')],
      [had(bob, '-infinity', 'infinity')],
      [had(bob, '-infinity', 'infinity')],
    ],
    [
      'leaves others what they came to have since',
      [had(ann, '-infinity', '2022-05-01'), had(cid, '2022-05-01', 'infinity')],
      [had(bob, '2022-01-01', '2022-06-01')],
      [had(bob, '2022-01-01', '2022-05-01'), had(cid, '2022-05-01', 'infinity')],
    ],
  ])('%s', (_what, held, was, expected) => {
    expect(takenBack(held, [ann], was)).toEqual(expected);
  });
});
