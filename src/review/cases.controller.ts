import { Controller, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { evidence } from '../findings/finding.js';
import { findingPage } from '../findings/finding-list.js';
import { Named, ParsedBody, ParsedQuery } from '../http/parsed.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { casePage, casesQuery, type CasesQuery } from './case-page.js';
import { decisionRequest } from './decision.js';
import { decisionTaken } from './decisions-on.js';
import { ratingThenAndNow } from './rating-asked.js';
import { ReviewService } from './review.service.js';

const SHOWN_AT_MOST = 1_000;

const decisionBody = decisionRequest.extend({
  shown: z.array(evidence).max(SHOWN_AT_MOST).default([]).describe('the evidence that was on the screen; kept with the decision'),
});
const decisionMade = z.object({
  decisionId: z.uuid(),
  caseId: z.uuid(),
  version: z.number().int(),
  decision: decisionRequest.shape.decision,
  messages: z.array(z.uuid()).describe('what is planned for the sources because of it'),
  notice: z.string().nullable().describe('why nothing is planned although something should follow, and what to do'),
});

export const casesRoutes = {
  list: {
    id: 'listCases',
    method: 'get',
    path: 'tenants/:tenant/cases',
    summary: 'What waits for a person, or was decided, by when it is due',
    query: casesQuery,
    answer: casePage,
  },
  read: {
    id: 'readCase',
    method: 'get',
    path: 'tenants/:tenant/cases/:id',
    summary: 'One case, whatever became of it, with what was decided on it and the finding it is about; null where it is about none',
    answer: z.object({
      case: casePage.shape.cases.element,
      finding: findingPage.shape.findings.element.nullable(),
      rating: ratingThenAndNow
        .nullable()
        .describe('of an open case about a review: the rating as it was when that was found, and as it is now; null of any other'),
      decisions: z.array(decisionTaken.meta({ id: 'DecisionTaken' })).describe('oldest first; a case that was returned has one more'),
    }),
  },
  decide: {
    id: 'decideCase',
    method: 'post',
    path: 'tenants/:tenant/cases/:id/decisions',
    summary: 'Decides a case, with a reason; what follows is planned in the same transaction',
    body: decisionBody,
    answer: decisionMade,
    status: 201,
  },
} as const satisfies Routes;

@Controller()
export class CasesController {
  constructor(private readonly review: ReviewService) {}

  @Serves(casesRoutes.list)
  list(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedQuery(casesQuery) query: CasesQuery) {
    return this.review.page(tenantId, actor, query);
  }

  @Serves(casesRoutes.read)
  async read(@TenantId() tenantId: string, @WhoActs() actor: Actor, @Named('id') id: string) {
    const found = await this.review.oneCase(tenantId, actor, id);
    if (found === undefined) throw new NotFoundException(`there is no case ${id}`);
    return found;
  }

  @Serves(casesRoutes.decide)
  async decide(
    @TenantId() tenantId: string,
    @WhoActs() actor: Actor,
    @Named('id') id: string,
    @ParsedBody(decisionBody) { shown, ...request }: z.output<typeof decisionBody>,
  ) {
    const { messages, ...made } = await this.review.decide(tenantId, actor, id, request, shown);
    return { ...made, messages: [...messages] };
  }
}
