import { BadRequestException, ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import type { Actor } from '../database/actor.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { canonicalJson, Envelope } from '../files/envelope.js';
import type { Evidence, FindingView } from '../findings/finding.js';
import { type FindingAsShown, findingAsShown } from '../findings/finding-as-shown.js';
import { listFindings } from '../findings/finding-list.js';
import { ReviewedRatings } from '../findings/reviewed-rating.js';
import { StandingFindings } from '../findings/standing-findings.js';
import { currentPolicy } from '../policy/policy.js';
import { type CasePage, casePageOf, type CasesQuery } from './case-page.js';
import { caseColumns, caseRow, type CaseSummary, type CaseView, listCases } from './case-summary.js';
import { Consequences } from './consequences.js';
import { type Decided, type DecisionRequest, decisionRequest, type Made } from './decision.js';
import { decisionsOn, type DecisionTaken } from './decisions-on.js';
import { openCase } from './open-case.js';
import { type RatingAsked, ratingAsked } from './rating-asked.js';
import type { CaseState } from './states.js';

export interface OneCase {
  readonly case: CaseView;
  readonly finding: FindingView | null;
  readonly rating: RatingAsked | null;
  readonly decisions: DecisionTaken[];
}

/** Cases that wait for a person, and what people decide on them. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly consequences: Consequences,
    private readonly envelope: Envelope,
    private readonly standing: StandingFindings,
    private readonly ratings: ReviewedRatings,
  ) {}

  cases(tenantId: string, actor: Actor, state?: CaseState): Promise<CaseView[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const listed = await listCases(tx, tenantId, this.envelope, { state });
      return this.#viewed(
        tx,
        listed.map(({ summary }) => summary),
      );
    });
  }

  /** Some of the cases, by when they are due, and how many there are. */
  page(tenantId: string, actor: Actor, asked: CasesQuery): Promise<CasePage> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { cases, ...rest } = await casePageOf(tx, tenantId, this.envelope, asked);
      return { ...rest, cases: await this.#viewed(tx, cases) };
    });
  }

  /** A case, the finding it is about and what was decided on it; undefined where the tenant has none of that id. */
  oneCase(tenantId: string, actor: Actor, id: string): Promise<OneCase | undefined> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const listed = await listCases(tx, tenantId, this.envelope, { id });
      const [one] = await this.#viewed(
        tx,
        listed.map(({ summary }) => summary),
      );
      if (one === undefined) return undefined;
      const [found] = one.findingId === null ? [] : await listFindings(tx, tenantId, this.envelope, { id: one.findingId });
      const rating = await ratingAsked(tx, tenantId, this.ratings, one);
      return { case: one, finding: found?.finding ?? null, rating, decisions: await decisionsOn(tx, tenantId, this.envelope, id) };
    });
  }

  async #viewed(tx: Tx, listed: readonly CaseSummary[]): Promise<CaseView[]> {
    const { targets } = await currentPolicy(tx);
    return listed.map((one) => ({ ...one, writesTo: this.consequences.writesTo(one.kind, targets) }));
  }

  /**
   * Brings the cases in step with the findings: what waits on a finding that holds no more is closed, every finding that holds gets its case.
   * What was decided stays decided. Done again, it changes nothing.
   */
  followFindings(tenantId: string, actor: Actor): Promise<{ opened: number; closed: number }> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const closed = await closeSuperseded(tx);
      const waiting = await rows(
        tx,
        z.object({ id: z.uuid(), kind: z.string(), pipeline: z.string() }),
        `select id, kind, pipeline from finding f
         where superseded_at is null and not exists (select from review_case c where c.finding_id = f.id) order by created_at, id`,
      );
      let opened = 0;
      for (const { id, kind, pipeline } of waiting) {
        const { isNew } = await openCase(tx, tenantId, { kind: caseKind(pipeline, kind), subject: `finding:${id}`, findingId: id });
        if (isNew) opened += 1;
      }
      return { opened, closed };
    });
  }

  /**
   * Records a reviewer's decision and plans what it leads to, in one transaction:
   * no decision without its messages and its audit row, none of those without their decision.
   * The finding it is about is kept with it as it stood then, by id and hash.
   * @param shown the evidence that was on the screen, by whoever had one; kept with the decision, by id and hash.
   * @throws BadRequestException when an edit or override does not say what to, or what cannot be; or when another decision does.
   * @throws NotFoundException when the tenant has no such case.
   * @throws ConflictException when someone decided first, when what it is about holds no more, or when what that was computed from has changed
   *   since and the decision would act on it. To reject or to return acts on nothing.
   */
  async decide(tenantId: string, actor: Actor, caseId: string, request: DecisionRequest, shown: readonly Evidence[] = []): Promise<Made> {
    const { decision, reasonCode, reason, edited } = decisionRequest.parse(request);
    refuseStrayEdit(decision, edited);
    if (!z.uuid().safeParse(caseId).success) throw new NotFoundException(noCase(caseId));
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const found = await firstRow(tx, caseRow, `select ${caseColumns} from review_case c where c.id = $1 for update`, [caseId]);
      if (!found) throw new NotFoundException(noCase(caseId));
      if (found.state !== 'open') throw new ConflictException(`case ${caseId} is ${found.state} already`);
      const finding = found.findingId === null ? undefined : await findingAsShown(tx, tenantId, this.envelope, found.findingId);
      if (finding?.ended !== undefined) throw new ConflictException(holdsNoMore(caseId, finding.ended.by));
      refuseForeignEvidence(finding, shown);
      this.consequences.refuseUnfit(found.kind, { decision, edited });

      const deciding = {
        decisionId: randomUUID(),
        version: await nextVersion(tx, caseId),
        caseId,
        caseKind: found.kind,
        subject: found.subject,
        findingId: found.findingId,
        decision,
        edited,
      };
      const decidedAt = await this.#write(tx, tenantId, actor, deciding, { reasonCode, reason, shown, finding });
      const decided: Decided = { ...deciding, decidedAt };
      const followed = await this.consequences.plan(tx, tenantId, actor, decided); // of a rating that changed, it says what it was and is
      await this.#refuseChanged(tx, tenantId, decided);
      await recordAudit(tx, { event: 'case.decided', subject: `case:${caseId}`, details: { decision, decisionId: decided.decisionId } });
      return { ...decided, ...followed };
    });
  }

  /** Nobody approves what nobody saw: evidence that came, went or turned out to be another's since the finding was made. */
  async #refuseChanged(tx: Tx, tenantId: string, { decision, findingId, caseId }: Decided): Promise<void> {
    if (findingId === null || decision === 'reject' || decision === 'return') return;
    const changes = await this.standing.whatChanged(tx, tenantId, findingId);
    if (changes.length > 0)
      throw new ConflictException(
        `what case ${caseId} is about was computed from something else than what is there now (${changes.join('; ')}), so nothing was decided; run calibration for this cycle again, which takes seconds, and decide on what it finds`,
      );
  }

  async #write(
    tx: Tx,
    tenantId: string,
    actor: Actor,
    decided: Omit<Decided, 'decidedAt'>,
    why: { reasonCode: string; reason: string; shown: readonly Evidence[]; finding: FindingAsShown | undefined },
  ): Promise<Date> {
    const { version: policyVersion } = await currentPolicy(tx);
    const finding = why.finding && { id: why.finding.id, evidence: why.finding.evidence, hash: why.finding.hash };
    const shownHash = createHash('sha256').update(canonicalJson(why.shown)).digest('hex');
    const written = await firstRow(
      tx,
      z.object({ decidedAt: z.date() }),
      `insert into decision (tenant_id, id, case_id, version, decision, reviewer_kind, reviewer_id, reason_code, reason, content, policy_version, trace_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
         (select trace_id from review_case where id = $3)) returning decided_at as "decidedAt"`,
      [
        tenantId,
        decided.decisionId,
        decided.caseId,
        decided.version,
        decided.decision,
        actor.kind,
        actor.id,
        why.reasonCode,
        this.envelope.seal(tenantId, why.reason),
        this.envelope.seal(tenantId, { edited: decided.edited, finding, shown: why.shown, shownHash }),
        policyVersion,
      ],
    );
    // A returned case stays open: whoever it goes back to decides again.
    if (decided.decision !== 'return') await tx.query(`update review_case set state = 'decided' where id = $1`, [decided.caseId]);
    if (written === undefined) throw new Error('an insert gives its row back');
    return written.decidedAt;
  }
}

