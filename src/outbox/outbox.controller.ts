import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { pageQuery } from '../http/paging.js';
import { Named, ParsedBody, ParsedQuery } from '../http/parsed.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { Acceptance, acceptance, type AcceptanceRequest, standing, standingField } from './acceptance.js';
import { messagePage, messageView, Outbox } from './outbox.js';
import { fieldDifference, Preview, seenMessage } from './preview.js';
import { Settlement, settlement, type SettlementRequest } from './settlement.js';

const APPROVED_AT_MOST = 10_000;

const outboxQuery = pageQuery.extend({ state: messageView.shape.state.optional() });
const approvals = z.object({
  messages: z
    .array(seenMessage.meta({ id: 'SeenMessage' }))
    .min(1)
    .max(APPROVED_AT_MOST)
    .describe('each as it was seen: with the hashes the preview gave'),
});

export const outboxRoutes = {
  list: {
    id: 'listMessages',
    method: 'get',
    path: 'tenants/:tenant/outbox',
    summary: 'Approved changes on their way to the sources, in the order they were planned',
    query: outboxQuery,
    answer: messagePage,
  },
  preview: {
    id: 'previewMessage',
    method: 'post',
    path: 'tenants/:tenant/outbox/:id/preview',
    summary: 'Reads what the source holds now and keeps it as the base the change is judged on',
    answer: seenMessage.omit({ id: true }).extend({
      differences: z.array(fieldDifference.meta({ id: 'FieldDifference' })),
      note: z.string().nullable().describe('that it is there already, or may be; null where there is nothing to say'),
    }),
  },
  approve: {
    id: 'approveMessages',
    method: 'post',
    path: 'tenants/:tenant/outbox/approvals',
    summary: 'Approves messages as somebody has seen them: all of them or none; refused where one is no longer as it was seen',
    body: approvals,
    answer: z.object({ approved: z.array(z.uuid()) }),
  },
  settle: {
    id: 'settleMessage',
    method: 'post',
    path: 'tenants/:tenant/outbox/:id/settlements',
    summary:
      'What a person says of a message that came to no end by itself, with a reason: cancel it, judge a conflict anew, send a parked one again, plan a rejected or a cancelled one as a new message',
    body: settlement,
    answer: messageView.pick({ id: true, state: true }),
  },
  standing: {
    id: 'lookAtStanding',
    method: 'post',
    path: 'tenants/:tenant/outbox/:id/standing',
    summary:
      'Reads what stands at the source where it is not what a message wanted, so that a person can accept it; nothing is written down',
    answer: standing.extend({ fields: z.array(standingField.meta({ id: 'StandingField' })) }),
  },
  accept: {
    id: 'acceptStanding',
    method: 'post',
    path: 'tenants/:tenant/outbox/:id/acceptances',
    summary:
      'Accepts what stands at the source in the place of what a message wanted, as somebody has seen it, with a reason; refused where something else stands there by now. A conflict is cancelled by it, and reconciliation compares what was ever sent with what was accepted',
    body: acceptance,
    answer: messageView.pick({ id: true, state: true }),
  },
} as const satisfies Routes;

@Controller()
export class OutboxController {
  constructor(
    private readonly outbox: Outbox,
    private readonly preview: Preview,
    private readonly settlement: Settlement,
    private readonly acceptance: Acceptance,
  ) {}

  @Serves(outboxRoutes.list)
  list(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedQuery(outboxQuery) query: z.output<typeof outboxQuery>) {
    return this.outbox.page(tenantId, actor, query);
  }

  @Serves(outboxRoutes.preview)
  async look(@TenantId() tenantId: string, @WhoActs() actor: Actor, @Named('id') id: string) {
    const { differences, note, baseHash, intentHash } = await this.preview.look(tenantId, actor, id);
    return { differences: [...differences], note, baseHash, intentHash };
  }

  @Serves(outboxRoutes.approve)
  async approve(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedBody(approvals) { messages }: z.output<typeof approvals>) {
    await this.preview.approve(tenantId, actor, messages);
    return { approved: messages.map(({ id }) => id) };
  }

  @Serves(outboxRoutes.settle)
  async settle(
    @TenantId() tenantId: string,
    @WhoActs() actor: Actor,
    @Named('id') id: string,
    @ParsedBody(settlement) request: SettlementRequest,
  ) {
    return this.settlement.settle(tenantId, actor, id, request);
  }

  @Serves(outboxRoutes.standing)
  standing(@TenantId() tenantId: string, @WhoActs() actor: Actor, @Named('id') id: string) {
    return this.acceptance.look(tenantId, actor, id);
  }

  @Serves(outboxRoutes.accept)
  accept(
    @TenantId() tenantId: string,
    @WhoActs() actor: Actor,
    @Named('id') id: string,
    @ParsedBody(acceptance) request: AcceptanceRequest,
  ) {
    return this.acceptance.accept(tenantId, actor, id, request);
  }
}
