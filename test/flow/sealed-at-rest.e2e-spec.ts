import { beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { aReviewService } from '../a-review-service.js';
import { goals, reviews } from '../../connectors/bamboohr/streams/tables.js';
import { RecordError, TransientError } from '../../connectors/kit/errors.js';
import { Findings } from '../../src/findings/findings.js';
import { approvePolicy } from '../../src/policy/policy.js';
import { createLog } from '../../src/log/log.js';
import { Acceptance } from '../../src/outbox/acceptance.js';
import { InProcessQueue } from '../../src/queue/in-process-queue.js';
import { PrivacyLedger } from '../../src/privacy/ledger.js';
import { Consequences } from '../../src/review/consequences.js';
import { openCase } from '../../src/review/open-case.js';
import { anEnvelope } from '../an-envelope.js';
import { aPage, aTenantReading } from '../a-tenant-reading.js';
import { aTenantWriting } from '../a-tenant-writing.js';
import { anActor, testDatabase } from '../database.js';
import { givingPages } from '../scripted-source.js';

/** Nobody who copies the database may read it in any of its columns. */
const SECRET = 'Zanzibar';
const database = testDatabase();
const envelope = anEnvelope();

/** Says the word wherever people write something confidential: a review, a goal, records that do not fit, a finding, a decision, a change, an answer. */
beforeAll(async () => {
  const reading = await aTenantReading(database, envelope);
  const { tenantId } = reading;
  const review = {
    id: '1',
    employeeId: '1',
    date: '2026-06-30',
    customCycle: '2026-H1',
    customRating: 4,
    customReviewer: '2',
    customText: `moved to ${SECRET}`,
  };
  const goal = { id: '1', employeeId: '1', customGoalId: '1', customTitle: `open ${SECRET}`, customPercent: 50 };
  const misfits = [{ ...review, id: '2', date: SECRET }, { note: SECRET }];
  await reading.syncStreams([
    {
      ...reviews,
      read: givingPages([aPage([review, ...misfits], { refused: [{ key: 'line 3', reason: 'three cells', excerpt: SECRET }] })]).read,
    },
    { ...goals, read: givingPages([aPage([goal, { ...goal, id: '2', customPercent: 150 }])]).read },
  ]);
  await database.tenancy.inTenant(tenantId, anActor(), async (tx) => {
    const cycle: unknown = await tx.query(
      `insert into cycle (tenant_id, id, kind, key, label) values ($1, $1, 'survey', 'spring', 'Spring') returning id`,
      [tenantId],
    );
    expect(cycle).toHaveLength(1);
    const item = { id: 'q1', text: `How is ${SECRET}?`, favourable: [4, 5], scale: { min: 1, max: 5 } };
    const respondents = Array.from({ length: 12 }, (_none, index) => ({
      person: `r${index}`,
      attributes: {},
      answers: { q1: 4 },
      texts: [],
      themes: [],
    }));
    const asked = {
      survey: { key: 'spring', label: 'Spring', items: [item] },
      respondents,
      field: null,
      cycleId: tenantId,
      smallestGroup: null,
      isRenewed: false,
      frozen: [],
    };
    await new PrivacyLedger(envelope).answer(tx, tenantId, asked);
    const sentences = [{ text: `${SECRET} stands out`, verdict: 'supported' as const, evidence: [] }];
    const found = {
      kind: 'test',
      about: 'it',
      subjectPersonId: null,
      body: { title: SECRET, sentences, facts: {} },
      evidence: [{ id: randomUUID(), version: 1 }],
      confidence: 1,
      engine: 'test@1',
    };
    await new Findings(database.tenancy, envelope).keep(tx, tenantId, { pipeline: 'test', version: 1, cycleId: tenantId, after: 0 }, [
      found,
    ]);
    await approvePolicy(tx, tenantId, {});
    const { id } = await openCase(tx, tenantId, { kind: 'test.kind', subject: 'test:1' });
    expect(id).toBeTruthy();
  });
  const consequences = new Consequences();
  consequences.register('test.kind', () => Promise.resolve(undefined), { edits: z.object({ text: z.string() }) });
  const service = aReviewService(database.tenancy, envelope, consequences);
  const [open] = await service.cases(tenantId, anActor(), 'open');
  await service.decide(tenantId, anActor(), open?.id ?? '', {
    decision: 'edit',
    reasonCode: 'agreed',
    reason: `seen in ${SECRET}`,
    edited: { text: SECRET },
  });

  const writing = await aTenantWriting(database, envelope);
  writing.held.rating.set('1', `was ${SECRET}`);
  await writing.approved('1', `goes to ${SECRET}`);
  await writing.deliver();
  expect(await writing.states()).toEqual(['verified']);
  writing.held.onApply = async () => Promise.reject(new RecordError(`answered 422 (${SECRET} is no rating)`));
  await writing.approved('2', '4');
  await writing.deliver();
  await writing.approved('3', '4');
  writing.held.onPresent = async () => Promise.reject(new TransientError(`answered 503 (${SECRET} is down)`));
  await writing.deliver();
  expect(await writing.states()).toEqual(['verified', 'rejected', 'approved']);
  writing.held.rating.set('1', `is ${SECRET} now`);
  const [{ id } = { id: '' }] = await writing.messages();
  const acceptance = new Acceptance(database.tenancy, writing.source, envelope, new InProcessQueue(createLog('silent')));
  const { heldHash } = await acceptance.look(writing.tenantId, anActor(), id);
  await acceptance.accept(writing.tenantId, anActor(), id, { heldHash, reason: `${SECRET} it is` });
  await writing.reconcile();
});

test.each([
  'record.body',
  'raw_record.payload',
  'raw_history.payload',
  'quarantined_record.payload',
  'finding.body',
  'release.body',
  'outbox_message.change',
  'outbox_message.base',
  'outbox_message.reason',
  'outbox_acceptance.held',
  'outbox_acceptance.reason',
  'delivery.reason',
  'reconciliation_row.reason',
  'decision.content',
  'decision.reason',
])('%s has something in it, sealed', async (place) => {
  const [table, column] = place.split('.');
  const { rows } = await database.owner.query<{ sealed: Buffer }>(`select ${column} as sealed from ${table} where ${column} is not null`);

  expect(rows.length).toBeGreaterThan(0);
  for (const { sealed } of rows) expect(sealed.includes(SECRET)).toBe(false);
});

/** What of the outbox may be read by whoever copies the database, and why. */
const IN_THE_CLEAR: Readonly<Record<string, string>> = {
  'outbox_message.idempotency_key': 'a keyed hash',
  'outbox_message.operation': 'a name of ours: employee.update',
  'outbox_message.natural_key': "ids of the source's and of ours, and the key of a cycle: messages of one matter are found by it",
  'outbox_message.entity': "the source's own id of what is changed, or a hash: messages of one entity go in order",
  'outbox_message.state': 'one of eleven words',
  'outbox_message.approved_by': 'the id of an actor',
  'outbox_acceptance.accepted_by': 'the id of an actor',
  'outbox_message.reference': "the source's own id of what was done",
  'delivery.step': 'one of five words',
  'delivery.outcome': 'a state',
  'reconciliation_report.accounts': 'counts',
  'reconciliation_report.totals': 'counts',
  'reconciliation_row.operation': 'a name of ours',
  'reconciliation_row.reference': "the source's own id of what is there",
  'reconciliation_row.status': 'one of six words',
};

test('of the outbox, and of whatever refers to its messages, no text stands in the clear that is not named here with why', async () => {
  const { rows: columns } = await database.owner.query<{ place: string }>(
    `with outbox as (
       select 'outbox_message'::regclass as oid
       union select conrelid from pg_constraint where contype = 'f' and confrelid = 'outbox_message'::regclass and conparentid = 0
       union select con.confrelid from pg_constraint con where con.contype = 'f' and con.conrelid = 'reconciliation_row'::regclass
         and con.confrelid = 'reconciliation_report'::regclass)
     select c.relname || '.' || a.attname as place from outbox join pg_class c using (oid) join pg_attribute a on a.attrelid = c.oid
     join pg_type t on t.oid = a.atttypid
     where a.attnum > 0 and not a.attisdropped and (t.typcategory = 'S' or t.typname in ('json', 'jsonb', 'xml', '_text')) order by 1`,
  );

  expect(columns.map(({ place }) => place)).toEqual(Object.keys(IN_THE_CLEAR).toSorted());
});

test('the word is in no column of no table, as text or as bytes', async () => {
  const { rows: columns } = await database.owner.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`,
  );

  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const holds = type === 'bytea' ? `position($1::text::bytea in ${column}) > 0` : `position($1 in ${column}::text) > 0`;
    const { rows } = await database.owner.query<{ n: number }>(`select count(*)::int as n from ${table} where ${holds}`, [SECRET]);
    if ((rows[0]?.n ?? 0) > 0) found.push(`${table}.${column}`);
  }
  expect(columns.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test('what is sealed opens for its own tenant and for no other', async () => {
  const { rows } = await database.owner.query<{ tenant_id: string; body: Buffer }>('select tenant_id, body from record limit 1');
  const [record] = rows;
  if (record === undefined) throw new Error('a record was made');

  expect(JSON.stringify(envelope.open(record.tenant_id, record.body))).toContain(SECRET);
  expect(() => envelope.open(randomUUID(), record.body)).toThrow();
});
