import { beforeAll, describe, expect, test } from '@jest/globals';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { CASE_TRANSITIONS_AT_CREATION } from '../database/migrations/case-transitions.js';
import { openCase } from './open-case.js';
import { caseStates, transitions } from './states.js';

const database = testDatabase();
let id: string;
beforeAll(async () => {
  const tenantId = await aTenant(database.tenancy);
  const opened = await database.tenancy.inTenant(tenantId, anActor(), (tx) => openCase(tx, tenantId, { kind: 'test', subject: 'test:1' }));
  id = opened.id;
  await database.owner.query('begin'); // never committed: every try goes back to a savepoint
});

const pairs = caseStates.flatMap((from) => caseStates.filter((to) => to !== from).map((to) => ({ from, to })));

/** @returns undefined, or the code the database refused with. */
async function move(from: string, to: string): Promise<string | undefined> {
  await database.owner.query('set local session_replication_role = replica'); // puts the case there without asking how it got there
  await database.owner.query('update review_case set state = $2 where id = $1', [id, from]);
  await database.owner.query('set local session_replication_role = origin; savepoint before_it_moves');
  try {
    await database.owner.query('update review_case set state = $2 where id = $1', [id, to]);
    return undefined;
  } catch (cause) {
    await database.owner.query('rollback to savepoint before_it_moves');
    return (cause as { code: string }).code; // what pg throws has one
  }
}

describe('a case', () => {
  test.each(pairs)('may go from $from to $to only if the states say so', async ({ from, to }) => {
    const legal: readonly string[] = transitions[from];

    expect(await move(from, to)).toBe(legal.includes(to) ? undefined : 'PL004');
  });

  test.each(caseStates.filter((state) => state !== 'open'))('may not begin as %s', async (state) => {
    await database.owner.query('savepoint before_it_begins');

    const copy = database.owner.query(
      `insert into review_case (tenant_id, id, kind, subject, role, state, due_at, policy_version, trace_id)
       select tenant_id, gen_random_uuid(), kind, 'test:2', role, $2, due_at, policy_version, trace_id from review_case where id = $1`,
      [id, state],
    );

    await expect(copy).rejects.toMatchObject({ code: 'PL004' });
    await database.owner.query('rollback to savepoint before_it_begins');
  });
});

test('the code and the database know the same transitions', () => {
  const withTargets = Object.fromEntries(Object.entries(transitions).filter(([, targets]) => targets.length > 0));

  expect(withTargets).toEqual(CASE_TRANSITIONS_AT_CREATION);
});
