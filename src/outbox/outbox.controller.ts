import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { Named, ParsedBody, ParsedQuery } from '../http/parsed.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { messageView, Outbox } from './outbox.js';
import { fieldDifference, Preview } from './preview.js';

const APPROVED_AT_MOST = 10_000;

const outboxQuery = z.object({ state: messageView.shape.state.optional() });
const approvals = z.object({ ids: z.array(z.uuid()).min(1).max(APPROVED_AT_MOST) });

export const outboxRoutes = {
  list: {
    id: 'listMessages',
    method: 'get',
    path: 'tenants/:tenant/outbox',
    summary: 'Approved changes on their way to the sources, in the order they were planned',
    query: outboxQuery,
    answer: z.object({ messages: z.array(messageView.meta({ id: 'Message' })) }),
  },
  preview: {
    id: 'previewMessage',
    method: 'post',
    path: 'tenants/:tenant/outbox/:id/preview',
    summary: 'Reads what the source holds now and keeps it as the base the change is judged on',
    answer: z.object({ differences: z.array(fieldDifference.meta({ id: 'FieldDifference' })) }),
  },
  approve: {
    id: 'approveMessages',
    method: 'post',
    path: 'tenants/:tenant/outbox/approvals',
    summary: 'Approves messages that somebody has looked at: all of them or none',
    body: approvals,
    answer: z.object({ approved: z.array(z.uuid()) }),
  },
} as const satisfies Routes;

@Controller()
export class OutboxController {
  constructor(
    private readonly outbox: Outbox,
    private readonly preview: Preview,
  ) {}

  @Serves(outboxRoutes.list)
  async list(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedQuery(outboxQuery) { state }: z.output<typeof outboxQuery>) {
    return { messages: await this.outbox.list(tenantId, actor, state) };
  }

  @Serves(outboxRoutes.preview)
  async look(@TenantId() tenantId: string, @WhoActs() actor: Actor, @Named('id') id: string) {
    return { differences: await this.preview.look(tenantId, actor, id) };
  }

  @Serves(outboxRoutes.approve)
  async approve(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedBody(approvals) { ids }: z.output<typeof approvals>) {
    await this.preview.approve(tenantId, actor, ids);
    return { approved: ids };
  }
}
