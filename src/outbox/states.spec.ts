import { beforeAll, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { TRANSITIONS_AT_CREATION } from '../database/migrations/outbox-transitions.js';
import { outboxStates, transitions } from './states.js';

const database = testDatabase();
let id: string;
beforeAll(async () => {
  const tenant = await aTenantWriting(database, anEnvelope());
  id = await tenant.plan('1', '4');
  await tenant.setMessages(`approved_by = 'person:test', previewed_at = now()`);
  await database.owner.query('begin'); // never committed: every try goes back to a savepoint
});

const pairs = outboxStates.flatMap((from) => outboxStates.filter((to) => to !== from).map((to) => ({ from, to })));

/** @returns undefined, or the code the database refused with. */
async function move(from: string, to: string): Promise<string | undefined> {
  await database.owner.query('set local session_replication_role = replica'); // puts the message there without asking how it got there
  await database.owner.query('update outbox_message set state = $2 where id = $1', [id, from]);
  await database.owner.query('set local session_replication_role = origin; savepoint before_it_moves');
  try {
    await database.owner.query('update outbox_message set state = $2 where id = $1', [id, to]);
    return undefined;
  } catch (cause) {
    await database.owner.query('rollback to savepoint before_it_moves');
    return (cause as { code: string }).code; // what pg throws has one
  }
}

describe('an outbox message', () => {
  test.each(pairs)('may go from $from to $to only if the states say so', async ({ from, to }) => {
    const legal: readonly string[] = transitions[from];

    expect(await move(from, to)).toBe(legal.includes(to) ? undefined : 'PL003');
  });

  test.each(outboxStates.filter((state) => state !== 'planned'))('may not begin as %s', async (state) => {
    await database.owner.query('savepoint before_it_begins');

    const copy = database.owner.query(
      `insert into outbox_message (tenant_id, id, idempotency_key, decision_id, connection_id, operation, natural_key, entity, change, intent_hash, state, approved_by, previewed_at, policy_version, trace_id)
       select tenant_id, gen_random_uuid(), 'another', decision_id, connection_id, operation, natural_key, entity, change, intent_hash, $2, 'person:test', now(), policy_version, trace_id
       from outbox_message where id = $1`,
      [id, state],
    );

    await expect(copy).rejects.toMatchObject({ code: 'PL003' });
    await database.owner.query('rollback to savepoint before_it_begins');
  });
});

test('the code and the database know the same transitions', () => {
  const withTargets = Object.fromEntries(Object.entries(transitions).filter(([, targets]) => targets.length > 0));

  expect(withTargets).toEqual(TRANSITIONS_AT_CREATION);
});
