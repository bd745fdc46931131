import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import type { Actor } from '../database/actor.js';
import { bytes, firstRow, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { findingAsShown } from '../findings/finding-as-shown.js';
import { Consequences } from './consequences.js';
import { type Decided, decisionRequest, type Followed } from './decision.js';

/** Plans what a decision leads to, where there was nowhere to write to when it was made. */
@Injectable()
export class CarryOut {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly consequences: Consequences,
    private readonly envelope: Envelope,
  ) {}

  /**
   * Done again, or done of a decision that was carried out at once, it gives what is planned already and changes nothing.
   * @throws NotFoundException when the tenant has no such case.
   * @throws ConflictException when nobody has decided it, nothing can follow, or what it is about holds no more.
   */
  carryOut(tenantId: string, actor: Actor, caseId: string): Promise<Followed> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const decided = await this.#standing(tx, tenantId, caseId);
      if (!this.consequences.mayFollowLater(decided.caseKind))
        throw new ConflictException(`what follows from a ${decided.caseKind} case was done when it was decided`);
      if (decided.decision === 'reject') throw new ConflictException(`case ${caseId} was rejected: nothing follows`);
      const finding = decided.findingId === null ? undefined : await findingAsShown(tx, tenantId, this.envelope, decided.findingId);
      if (finding?.ended !== undefined)
        throw new ConflictException(
          `what case ${caseId} is about holds no more, so nothing was planned; decide on the newer case, if there is one`,
        );
      const followed = await this.consequences.plan(tx, tenantId, actor, decided);
      await recordAudit(tx, {
        event: 'decision.carried-out',
        subject: `case:${caseId}`,
        details: { decisionId: decided.decisionId, messages: followed.messages.length },
      });
      return followed;
    });
  }

  async #standing(tx: Tx, tenantId: string, caseId: string): Promise<Decided> {
    const found = await firstRow(
      tx,
      standing,
      `select c.kind as "caseKind", c.subject, c.finding_id as "findingId", c.state, d.id as "decisionId", d.version, d.decision,
         d.decided_at as "decidedAt", d.content
       from review_case c left join lateral (
         select * from decision d where d.tenant_id = c.tenant_id and d.case_id = c.id order by d.version desc limit 1) d on true
       where c.id = $1 for update of c`,
      [caseId],
    );
    if (found === undefined) throw new NotFoundException(`there is no case ${caseId}; see them with: ${typed('cases list')}`);
    const { state, content, ...rest } = found;
    const last = made.safeParse(rest);
    if (state !== 'decided' || content === null || !last.success)
      throw new ConflictException(`nobody has decided the case ${caseId}; it is ${state}`);
    const { edited } = z.object({ edited: decisionRequest.shape.edited }).parse(this.envelope.open(tenantId, content));
    return { ...last.data, caseId, edited };
  }
}

const made = z.object({
  caseKind: z.string(),
  subject: z.string(),
  findingId: z.uuid().nullable(),
  decisionId: z.uuid(),
  version: z.number().int(),
  decision: decisionRequest.shape.decision,
  decidedAt: z.date(),
});
const standing = made.extend({
  state: z.string(),
  decisionId: z.uuid().nullable(),
  version: z.number().int().nullable(),
  decision: decisionRequest.shape.decision.nullable(),
  decidedAt: z.date().nullable(),
  content: bytes.nullable(),
});
