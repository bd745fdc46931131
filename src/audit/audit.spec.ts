import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aReviewService } from '../../test/a-review-service.js';
import { aTenantOfPeople, employee, mail } from '../../test/a-tenant-of-people.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { auditedIn, eventsNamed } from '../../test/audited-events.js';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { Interrupted, InterruptedTenancy } from '../../test/interrupted-tenancy.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { Connections } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import type { Tenancy } from '../database/tenancy.js';
import { Findings } from '../findings/findings.js';
import { Ingest } from '../ingest/ingest.js';
import { Missing } from '../ingest/missing.js';
import { createLog } from '../log/log.js';
import { Delivery } from '../outbox/deliver.js';
import { planMessage } from '../outbox/plan-message.js';
import { Preview } from '../outbox/preview.js';
import { People } from '../people/people.js';
import { approvePolicy } from '../policy/policy.js';
import { Tenants } from '../policy/tenants.js';
import { PrivacyLedger } from '../privacy/ledger.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Reconciliation } from '../reconciliation/reconciliation.js';
import { Records } from '../records/records.js';
import { Consequences } from '../review/consequences.js';
import { IdentityCases } from '../review/identity-cases.js';
import { openCase } from '../review/open-case.js';
import { recordAudit } from './audit.js';
import { StillNewest } from '../outbox/still-newest.js';

const database = testDatabase();
const envelope = anEnvelope();

interface Act {
  /** Does what is audited, in transactions of the tenancy it is given. */
  readonly act: (tenancy: Tenancy, actor: Actor) => Promise<unknown>;
  /** A figure that differs once it was done. */
  readonly effect: string;
  readonly parameters: readonly unknown[];
}

const syncing = async (pages: Parameters<typeof givingPages>[0]) => {
  const tenant = await aTenantReading(database, envelope);
  const sync = (tenancy: Tenancy, actor: Actor) => {
    tenant.source.script = { streams: [givingPages(pages)], operations: [] };
    return new Ingest(tenancy, tenant.source, new Records(tenancy, envelope), envelope).sync(tenant.tenantId, actor, 'hr');
  };
  return { tenant, sync };
};
/** One approved message, and the worker that delivers it. */
const delivering = async (effect: string): Promise<Act> => {
  const tenant = await aTenantWriting(database, envelope);
  await tenant.approved('1', '4');
  const act = async (tenancy: Tenancy, actor: Actor) => {
    await tenant.letLeasesRunOut();
    await new Delivery(tenancy, tenant.source, envelope, createLog('silent'), new StillNewest()).deliverDue(tenant.tenantId, actor);
  };
  return { act, effect: `select count(*) as n from outbox_message where tenant_id = $1 and ${effect}`, parameters: [tenant.tenantId] };
};
const withMessage = async (
  how: (tenant: Awaited<ReturnType<typeof aTenantWriting>>) => Promise<Pick<Act, 'act'> & { readonly effect: string }>,
): Promise<Act> => {
  const tenant = await aTenantWriting(database, envelope);
  const { act, effect } = await how(tenant);
  return { act, effect: `select count(*) as n from outbox_message where tenant_id = $1 and ${effect}`, parameters: [tenant.tenantId] };
};
const newMessage = async (tenant: Awaited<ReturnType<typeof aTenantWriting>>, tenancy: Tenancy, actor: Actor) => {
  const decision = await database.owner.query<{ id: string }>('select id from decision where tenant_id = $1', [tenant.tenantId]);
  const planned = {
    connectionId: tenant.connectionId,
    operation: 'employee.update',
    entity: 'employee:1',
    naturalKey: 'rating 1',
    change: {},
    version: randomUUID(),
  };
  return tenancy.inTenant(tenant.tenantId, actor, (tx) =>
    planMessage(tx, tenant.tenantId, envelope, { ...planned, decisionId: decision.rows[0]?.id ?? '' }),
  );
};
const inNewTenant = async (effect: string, act: (tenancy: Tenancy, actor: Actor, tenantId: string) => Promise<unknown>): Promise<Act> => {
  const tenantId = await aTenant(database.tenancy);
  return { act: (tenancy, actor) => act(tenancy, actor, tenantId), effect: `${effect} where tenant_id = $1`, parameters: [tenantId] };
};
/** The tenant's one cycle. */
const aCycle = async (tenantId: string) => {
  const sql = `insert into cycle (tenant_id, id, kind, key, label) values ($1, $1, 'survey', 'spring', 'Spring') on conflict do nothing`;
  await database.owner.query(sql, [tenantId]);
  return tenantId;
};

