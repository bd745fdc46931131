import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { bytes, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope, stableId } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { type FindingBody, type FindingView, findingBody, findingView, type Proposal, proposal } from './finding.js';

export interface FoundBy {
  readonly pipeline: string;
  readonly version: number;
  readonly cycleId: string;
}

const storedView = findingView.omit({ body: true }).extend({ body: bytes });

/** What the pipelines found: kept once, with evidence, engine and policy. */
@Injectable()
export class Findings {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
  ) {}

  /** Keeps proposals; one that was kept before stays as it was. @returns ids in the order given, and which are new. */
  async keep(
    tx: Tx,
    tenantId: string,
    { pipeline, version, cycleId }: FoundBy,
    proposals: readonly Proposal[],
  ): Promise<{ id: string; isNew: boolean; proposal: Proposal }[]> {
    const policy = await currentPolicy(tx);
    const kept: { id: string; isNew: boolean; proposal: Proposal }[] = [];
    for (const one of proposals.map((candidate) => proposal.parse(candidate))) {
      const id = stableId('finding', tenantId, pipeline, String(version), one.kind, cycleId, one.about);
      const made = await rows(
        tx,
        z.object({ id: z.uuid() }),
        `insert into finding (tenant_id, id, pipeline, pipeline_version, kind, cycle_id, subject_person_id, body, evidence, confidence, engine, policy_version, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, current_setting('app.trace_id')::uuid) on conflict do nothing returning id`,
        [
          tenantId,
          id,
          pipeline,
          version,
          one.kind,
          cycleId,
          one.subjectPersonId,
          this.envelope.seal(tenantId, one.body),
          JSON.stringify(one.evidence),
          one.confidence,
          one.engine,
          policy.version,
        ],
      );
      if (made.length > 0)
        await recordAudit(tx, { event: 'finding.opened', subject: `finding:${id}`, details: { pipeline, kind: one.kind } });
      kept.push({ id, isNew: made.length > 0, proposal: one });
    }
    return kept;
  }

  /** What a decision is about: whom, and the facts the finding carries. */
  async matter(tx: Tx, tenantId: string, id: string): Promise<{ subjectPersonId: string | null; facts: FindingBody['facts'] }> {
    const found = await firstRow(
      tx,
      z.object({ subjectPersonId: z.uuid().nullable(), body: bytes }),
      'select subject_person_id as "subjectPersonId", body from finding where id = $1',
      [id],
    );
    if (found === undefined) throw new Error(`there is no finding ${id}`);
    return { subjectPersonId: found.subjectPersonId, facts: findingBody.parse(this.envelope.open(tenantId, found.body)).facts };
  }

  /** Findings as a person reads them, newest first. */
  list(tenantId: string, actor: Actor, id?: string): Promise<FindingView[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const stored = await rows(
        tx,
        storedView,
        `select f.id, f.pipeline, f.kind, c.label as cycle, p.display_name as subject, f.confidence, f.engine, f.policy_version as "policyVersion", f.trace_id as "traceId",
           f.created_at as "createdAt", f.body
         from finding f join cycle c on c.id = f.cycle_id left join person p on p.id = f.subject_person_id
         where $1::uuid is null or f.id = $1 order by f.created_at desc, f.id`,
        [id ?? null],
      );
      return stored.map(({ body, ...finding }) => ({ ...finding, body: findingBody.parse(this.envelope.open(tenantId, body)) }));
    });
  }
}
