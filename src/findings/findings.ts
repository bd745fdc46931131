import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { bytes, count, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { canonicalJson, Envelope, stableId } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { type Evidence, type FindingBody, type FindingView, findingBody, type Inputs, type Proposal, proposal } from './finding.js';
import { findingPageOf, type FindingPage, type FindingsQuery, listFindings } from './finding-list.js';

export interface FoundBy {
  readonly pipeline: string;
  readonly version: number;
  readonly cycleId: string;
  /** How many runs were kept when this one began to read: `runsKept`. */
  readonly after: number;
}

/** What became of a run: kept, or outrun by one that was kept since this one began to read. */
export type Kept =
  | {
      readonly kind: 'kept';
      readonly findings: readonly { id: string; isNew: boolean }[];
      /** How many held before and are found no more. */
      readonly withdrawn: number;
    }
  | { readonly kind: 'outrun' };

/** What a finding is about, whom, and what a decision on it may need. */
export interface Matter {
  readonly pipeline: string;
  readonly kind: string;
  readonly cycleId: string;
  readonly about: string;
  readonly subjectPersonId: string | null;
  readonly evidence: readonly Evidence[];
  readonly facts: FindingBody['facts'];
}

const inputsSummary = z.record(z.string(), z.object({ count: z.number().int(), hash: z.string() }));
type InputsSummary = z.infer<typeof inputsSummary>;
const nothing = { count: 0, hash: '' };
const holdingRow = z.object({ id: z.uuid(), kind: z.string(), about: z.string(), version: z.number().int(), basis: bytes });

/** What the pipelines found: kept once for each state of its evidence, until it is found anew or found no more. */
@Injectable()
export class Findings {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
  ) {}

  /** How many runs of a pipeline over a cycle were kept so far. Asked before anything else is read. */
  async runsKept(tx: Tx, pipeline: string, cycleId: string): Promise<number> {
    const sql = 'select kept from finding_run where pipeline = $1 and cycle_id = $2';
    return (await firstRow(tx, z.object({ kept: count }), sql, [pipeline, cycleId]))?.kept ?? 0;
  }

  /**
   * Keeps all that one run over a cycle found. What holds already, on the same evidence, stays as it was; what is found
   * anew on other evidence takes the place of the older finding of its matter; what is found no more is withdrawn.
   */
  async keep(tx: Tx, tenantId: string, by: FoundBy, proposals: readonly Proposal[]): Promise<Kept> {
    const parsed = proposals.map((candidate) => proposal.parse(candidate));
    if (!(await isNext(tx, tenantId, by))) return { kind: 'outrun' };
    const { version: policyVersion } = await currentPolicy(tx);
    const holding = await holdingNow(tx, by);
    const findings: { id: string; isNew: boolean }[] = [];
    for (const one of parsed) {
      const held = holding.get(matterOf(one));
      holding.delete(matterOf(one));
      findings.push(await this.#keepOne(tx, tenantId, { ...by, policyVersion }, one, held));
    }
    for (const { id } of holding.values()) await supersede(tx, id, null);
    return { kind: 'kept', findings, withdrawn: holding.size };
  }

  async #keepOne(
    tx: Tx,
    tenantId: string,
    by: FoundBy & { readonly policyVersion: number },
    one: Proposal,
    held: z.output<typeof holdingRow> | undefined,
  ): Promise<{ id: string; isNew: boolean }> {
    const basis = this.#basisOf(one);
    const inputs = one.inputs === undefined ? null : JSON.stringify(this.#summary(one.inputs));
    if (held !== undefined && held.version === by.version && held.basis.equals(basis)) {
      // It was found again from what there is now: that is what a decision on it is about from here on.
      await tx.query('update finding set inputs = $2::jsonb where id = $1 and inputs is distinct from $2::jsonb', [held.id, inputs]);
      return { id: held.id, isNew: false };
    }
    const { pipeline, version, cycleId, after, policyVersion } = by;
    // The number of the run, because what was found before and then no more may be found once again on the same evidence.
    const id = stableId('finding', tenantId, pipeline, String(version), cycleId, matterOf(one), basis.toString('hex'), String(after));
    if (held !== undefined) await supersede(tx, held.id, id);
    await tx.query(
      `insert into finding (tenant_id, id, pipeline, pipeline_version, kind, cycle_id, about, basis, subject_person_id, body, evidence, confidence, engine, policy_version, inputs, trace_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
         coalesce((select trace_id from record where id = $16 and version = $17), current_setting('app.trace_id')::uuid))`,
      [
        tenantId,
        id,
        pipeline,
        version,
        one.kind,
        cycleId,
        one.about,
        basis,
        one.subjectPersonId,
        this.envelope.seal(tenantId, one.body),
        JSON.stringify(one.evidence),
        one.confidence,
        one.engine,
        policyVersion,
        inputs,
        one.origin?.id ?? null,
        one.origin?.version ?? null,
      ],
    );
    await recordAudit(tx, { event: 'finding.opened', subject: `finding:${id}`, details: { pipeline, kind: one.kind } });
    return { id, isNew: true };
  }

  /** What is said of whom, with which verdict, on which versions. Not in which words it is explained: those are no other finding. */
  #basisOf({ subjectPersonId, evidence, body: { sentences, facts } }: Proposal): Buffer {
    const said = sentences.map(({ text, verdict, evidence: shown }) => ({ text, verdict, evidence: sorted(shown) }));
    return this.envelope.changeHash({ subjectPersonId, evidence: sorted(evidence), said, facts });
  }

  #summary(inputs: Inputs): InputsSummary {
    const parts = Object.entries(inputs).map(([part, all]) => [
      part,
      { count: all.length, hash: this.envelope.changeHash(all.toSorted()).toString('hex') },
    ]);
    return inputsSummary.parse(Object.fromEntries(parts));
  }

  /** Which parts of what a finding was computed from are not what they were then, in words; none where it keeps none. */
  async changedInputs(tx: Tx, id: string, now: Inputs): Promise<string[]> {
    const row = z.object({ inputs: inputsSummary.nullable() });
    const kept = (await firstRow(tx, row, 'select inputs from finding where id = $1', [id]))?.inputs;
    if (kept === null || kept === undefined) return [];
    const present = this.#summary(now);
    return [...new Set([...Object.keys(kept), ...Object.keys(present)])].flatMap((part) => {
      const [then, today] = [kept[part] ?? nothing, present[part] ?? nothing];
      if (then.hash === today.hash) return [];
      return then.count === today.count ? [`${part} changed`] : [`${part}: ${then.count} then, ${today.count} now`];
    });
  }

  async matter(tx: Tx, tenantId: string, id: string): Promise<Matter> {
    const found = await firstRow(
      tx,
      z.object({
        pipeline: z.string(),
        kind: z.string(),
        cycleId: z.uuid(),
        about: z.string(),
        subjectPersonId: z.uuid().nullable(),
        evidence: proposal.shape.evidence,
        body: bytes,
      }),
      'select pipeline, kind, cycle_id as "cycleId", about, subject_person_id as "subjectPersonId", evidence, body from finding where id = $1',
      [id],
    );
    if (found === undefined) throw new Error(`there is no finding ${id}`);
    const { body, ...matter } = found;
    return { ...matter, facts: findingBody.parse(this.envelope.open(tenantId, body)).facts };
  }

  /** Of each kind of record, on how many the findings of a cycle that hold now rest. */
  async restingOn(tx: Tx, pipeline: string, cycleId: string): Promise<Map<string, number>> {
    const resting = await rows(
      tx,
      z.object({ kind: z.string(), findings: count }),
      `select r.kind, count(distinct f.id) as findings from finding f cross join jsonb_to_recordset(f.evidence) as e(id uuid, version int)
         join record r on r.tenant_id = f.tenant_id and r.id = e.id and r.version = e.version
       where f.pipeline = $1 and f.cycle_id = $2 and f.superseded_at is null group by r.kind order by r.kind`,
      [pipeline, cycleId],
    );
    return new Map(resting.map(({ kind, findings }) => [kind, findings]));
  }

  /** Findings as a person reads them, newest first; also those that hold no more, because decisions rest on them. @param id of the only one wanted */
  list(tenantId: string, actor: Actor, id?: string): Promise<FindingView[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) =>
      (await listFindings(tx, tenantId, this.envelope, { id })).map(({ finding }) => finding),
    );
  }

  /** Some of the findings, newest first, and how many there are of each kind. */
  page(tenantId: string, actor: Actor, asked: FindingsQuery): Promise<FindingPage> {
    return this.tenancy.inTenant(tenantId, actor, (tx) => findingPageOf(tx, tenantId, this.envelope, asked));
  }
}

