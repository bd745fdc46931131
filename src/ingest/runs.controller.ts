import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { pageQuery, type PageQuery } from '../http/paging.js';
import { ParsedQuery } from '../http/parsed.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { runPage, Runs, runsQuery, type RunsQuery } from './runs.js';
import { quarantinedPage, Waiting } from './waiting.js';

export const runsRoutes = {
  list: {
    id: 'listRuns',
    method: 'get',
    path: 'tenants/:tenant/runs',
    summary: 'The runs of every stream, newest first, each with what became of the records it read',
    query: runsQuery,
    answer: runPage,
  },
  newest: {
    id: 'listStreams',
    method: 'get',
    path: 'tenants/:tenant/streams',
    summary: 'Every stream with its newest run, however long ago that was',
    answer: z.object({ streams: runPage.shape.runs }),
  },
  quarantine: {
    id: 'listQuarantine',
    method: 'get',
    path: 'tenants/:tenant/quarantine',
    summary: 'Records that did not fit, newest first: where they came from and why, never the record itself',
    query: pageQuery,
    answer: quarantinedPage,
  },
} as const satisfies Routes;

@Controller()
export class RunsController {
  constructor(
    private readonly runs: Runs,
    private readonly waiting: Waiting,
  ) {}

  @Serves(runsRoutes.list)
  list(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedQuery(runsQuery) query: RunsQuery) {
    return this.runs.page(tenantId, actor, query);
  }

  @Serves(runsRoutes.newest)
  async newest(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { streams: await this.runs.newest(tenantId, actor) };
  }

  @Serves(runsRoutes.quarantine)
  quarantine(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedQuery(pageQuery) query: PageQuery) {
    return this.waiting.page(tenantId, actor, query);
  }
}
