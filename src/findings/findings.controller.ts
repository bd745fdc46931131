import { Controller, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { Named, ParsedQuery } from '../http/parsed.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { findingPage, findingsQuery, type FindingsQuery } from './finding-list.js';
import { Findings } from './findings.js';

export const findingsRoutes = {
  list: {
    id: 'listFindings',
    method: 'get',
    path: 'tenants/:tenant/findings',
    summary: 'What the pipelines found, newest first: each sentence with its verdict and the evidence it rests on',
    query: findingsQuery,
    answer: findingPage,
  },
  read: {
    id: 'readFinding',
    method: 'get',
    path: 'tenants/:tenant/findings/:id',
    summary: 'One finding, also one that holds no more',
    answer: z.object({ finding: findingPage.shape.findings.element }),
  },
} as const satisfies Routes;

@Controller()
export class FindingsController {
  constructor(private readonly findings: Findings) {}

  @Serves(findingsRoutes.list)
  list(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedQuery(findingsQuery) query: FindingsQuery) {
    return this.findings.page(tenantId, actor, query);
  }

  @Serves(findingsRoutes.read)
  async read(@TenantId() tenantId: string, @WhoActs() actor: Actor, @Named('id') id: string) {
    const [finding] = await this.findings.list(tenantId, actor, id);
    if (finding === undefined) throw new NotFoundException(`there is no finding ${id}`);
    return { finding };
  }
}