const matterOf = ({ kind, about }: Pick<Proposal, 'kind' | 'about'>): string => canonicalJson([kind, about]);

const sorted = (evidence: readonly Evidence[]): string[] => evidence.map((one) => canonicalJson(one)).toSorted();

/** Counts the run, unless another one was kept since it began to read. Runs that are kept at once stand in line here. */
async function isNext(tx: Tx, tenantId: string, { pipeline, cycleId, after }: FoundBy): Promise<boolean> {
  const counted = await rows(
    tx,
    z.object({ kept: count }),
    `insert into finding_run (tenant_id, pipeline, cycle_id, kept) values ($1, $2, $3, $4::bigint + 1)
     on conflict (tenant_id, pipeline, cycle_id) do update set kept = finding_run.kept + 1 where finding_run.kept = $4 returning kept`,
    [tenantId, pipeline, cycleId, after],
  );
  return counted.length > 0;
}

async function holdingNow(tx: Tx, { pipeline, cycleId }: FoundBy): Promise<Map<string, z.output<typeof holdingRow>>> {
  const sql = `select id, kind, about, pipeline_version as version, basis from finding
    where pipeline = $1 and cycle_id = $2 and superseded_at is null order by id`;
  return new Map((await rows(tx, holdingRow, sql, [pipeline, cycleId])).map((one) => [matterOf(one), one]));
}

/** @param by what takes its place; null where the matter is no longer found. */
async function supersede(tx: Tx, id: string, by: string | null): Promise<void> {
  await tx.query('select from finding where id = $1 for update', [id]); // whoever looks at what rests on it comes before that instant, or waits and is told
  await tx.query('update finding set superseded_at = clock_timestamp(), superseded_by = $2 where id = $1', [id, by]);
  if (by === null) await recordAudit(tx, { event: 'finding.withdrawn', subject: `finding:${id}` });
  else await recordAudit(tx, { event: 'finding.superseded', subject: `finding:${id}`, details: { by } });
}
