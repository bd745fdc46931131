import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import type { Proposal } from './finding.js';
import { Findings } from './findings.js';

const database = testDatabase();
let findings: Findings;
let tenantId: string;
let cycleId: string;
beforeEach(async () => {
  findings = new Findings(database.tenancy, anEnvelope());
  tenantId = await aTenant(database.tenancy);
  cycleId = randomUUID();
  await database.owner.query(`insert into cycle (tenant_id, id, kind, key, label) values ($1, $2, 'review', '2026-H1', '2026 H1')`, [
    tenantId,
    cycleId,
  ]);
});

const aProposal = (fields: Partial<Proposal> = {}): Proposal => ({
  kind: 'test',
  about: 'it',
  subjectPersonId: null,
  body: { title: 'Found', sentences: [{ text: 'Something', verdict: 'supported', evidence: [] }], facts: {} },
  evidence: [{ id: randomUUID(), version: 1 }],
  confidence: 0.5,
  engine: 'test@1',
  ...fields,
});
/** Keeps what one run found; `after` is how many were kept when it began to read. */
const keep = async (proposals: readonly Proposal[], { version = 1, after }: { version?: number; after?: number } = {}) =>
  database.tenancy.inTenant(tenantId, anActor(), async (tx) => {
    const before = after ?? (await findings.runsKept(tx, 'test', cycleId));
    return findings.keep(tx, tenantId, { pipeline: 'test', version, cycleId, after: before }, proposals);
  });
const list = () => findings.list(tenantId, anActor());
const holding = async () => (await list()).filter(({ supersededAt }) => supersededAt === null);

describe('a finding', () => {
  test('that is made again on the same evidence is kept as it was, however sure or wordy it is now', async () => {
    const one = aProposal();
    await keep([one]);
    const [sentence] = one.body.sentences;
    if (sentence === undefined) throw new Error('a proposal says something');
    const again = await keep([{ ...one, confidence: 0.9, body: { ...one.body, sentences: [{ ...sentence, reason: 'in other words' }] } }]);

    expect(again).toMatchObject({ kind: 'kept', findings: [{ isNew: false }] });
    expect(await list()).toMatchObject([{ confidence: 0.5 }]);
  });

  test.each<[string, Partial<Proposal>]>([
    ['other evidence', { evidence: [{ id: randomUUID(), version: 2 }] }],
    ['other facts', { body: { ...aProposal().body, facts: { score: 4 } } }],
    ['another verdict', { body: { ...aProposal().body, sentences: [{ text: 'Something', verdict: 'partly', evidence: [] }] } }],
  ])('that is made on %s takes the place of the older one', async (_what, fields) => {
    const one = aProposal();
    await keep([one]);
    const [older] = await list();

    await keep([{ ...one, ...fields }]);

    const [newer] = await holding();
    expect(await list()).toHaveLength(2);
    expect((await list()).find(({ id }) => id === older?.id)).toMatchObject({ supersededBy: newer?.id });
  });

  test('that is made no more is withdrawn, and what is still made stays', async () => {
    const [one, another] = [aProposal(), aProposal({ about: 'another' })];
    await keep([one, another]);

    await keep([another]);

    expect(await holding()).toHaveLength(1);
    expect((await list()).filter(({ supersededAt }) => supersededAt !== null)).toMatchObject([{ supersededBy: null }]);
  });

  test('of another pipeline or another cycle is left alone', async () => {
    await keep([aProposal()]);

    await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
      findings.keep(tx, tenantId, { pipeline: 'another', version: 1, cycleId, after: 0 }, []),
    );

    expect(await holding()).toHaveLength(1);
  });

  test('that several runs make at once is kept once: all but one are told that they were outrun', async () => {
    const one = aProposal();
    const made = await Promise.all([keep([one], { after: 0 }), keep([one], { after: 0 }), keep([one], { after: 0 })]);

    expect(made.map(({ kind }) => kind).toSorted()).toEqual(['kept', 'outrun', 'outrun']);
    expect(await list()).toHaveLength(1);
  });

  test('is not put back by a run that read before it was made', async () => {
    const one = aProposal();
    await keep([one]);
    await keep([{ ...one, evidence: [{ id: randomUUID(), version: 2 }] }], { after: 1 });
    const before = await list();

    expect(await keep([one], { after: 1 })).toEqual({ kind: 'outrun' });

    expect(await list()).toEqual(before);
  });

  test('of a later version of its pipeline takes the place of the earlier one', async () => {
    const one = aProposal();
    await keep([one], { version: 1 });
    await keep([one], { version: 2 });

    expect(await list()).toHaveLength(2);
    expect(await holding()).toHaveLength(1);
  });

  test('holds alone on its matter, by the database too', async () => {
    await keep([aProposal()]);
    const copy = `insert into finding (tenant_id, id, pipeline, pipeline_version, kind, cycle_id, about, basis, body, evidence, confidence, engine, policy_version, trace_id)
      select tenant_id, gen_random_uuid(), pipeline, pipeline_version, kind, cycle_id, about, basis, body, evidence, confidence, engine, policy_version, trace_id from finding where tenant_id = $1`;

    await expect(database.owner.query(copy, [tenantId])).rejects.toThrow(/finding_that_holds/);
  });

  test('without evidence is refused, and with it all that came along', async () => {
    await expect(keep([aProposal(), aProposal({ about: 'another', evidence: [] })])).rejects.toThrow();

    expect(await list()).toEqual([]);
  });

  test('without evidence is refused by the database too', async () => {
    await keep([aProposal()]);

    await expect(database.owner.query(`update finding set evidence = '[]' where tenant_id = $1`, [tenantId])).rejects.toThrow(
      /a_finding_has_evidence/,
    );
  });
});
