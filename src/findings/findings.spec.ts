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
const keep = (proposals: readonly Proposal[], version = 1) =>
  database.tenancy.inTenant(tenantId, anActor(), (tx) => findings.keep(tx, tenantId, { pipeline: 'test', version, cycleId }, proposals));
const list = () => findings.list(tenantId, anActor());

describe('a finding', () => {
  test('that is made again is kept as it was', async () => {
    await keep([aProposal()]);
    const [again] = await keep([aProposal({ confidence: 0.9 })]);

    expect(again).toMatchObject({ isNew: false });
    expect(await list()).toMatchObject([{ confidence: 0.5 }]);
  });

  test('that two runs make at once is kept once', async () => {
    const made = await Promise.all([keep([aProposal()]), keep([aProposal()]), keep([aProposal()])]);

    expect(made.flat().filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await list()).toHaveLength(1);
  });

  test('of a later version of its pipeline stands beside the earlier one', async () => {
    await keep([aProposal()], 1);
    await keep([aProposal()], 2);

    expect(await list()).toHaveLength(2);
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