/** More records than are swept did not come any more; the act says what they are. */
const settlingMissing = async (what: 'confirm' | 'keep', effect: string): Promise<Act> => {
  const tenant = await aTenantReading(database, envelope);
  const all = Array.from({ length: 20 }, (_none, index) => anEmployee(String(index + 1)));
  await tenant.sync([aPage(all)]);
  await tenant.sync([aPage(all.slice(0, 5))]);
  const missing = (tenancy: Tenancy) => new Missing(tenancy, tenant.source, new Records(tenancy, envelope), envelope);
  const [set] = await missing(database.tenancy).list(tenant.tenantId, anActor());
  return {
    act: (tenancy, actor) => missing(tenancy)[what](tenant.tenantId, actor, set?.id ?? '', 'looked'),
    effect: `select count(*) as n from raw_record where tenant_id = $1 and ${effect}`,
    parameters: [tenant.tenantId],
  };
};
const peopleOf = (tenancy: Tenancy) => new People(tenancy, new Records(tenancy, envelope));
const identityCases = (tenancy: Tenancy) => new IdentityCases(tenancy, peopleOf(tenancy), new Consequences());
/** Two employees who go by one mailbox; the act asks who is who. */
const askedWhoIsWho = async () => {
  const tenant = await aTenantOfPeople(database, envelope);
  await tenant.arrive('employees', { 17: { identifiers: [employee('17'), mail('desk@example.com')] } });
  await tenant.resolve();
  await tenant.arrive('employees', { 18: { identifiers: [employee('18'), mail('desk@example.com')] } });
  return { tenant, act: (tenancy: Tenancy, actor: Actor) => peopleOf(tenancy).resolve(tenant.tenantId, actor) };
};
/** Says that the second employee is somebody new, or takes that back. */
const decidedWhoIsWho = async (what: 'answer' | 'take back'): Promise<Act> => {
  const { tenant } = await askedWhoIsWho();
  await tenant.resolve();
  await tenant.openCases();
  const [first] = await tenant.identityCases();
  const caseId = first?.id ?? '';
  if (what === 'take back') await tenant.decide(caseId, { decision: 'approve' });
  return {
    act: (tenancy, actor) => {
      const consequences = new Consequences();
      const cases = new IdentityCases(tenancy, peopleOf(tenancy), consequences);
      cases.onModuleInit();
      if (what === 'take back') return cases.askAgain(tenant.tenantId, actor, caseId);
      const approval = { decision: 'approve', reasonCode: 'known', reason: 'somebody knows them' } as const;
      return aReviewService(tenancy, envelope, consequences).decide(tenant.tenantId, actor, caseId, approval);
    },
    effect: 'select count(*) as n from record where tenant_id = $1 and person_id is not null',
    parameters: [tenant.tenantId],
  };
};
const aProposal = (recordId: string, version = 1) => ({
  kind: 'test',
  about: 'it',
  subjectPersonId: null,
  body: { title: 'Found', sentences: [{ text: 'Something was found', verdict: 'supported' as const, evidence: [] }], facts: {} },
  evidence: [{ id: recordId, version }],
  confidence: 1,
  engine: 'test@1',
});
/** Keeps all that a run over the tenant's one cycle found. */
const keep = (tenancy: Tenancy, actor: Actor, tenantId: string, proposals: readonly ReturnType<typeof aProposal>[]) =>
  tenancy.inTenant(tenantId, actor, async (tx) => {
    const findings = new Findings(tenancy, envelope);
    const after = await findings.runsKept(tx, 'test', tenantId);
    return findings.keep(tx, tenantId, { pipeline: 'test', version: 1, cycleId: tenantId, after }, proposals);
  });
const afterFinding = async (effect: string, act: Parameters<typeof inNewTenant>[1]): Promise<Act> => {
  const one = await inNewTenant(`select count(*) as n from finding`, act);
  const [tenantId] = one.parameters as [string];
  await keep(database.tenancy, anActor(), tenantId, [aProposal(await aCycle(tenantId))]);
  return { ...one, effect: `${one.effect} and ${effect}` };
};

