import { beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { aReviewService } from '../../test/a-review-service.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { Connections } from '../connections/connections.js';
import { canonicalJson } from '../files/envelope.js';
import { Findings } from '../findings/findings.js';
import { planMessage } from '../outbox/plan-message.js';
import { Consequences } from './consequences.js';
import type { DecisionRequest } from './decision.js';
import { openCase } from './open-case.js';
import type { ReviewService } from './review.service.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenantId: string;
let review: ReviewService;
let consequences: Consequences;
beforeEach(async () => {
  tenantId = await aTenant(database.tenancy);
  consequences = new Consequences();
  review = aReviewService(database.tenancy, envelope, consequences);
});

const aDecision = (fields: Partial<DecisionRequest> = {}): DecisionRequest => ({
  decision: 'approve',
  reasonCode: 'agreed',
  reason: 'as discussed',
  ...fields,
});
const aCase = async (kind = 'test.kind') => {
  const { id } = await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
    openCase(tx, tenantId, { kind, subject: `test:${randomUUID()}` }),
  );
  return id;
};
const count = async (table: 'decision' | 'outbox_message' | 'audit_entry', condition = 'true') => {
  const { rows } = await database.owner.query<{ n: number }>(
    `select count(*)::int as n from ${table} where tenant_id = $1 and ${condition}`,
    [tenantId],
  );
  return rows[0]?.n;
};
const stateOf = async (id: string) => (await review.cases(tenantId, anActor())).find((one) => one.id === id)?.state;
/** Plans one write for each decision on a case of the kind. */
async function planning(kind: string): Promise<void> {
  const connectionId = await new Connections(database.tenancy, envelope).configure(tenantId, anActor(), {
    name: 'hr',
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key' },
  });
  consequences.register(kind, async (tx, tenant, _actor, { decisionId, version }) => {
    const change = { employeeId: '1', fields: { customLastRating: '4' } };
    await planMessage(tx, tenant, envelope, {
      connectionId,
      operation: 'employee.update',
      entity: 'employee:1',
      naturalKey: 'rating 1',
      change,
      decisionId,
      version: String(version),
    });
  });
}

describe('of several who decide at once', () => {
  test('exactly one wins, and the others are told', async () => {
    const id = await aCase();

    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => review.decide(tenantId, anActor(), id, aDecision())));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'ConflictException' });
    expect(await count('decision')).toBe(1);
    expect(await count('audit_entry', `event = 'case.decided'`)).toBe(1);
  });
});

