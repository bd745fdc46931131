import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { filledHub } from '../filled-hub.js';

const { database } = filledHub();

/** Tables whose rows nobody worked out, or that are parts of a row that names the policy itself. */
const NAMED_ELSEWHERE: Readonly<Record<string, string>> = {
  audit_block: 'a seal',
  audit_checkpoint: 'a seal',
  audit_entry: 'what happened',
  connection: 'set by a person',
  cycle: 'as its source has it',
  delivery: 'what happened to a message',
  finding_run: 'which findings are kept, each naming its own',
  identifier_claim: 'part of a record',
  outbox_acceptance: 'decided by a person',
  outbox_approval: 'decided by a person',
  person: 'who somebody is follows from their identifiers',
  policy_version: 'is it',
  privacy_ledger: 'part of a release',
  quarantined_record: 'as it came',
  raw_history: 'as it came',
  raw_record: 'as it came',
  reconciliation_row: 'part of a report',
  run_record: 'part of a run',
  stream_state: 'where a read stands',
  sync_run: 'what happened',
  tenant: 'set by a person',
  unit: 'as its source has it',
};

const named = async (sql: string) => z.array(z.object({ name: z.string() })).parse((await database.owner.query(sql)).rows);

test('every table of worked-out rows names the policy they were worked out under, and so does every row the flow made', async () => {
  const tables = await named(`select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')`);
  const found = await named(`select attrelid::regclass::text as name from pg_attribute where attname = 'policy_version'`);
  const naming = found.map(({ name }) => name);
  const computed = tables.map(({ name }) => name).filter((name) => !(name in NAMED_ELSEWHERE));

  expect(computed.filter((name) => !naming.includes(name))).toEqual([]);
  for (const table of computed)
    expect({ table, unnamed: (await named(`select '' as name from ${table} where policy_version is null`)).length }).toEqual({
      table,
      unnamed: 0,
    });
});

test('who somebody is and where they were name the one in force then, which is not the first', async () => {
  for (const table of ['person_identifier', 'employment'])
    expect(await named(`select distinct policy_version::text as name from ${table}`)).toEqual([{ name: '2' }]);
});