/** A case is superseded by what became of its finding, too. */
const caseOfFindingSuperseded = async (): Promise<Act> => {
  const one = await afterFinding('true', async () => undefined);
  const [tenantId] = one.parameters as [string];
  const follow = (tenancy: Tenancy, actor: Actor) => aReviewService(tenancy, envelope).followFindings(tenantId, actor);
  await follow(database.tenancy, anActor());
  await keep(database.tenancy, anActor(), tenantId, []);
  return { ...one, act: follow, effect: `select count(*) as n from review_case where tenant_id = $1 and state = 'superseded'` };
};

const acts: Readonly<Record<string, () => Promise<Act>>> = {
  'tenant.created': async () => {
    const slug = `made-${randomUUID().slice(0, 8)}`;
    return {
      act: (tenancy, actor) => new Tenants(tenancy).create(actor, { slug, organisation: 'Made', environment: 'sandbox' }),
      effect: 'select count(*) as n from tenant where slug = $1',
      parameters: [slug],
    };
  },
  'policy.approved': () =>
    inNewTenant('select count(*) as n from policy_version', (tenancy, actor, tenantId) =>
      tenancy.inTenant(tenantId, actor, (tx) => approvePolicy(tx, tenantId, { privacy: { kScores: 7 } })),
    ),
  'connection.configured': () =>
    inNewTenant('select count(*) as n from connection', (tenancy, actor, tenantId) =>
      new Connections(tenancy, envelope).configure(tenantId, actor, {
        name: 'hr',
        connector: 'bamboohr',
        config: { subdomain: 'acme', apiKey: 'key' },
      }),
    ),
  'writes.switched': async () => {
    const { tenantId, connectionId } = await aTenantReading(database, envelope);
    return {
      act: (tenancy, actor) => new Connections(tenancy, envelope).switchWrites(tenantId, actor, connectionId, 'stopped'),
      effect: `select count(*) as n from connection where tenant_id = $1 and writes = 'stopped'`,
      parameters: [tenantId],
    };
  },
  'sync.started': async () => {
    const { tenant, sync } = await syncing([aPage([anEmployee('1')])]);
    return { act: sync, effect: 'select count(*) as n from sync_run where tenant_id = $1', parameters: [tenant.tenantId] };
  },
  'sync.ended': async () => {
    const { tenant, sync } = await syncing([aPage([anEmployee('1')])]);
    return {
      act: sync,
      effect: 'select count(*) as n from sync_run where tenant_id = $1 and ended_at is not null',
      parameters: [tenant.tenantId],
    };
  },
  'records.deleted': async () => {
    const { tenant, sync } = await syncing([aPage([anEmployee('1')])]);
    await tenant.sync([aPage([anEmployee('1'), anEmployee('2')])]);
    return {
      act: sync,
      effect: 'select count(*) as n from raw_record where tenant_id = $1 and deleted_at is not null',
      parameters: [tenant.tenantId],
    };
  },
  'missing.confirmed': () => settlingMissing('confirm', 'deleted_at is not null'),
  'missing.kept': () => settlingMissing('keep', 'kept_at is not null'),
  'people.resolved': async () => {
    const tenant = await aTenantReading(database, envelope);
    await tenant.sync([aPage([anEmployee('1')])]);
    const act = (tenancy: Tenancy, actor: Actor) => new People(tenancy, new Records(tenancy, envelope)).resolve(tenant.tenantId, actor);
    return { act, effect: 'select count(*) as n from person where tenant_id = $1', parameters: [tenant.tenantId] };
  },
  'identity.asked': async () => {
    const { tenant, act } = await askedWhoIsWho();
    return { act, effect: 'select count(*) as n from identity_question where tenant_id = $1', parameters: [tenant.tenantId] };
  },
  'identity.withdrawn': async () => {
    const { tenant, act } = await askedWhoIsWho();
    await tenant.resolve();
    await tenant.arrive('employees', { 18: { identifiers: [employee('18')] } });
    return {
      act,
      effect: `select count(*) as n from identity_question where tenant_id = $1 and state = 'open'`,
      parameters: [tenant.tenantId],
    };
  },
  'identity.answered': () => decidedWhoIsWho('answer'),
  'identity.reopened': () => decidedWhoIsWho('take back'),
  'case.superseded': async () => {
    const { tenant } = await askedWhoIsWho();
    await tenant.resolve();
    await tenant.openCases();
    await tenant.arrive('employees', { 18: { identifiers: [employee('18')] } });
    await tenant.resolve();
    return {
      act: (tenancy, actor) => identityCases(tenancy).openForQuestions(tenant.tenantId, actor),
      effect: `select count(*) as n from review_case where tenant_id = $1 and state = 'superseded'`,
      parameters: [tenant.tenantId],
    };
  },
  'release.written': () =>
    inNewTenant('select count(*) as n from release', async (tenancy, actor, tenantId) => {
      const cycleId = await aCycle(tenantId);
      const survey = { key: 'spring', label: 'Spring', items: [] };
      return tenancy.inTenant(tenantId, actor, (tx) =>
        new PrivacyLedger(envelope).answer(tx, tenantId, {
          survey,
          respondents: [],
          field: null,
          cycleId,
          smallestGroup: null,
          isRenewed: false,
          frozen: [],
        }),
      );
    }),
  'finding.opened': () =>
    inNewTenant('select count(*) as n from finding', async (tenancy, actor, tenantId) =>
      keep(tenancy, actor, tenantId, [aProposal(await aCycle(tenantId))]),
    ),
  'finding.superseded': () =>
    afterFinding('superseded_by is not null', (tenancy, actor, tenantId) => keep(tenancy, actor, tenantId, [aProposal(tenantId, 2)])),
  'finding.withdrawn': () =>
    afterFinding('superseded_at is not null and superseded_by is null', (tenancy, actor, tenantId) => keep(tenancy, actor, tenantId, [])),
  'case.opened': () =>
    inNewTenant('select count(*) as n from review_case', (tenancy, actor, tenantId) =>
      tenancy.inTenant(tenantId, actor, (tx) => openCase(tx, tenantId, { kind: 'test.kind', subject: 'test:1' })),
    ),
  'case.decided': async () => {
    const tenantId = await aTenant(database.tenancy);
    const { id } = await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
      openCase(tx, tenantId, { kind: 'test.kind', subject: 'test:1' }),
    );
    return {
      act: (tenancy, actor) =>
        aReviewService(tenancy, envelope).decide(tenantId, actor, id, {
          decision: 'approve',
          reasonCode: 'agreed',
          reason: 'as discussed',
        }),
      effect: 'select count(*) as n from decision where tenant_id = $1',
      parameters: [tenantId],
    };
  },
  'message.planned': () => withMessage(async (tenant) => ({ act: (tenancy, actor) => newMessage(tenant, tenancy, actor), effect: 'true' })),
  'message.superseded': () =>
    withMessage(async (tenant) => {
      await tenant.plan('1', '4', { naturalKey: 'rating 1' });
      return { act: (tenancy, actor) => newMessage(tenant, tenancy, actor), effect: `state = 'superseded'` };
    }),
  'message.previewed': () =>
    withMessage(async (tenant) => {
      const id = await tenant.plan('1', '4');
      const preview = (tenancy: Tenancy) =>
        new Preview(tenancy, tenant.source, envelope, new InProcessQueue(createLog('silent')), new StillNewest());
      return { act: (tenancy, actor) => preview(tenancy).look(tenant.tenantId, actor, id), effect: 'previewed_at is not null' };
    }),
  'message.approved': () =>
    withMessage(async (tenant) => {
      const id = await tenant.plan('1', '4');
      const seen = await tenant.preview.look(tenant.tenantId, tenant.actor, id);
      const preview = (tenancy: Tenancy) =>
        new Preview(tenancy, tenant.source, envelope, new InProcessQueue(createLog('silent')), new StillNewest());
      return { act: (tenancy, actor) => preview(tenancy).approve(tenant.tenantId, actor, [seen]), effect: `state = 'approved'` };
    }),
  'message.sent': () => delivering(`state not in ('planned', 'approved')`),
  'message.acknowledged': () => delivering(`state in ('acknowledged', 'verified')`),
  'message.verified': () => delivering(`state = 'verified'`),
  'reconciliation.made': () =>
    inNewTenant('select count(*) as n from reconciliation_report', (tenancy, actor, tenantId) =>
      new Reconciliation(tenancy, new Connections(tenancy, envelope), envelope).run(tenantId, actor),
    ),
};