describe('a decision', () => {
  test('without a reason is refused, also where the reason is blank', async () => {
    const id = await aCase();

    await expect(review.decide(tenantId, anActor(), id, aDecision({ reason: '  ' }))).rejects.toThrow(/needs a reason/);

    expect(await count('decision')).toBe(0);
    expect(await stateOf(id)).toBe('open');
  });

  test('without a reason is refused by the database too', async () => {
    const id = await aCase();
    await review.decide(tenantId, anActor(), id, aDecision({ decision: 'return' }));

    const copy = `insert into decision select tenant_id, $2, case_id, 99, decision, reviewer_kind, reviewer_id, reason_code, '', content, policy_version, trace_id from decision where tenant_id = $1`;
    await expect(database.owner.query(copy, [tenantId, randomUUID()])).rejects.toThrow(/reason/);
  });

  test('on a case of another tenant finds no case', async () => {
    const id = await aCase();
    const other = await aTenant(database.tenancy);

    await expect(review.decide(other, anActor(), id, aDecision())).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('on a case whose id is none finds no case', async () => {
    await expect(review.decide(tenantId, anActor(), 'nonsense', aDecision())).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('to approve plans what follows, once', async () => {
    await planning('test.kind');
    const id = await aCase();

    await review.decide(tenantId, anActor(), id, aDecision());

    expect(await count('outbox_message')).toBe(1);
    expect(await stateOf(id)).toBe('decided');
  });

  test.each(['reject', 'return'] as const)('to %s plans nothing', async (decision) => {
    await planning('test.kind');

    await review.decide(tenantId, anActor(), await aCase(), aDecision({ decision }));

    expect(await count('outbox_message')).toBe(0);
  });

  test('to return leaves the case open, and the next one is its second', async () => {
    const id = await aCase();

    await review.decide(tenantId, anActor(), id, aDecision({ decision: 'return' }));
    expect(await stateOf(id)).toBe('open');
    const second = await review.decide(tenantId, anActor(), id, aDecision());

    expect(second.version).toBe(2);
    expect(await stateOf(id)).toBe('decided');
  });

  test('to edit says what to, and no other decision brings a change of its own', async () => {
    const id = await aCase();

    await expect(review.decide(tenantId, anActor(), id, aDecision({ decision: 'edit' }))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    await expect(review.decide(tenantId, anActor(), id, aDecision({ decision: 'approve', edited: { score: 5 } }))).rejects.toMatchObject({
      name: 'BadRequestException',
    });

    expect(await count('decision')).toBe(0);
  });

  test('whose consequence fails is not made: no decision, no audit row, no message, and the case stays open', async () => {
    consequences.register('test.failing', async (tx, tenant, _actor, { decisionId }) => {
      const connectionId = await new Connections(database.tenancy, envelope).configure(tenant, anActor(), {
        name: 'hr',
        connector: 'bamboohr',
        config: { subdomain: 'acme', apiKey: 'key' },
      });
      const planned = {
        connectionId,
        operation: 'employee.update',
        entity: 'employee:1',
        naturalKey: 'rating 1',
        change: {},
        decisionId,
        version: '1',
      };
      await planMessage(tx, tenant, envelope, planned);
      throw new Error('the source does not know this person');
    });
    const id = await aCase('test.failing');

    await expect(review.decide(tenantId, anActor(), id, aDecision())).rejects.toThrow('does not know this person');

    expect(await count('decision')).toBe(0);
    expect(await count('outbox_message')).toBe(0);
    expect(await count('audit_entry', `event in ('case.decided', 'message.planned')`)).toBe(0);
    expect(await stateOf(id)).toBe('open');
  });
});

describe('what is kept with a decision on a finding', () => {
  const aFinding = async () => {
    const cycleId = randomUUID();
    await database.owner.query(`insert into cycle (tenant_id, id, kind, key, label) values ($1, $2, 'review', 'h1', 'H1')`, [
      tenantId,
      cycleId,
    ]);
    const findings = new Findings(database.tenancy, envelope);
    const evidence = [{ id: randomUUID(), version: 3 }];
    const body = { title: 'Found', sentences: [{ text: 'Something', verdict: 'supported' as const, evidence }], facts: {} };
    await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
      findings.keep(tx, tenantId, { pipeline: 'test', version: 1, cycleId, after: 0 }, [
        { kind: 'test', about: 'it', subjectPersonId: null, body, evidence, confidence: 1, engine: 'test@1' },
      ]),
    );
    await review.followFindings(tenantId, anActor());
    const [open] = await review.cases(tenantId, anActor(), 'open');
    return { caseId: open?.id ?? '', findingId: open?.findingId ?? '', evidence, body };
  };
  const kept = async () => {
    const { rows } = await database.owner.query<{ reason: Buffer; content: Buffer }>(
      'select reason, content from decision where tenant_id = $1',
      [tenantId],
    );
    return rows.map(({ reason, content }) => ({ reason: envelope.open(tenantId, reason), content: envelope.open(tenantId, content) }));
  };

  test('is the finding as the hub held it, by id, evidence and hash, whoever asked and with or without a screen', async () => {
    const { caseId, findingId, evidence, body } = await aFinding();

    await review.decide(tenantId, anActor(), caseId, aDecision());

    const hash = createHash('sha256').update(canonicalJson({ body, evidence })).digest('hex');
    expect(await kept()).toMatchObject([{ content: { finding: { id: findingId, evidence, hash } } }]);
  });

  test('is the reason, sealed, and in the audit nowhere', async () => {
    const { caseId } = await aFinding();

    await review.decide(tenantId, anActor(), caseId, aDecision({ reason: 'I asked the team' }));

    expect(await kept()).toMatchObject([{ reason: 'I asked the team' }]);
    const { rows } = await database.owner.query<{ entry: string }>('select a::text as entry from audit_entry a where tenant_id = $1', [
      tenantId,
    ]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ entry }) => entry.includes('asked'))).toEqual([]);
  });
});

test('the same matter is one case, however often it is found', async () => {
  const openAgain = () =>
    database.tenancy.inTenant(tenantId, anActor(), (tx) => openCase(tx, tenantId, { kind: 'test.kind', subject: 'test:same' }));

  const opened = await Promise.all([openAgain(), openAgain(), openAgain()]);

  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
});
