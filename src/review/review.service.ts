import { BadRequestException, ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { canonicalJson, Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { Consequences } from './consequences.js';
import { type Decided, type DecisionRequest, decisionRequest } from './decision.js';
import { openCase } from './open-case.js';

export const caseSummary = z.object({
  id: z.uuid(),
  kind: z.string(),
  subject: z.string(),
  findingId: z.uuid().nullable(),
  role: z.string(),
  state: z.enum(['open', 'decided', 'superseded']),
  dueAt: z.date(),
  openedAt: z.date(),
});
export type CaseSummary = z.infer<typeof caseSummary>;
const caseColumns = `id, kind, subject, finding_id as "findingId", role, state, due_at as "dueAt", opened_at as "openedAt"`;

/** Cases that wait for a person, and what people decide on them. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly consequences: Consequences,
    private readonly envelope: Envelope,
  ) {}

  cases(tenantId: string, actor: Actor, state?: CaseSummary['state']): Promise<CaseSummary[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(tx, caseSummary, `select ${caseColumns} from review_case where $1::text is null or state = $1 order by due_at, id`, [
        state ?? null,
      ]),
    );
  }

  /** Opens a case for every finding that has none. @returns how many were opened. */
  openForFindings(tenantId: string, actor: Actor): Promise<number> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const waiting = await rows(
        tx,
        z.object({ id: z.uuid(), kind: z.string(), pipeline: z.string() }),
        'select id, kind, pipeline from finding f where not exists (select from review_case c where c.finding_id = f.id) order by created_at, id',
      );
      for (const { id, kind, pipeline } of waiting)
        await openCase(tx, tenantId, { kind: caseKind(pipeline, kind), subject: `finding:${id}`, findingId: id });
      return waiting.length;
    });
  }

  /**
   * Records a reviewer's decision and plans what it leads to, in one transaction:
   * no decision without its messages and its audit row, none of those without their decision.
   * @param shown the evidence that was on the screen: kept with the decision, by id and hash.
   * @throws BadRequestException when an edit or override does not say what to, or another decision does.
   * @throws NotFoundException when the tenant has no such case.
   * @throws ConflictException when someone decided first.
   */
  async decide(tenantId: string, actor: Actor, caseId: string, request: DecisionRequest, shown: readonly unknown[] = []): Promise<Decided> {
    const { decision, reasonCode, reason, edited } = decisionRequest.parse(request);
    refuseStrayEdit(decision, edited);
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const found = await firstRow(tx, caseSummary, `select ${caseColumns} from review_case where id = $1 for update`, [caseId]);
      if (!found) throw new NotFoundException(`there is no case ${caseId}`);
      if (found.state !== 'open') throw new ConflictException(`case ${caseId} is ${found.state} already`);

      const decided: Decided = {
        decisionId: randomUUID(),
        version: await nextVersion(tx, caseId),
        caseId,
        caseKind: found.kind,
        subject: found.subject,
        findingId: found.findingId,
        decision,
        edited,
      };
      await this.#write(tx, tenantId, actor, decided, { reasonCode, reason, shown });
      await this.consequences.plan(tx, tenantId, actor, decided);
      await recordAudit(tx, { event: 'case.decided', subject: `case:${caseId}`, details: { decision, decisionId: decided.decisionId } });
      return decided;
    });
  }

  async #write(
    tx: Tx,
    tenantId: string,
    actor: Actor,
    decided: Decided,
    why: { reasonCode: string; reason: string; shown: readonly unknown[] },
  ): Promise<void> {
    const { version: policyVersion } = await currentPolicy(tx);
    const shownHash = createHash('sha256').update(canonicalJson(why.shown)).digest('hex');
    await tx.query(
      `insert into decision (tenant_id, id, case_id, version, decision, reviewer_kind, reviewer_id, reason_code, reason, content, policy_version, trace_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, current_setting('app.trace_id')::uuid)`,
      [
        tenantId,
        decided.decisionId,
        decided.caseId,
        decided.version,
        decided.decision,
        actor.kind,
        actor.id,
        why.reasonCode,
        why.reason,
        this.envelope.seal(tenantId, { edited: decided.edited, shown: why.shown, shownHash }),
        policyVersion,
      ],
    );
    // A returned case stays open: whoever it goes back to decides again.
    if (decided.decision !== 'return') await tx.query(`update review_case set state = 'decided' where id = $1`, [decided.caseId]);
  }
}

/** What a reviewer changed would be planned, or left out, behind the word of another decision. */
function refuseStrayEdit(decision: DecisionRequest['decision'], edited: DecisionRequest['edited']): void {
  const changes = decision === 'edit' || decision === 'override';
  if (changes && edited === undefined) throw new BadRequestException(`to ${decision} says what to: \`edited\` is missing`);
  if (!changes && edited !== undefined) throw new BadRequestException(`to ${decision} changes nothing: leave \`edited\` out, or edit`);
}

/** What kind of case a finding makes: who gets it and what follows from it hang on that. */
function caseKind(pipeline: string, kind: string): string {
  if (pipeline === 'listening') return 'listening';
  return kind.startsWith('claim-') ? 'review-claims' : kind;
}

async function nextVersion(tx: Tx, caseId: string): Promise<number> {
  const last = await firstRow(tx, z.object({ last: count }), 'select coalesce(max(version), 0) as last from decision where case_id = $1', [
    caseId,
  ]);
  return (last?.last ?? 0) + 1;
}