/** What a reviewer changed would be planned, or left out, behind the word of another decision. */
function refuseStrayEdit(decision: DecisionRequest['decision'], edited: DecisionRequest['edited']): void {
  const changes = decision === 'edit' || decision === 'override';
  if (changes && edited === undefined)
    throw new BadRequestException(`to ${decision} a case says what to, as \`edited\`, with the command by --set, such as --set score=4`);
  if (!changes && edited !== undefined) throw new BadRequestException(`to ${decision} changes nothing: leave \`edited\` out, or edit`);
}

/** What is kept as shown is what the finding rests on, and nothing that somebody made up or that is about somebody else. */
function refuseForeignEvidence(finding: FindingAsShown | undefined, shown: readonly Evidence[]): void {
  const own = new Set(finding?.evidence.map((one) => canonicalJson(one)));
  const foreign = shown.filter((one) => !own.has(canonicalJson(one)));
  if (foreign.length > 0)
    throw new BadRequestException(
      `${foreign.length} of what is said to have been shown is no evidence of this case, so nothing was decided; load the case again and decide on what it shows`,
    );
}

const noCase = (caseId: string): string => `there is no case ${caseId}; see them with: ${typed('cases list --all')}`;

const holdsNoMore = (caseId: string, by: string | null): string =>
  by === null
    ? `what case ${caseId} is about is found no longer, so nothing was decided; the case closes when the cases are brought up to date`
    : `what case ${caseId} is about was found anew on other evidence, so nothing was decided; list the cases again and decide on the newer one`;

/** Closes what waits on a finding that holds no more, in the order of ids: two who do so at once wait for each other, not across. */
async function closeSuperseded(tx: Tx): Promise<number> {
  const outdated = await rows(
    tx,
    z.object({ id: z.uuid(), by: z.uuid().nullable() }),
    `select c.id, f.superseded_by as by from review_case c join finding f on f.id = c.finding_id
     where c.state = 'open' and f.superseded_at is not null order by c.id for update of c`,
  );
  await tx.query(`update review_case set state = 'superseded' where id = any ($1::uuid[])`, [outdated.map(({ id }) => id)]);
  for (const { id, by } of outdated) await recordAudit(tx, { event: 'case.superseded', subject: `case:${id}`, details: { by } });
  return outdated.length;
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
