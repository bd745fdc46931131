import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { findingView } from './finding.js';
import { Findings } from './findings.js';

export const findingsRoutes = {
  list: {
    id: 'listFindings',
    method: 'get',
    path: 'tenants/:tenant/findings',
    summary: 'What the pipelines found, newest first: each sentence with its verdict and the evidence it rests on',
    answer: z.object({ findings: z.array(findingView.meta({ id: 'Finding' })) }),
  },
} as const satisfies Routes;

@Controller()
export class FindingsController {
  constructor(private readonly findings: Findings) {}

  @Serves(findingsRoutes.list)
  async list(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { findings: await this.findings.list(tenantId, actor) };
  }
}