/** What is not acted above, and the spec of the feature that expects its row. */
const expectedBy: Readonly<Record<string, string>> = {
  'decision.carried-out': 'actions/actions.spec.ts',
  'doubts.accepted': 'ingest/doubts.spec.ts',
  'identity.stands': 'people/rejected-before.spec.ts',
  'message.accepted': 'outbox/acceptance.spec.ts',
  'message.approved-again': 'outbox/settlement.spec.ts',
  'message.cancelled': 'outbox/settlement.spec.ts',
  'message.planned-again': 'outbox/settlement.spec.ts',
  'quarantine.dismissed': 'ingest/quarantine.spec.ts',
  'quarantine.released': 'ingest/quarantine.spec.ts',
  'quarantine.replayed': 'ingest/quarantine.spec.ts',
  'records.taken-back': 'ingest/what-is-used.spec.ts',
  'streams.disregarded': 'findings/unready-streams.spec.ts',
  'twice-told.disregarded': 'findings/listening.spec.ts',
};

const rowsOf = async (event: string, { traceId }: Actor) => {
  const sql = 'select actor_kind as kind, actor_id as id, trace_id as "traceId" from audit_entry where event = $1 and trace_id = $2';
  return (await database.owner.query<Actor>(sql, [event, traceId])).rows;
};
const effectOf = async ({ effect, parameters }: Act) => (await database.owner.query<{ n: string }>(effect, [...parameters])).rows[0]?.n;

