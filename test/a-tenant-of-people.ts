import { z } from 'zod';
import { type Canonical, type KindName, kinds } from '../mappings/canonical/kinds.js';
import type { Person } from '../mappings/canonical/person.js';
import type { Envelope } from '../src/files/envelope.js';
import { People } from '../src/people/people.js';
import { Records } from '../src/records/records.js';
import { storeRecords } from '../src/records/store-records.js';
import { Consequences } from '../src/review/consequences.js';
import type { DecisionRequest } from '../src/review/decision.js';
import { IdentityCases } from '../src/review/identity-cases.js';
import { aReviewService } from './a-review-service.js';
import { aTenantReading } from './a-tenant-reading.js';
import { anActor, type TestDatabase } from './database.js';

export const employee = (value: string) => ({ kind: 'bamboohr.employee@acme', value });
export const mail = (value: string) => ({ kind: 'work-email', value });
export const number = (value: string) => ({ kind: 'employee-number', value });
export const account = (value: string) => ({ kind: 'jira.account', value });

/** A tenant whose sources bring what the test says, as their mappings would have made it; and whoever decides who is who there. */
export async function aTenantOfPeople(database: TestDatabase, envelope: Envelope) {
  const { tenancy, owner } = database;
  const { tenantId, connectionId } = await aTenantReading(database, envelope);
  const people = new People(tenancy, new Records(tenancy, envelope));
  const consequences = new Consequences();
  const review = aReviewService(tenancy, envelope, consequences);
  const cases = new IdentityCases(tenancy, people, consequences);
  cases.onModuleInit();

  /** Brings records of one kind by their source's key; one that is undefined is gone. */
  const bring = <Name extends KindName>(stream: string, kind: Name, records: Readonly<Record<string, Canonical<Name> | undefined>>) => {
    const index = kinds[kind].index as (record: Canonical<Name>) => ReturnType<(typeof kinds)[KindName]['index']>; // one kind's schema and index belong together
    const mapped = Object.entries(records).flatMap(([key, given]) => {
      if (given === undefined) return [];
      const record = kinds[kind].schema.parse(given) as Canonical<Name>; // the schema of that very kind
      return [{ kind, part: '', record, index: index(record), key, mapping: 'test' }];
    });
    const store = { tenantId, connectionId, stream, envelope, cycles: new Map<string, string>() };
    return tenancy.inTenant(tenantId, anActor(), (tx) => storeRecords(tx, store, mapped, Object.keys(records)));
  };

  return {
    tenantId,
    people,
    cases,
    bring,
    /** Person records; each names at least what a test is about. */
    arrive: (stream: string, records: Readonly<Record<string, (Partial<Person> & Pick<Person, 'identifiers'>) | undefined>>) =>
      bring(
        stream,
        'person',
        Object.fromEntries(
          Object.entries(records).map(([key, fields]) => [
            key,
            fields && { displayName: `Number ${key}`, workEmail: null, hiredOn: '2020-01-01', employment: 'active' as const, ...fields },
          ]),
        ),
      ),
    /** Work of whoever has the account, done on that day. */
    work: (items: Readonly<Record<string, { account: string; on: string }>>) =>
      bring(
        'issues',
        'work-item',
        Object.fromEntries(
          Object.entries(items).map(([key, { account: value, on }]) => [
            key,
            {
              assignee: account(value),
              reference: key,
              project: 'P',
              title: key,
              state: 'done' as const,
              createdOn: on,
              resolvedOn: on,
              points: null,
              labels: [],
            },
          ]),
        ),
      ),
    resolve: () => people.resolve(tenantId, anActor()),
    openCases: () => cases.openForQuestions(tenantId, anActor()),
    decide: (caseId: string, request: Pick<DecisionRequest, 'decision' | 'edited'>) =>
      review.decide(tenantId, anActor(), caseId, { reasonCode: 'known', reason: 'somebody knows them', ...request }),
    /** Cases of who is who, oldest first. */
    async identityCases() {
      const { rows } = await owner.query<{ id: string; state: string }>(
        `select id, state from review_case where tenant_id = $1 and kind = 'identity' order by opened_at, id`,
        [tenantId],
      );
      return rows;
    },
    /** By the source's key, the name of the person each current record is linked to; null where it is nobody's. */
    async belongings(kind: KindName) {
      const { rows } = await owner.query<{ key: string; name: string | null }>(
        `select r.raw_key as key, p.display_name as name from record r left join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
         where r.tenant_id = $1 and r.kind = $2 and r.superseded_at is null order by r.raw_key`,
        [tenantId, kind],
      );
      return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
    },
    async personNamed(name: string) {
      const { rows } = await owner.query<{ id: string }>('select id from person where tenant_id = $1 and display_name = $2', [
        tenantId,
        name,
      ]);
      return z.string().parse(rows[0]?.id);
    },
    /** Everything that says who is who. */
    async state() {
      const tables = [
        'person',
        'person_identifier',
        'identifier_claim',
        'identity_question',
        'employment',
        'record',
        'review_case',
        'audit_entry',
      ];
      const all = await Promise.all(
        tables.map((table) =>
          owner.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t where tenant_id = $1 order by 1`, [tenantId]),
        ),
      );
      return Object.fromEntries(tables.map((table, at) => [table, all[at]?.rows.map(({ row }) => row)]));
    },
    async audited(event: string) {
      const { rows } = await owner.query('select from audit_entry where tenant_id = $1 and event = $2', [tenantId, event]);
      return rows.length;
    },
  };
}