describe.each([...Object.entries(acts), ['case.superseded', caseOfFindingSuperseded] as const])('%s', (event, prepare) => {
  test('is written with its act, or not at all, by who acted and under their trace', async () => {
    const one = await prepare();
    const before = await effectOf(one);
    const [interrupted, actor] = [anActor({ kind: 'service', id: 'clerk' }), anActor({ kind: 'service', id: 'clerk' })];

    await expect(one.act(new InterruptedTenancy(database.tenancy, event), interrupted)).rejects.toThrow(Interrupted);
    expect({ rows: await rowsOf(event, interrupted), effect: await effectOf(one) }).toEqual({ rows: [], effect: before });

    await one.act(database.tenancy, actor);
    expect((await rowsOf(event, actor)).slice(0, 1)).toEqual([{ kind: 'service', id: 'clerk', traceId: actor.traceId }]);
    expect(await effectOf(one)).not.toBe(before);
  });
});

test('nobody writes an audit row in another name, tenant or trace than that of the transaction', async () => {
  const tenantId = await aTenant(database.tenancy);
  const actor = anActor({ kind: 'person', id: 'real' });

  await database.tenancy.inTenant(tenantId, actor, (tx) =>
    recordAudit(tx, { event: 'test.done', subject: 'test:1', details: { actor_id: 'somebody else' } }),
  );

  const { rows } = await database.owner.query(
    'select tenant_id, actor_kind, actor_id, trace_id from audit_entry where tenant_id = $1 and event = $2',
    [tenantId, 'test.done'],
  );
  expect(rows).toEqual([{ tenant_id: tenantId, actor_kind: 'person', actor_id: 'real', trace_id: actor.traceId }]);
});

describe('of the events that the sources name', () => {
  const SRC = join(import.meta.dirname, '..');
  const sources = auditedIn(SRC);
  const named = sources.flatMap(({ events }) => events);

  test('every one is found: no call goes without a name that can be read', () => {
    expect(sources.filter(({ calls, events }) => events.length < calls).map(({ path }) => path)).toEqual([]);
    expect(named.length).toBeGreaterThan(40);
  });

  test('every one is expected by a test', () => {
    const covered = [...Object.keys(acts), ...Object.keys(expectedBy)];

    expect(named.filter((event) => !covered.some((one) => eventsNamed(event).test(one)))).toEqual([]);
  });

  test('none is expected that nobody writes', () => {
    const covered = [...Object.keys(acts), ...Object.keys(expectedBy)];

    expect(covered.filter((one) => !named.some((event) => eventsNamed(event).test(one)))).toEqual([]);
  });

  test.each(Object.entries(expectedBy))('%s is expected by %s', (event, spec) => {
    expect(readFileSync(join(SRC, spec), 'utf8')).toContain(`'${event}'`);
  });
});
