import { Controller } from '@nestjs/common';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { pageQuery } from '../http/paging.js';
import { ParsedQuery } from '../http/parsed.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { Reconciliation } from './reconciliation.js';
import { reportPage, reportQuery, type ReportQuery } from './report-page.js';

export const reconciliationRoutes = {
  newest: {
    id: 'readReconciliation',
    method: 'get',
    path: 'tenants/:tenant/reconciliation',
    summary: 'The newest report, its rows page by page; null before the first',
    query: reportQuery,
    answer: reportPage,
  },
  run: {
    id: 'runReconciliation',
    method: 'post',
    path: 'tenants/:tenant/reconciliation/run',
    summary: 'Compares every write with its source again, and chains the report to the one before; answers with its first page',
    answer: reportPage,
    status: 201,
  },
} as const satisfies Routes;

@Controller()
export class ReconciliationController {
  constructor(private readonly reconciliation: Reconciliation) {}

  @Serves(reconciliationRoutes.newest)
  newest(@TenantId() tenantId: string, @WhoActs() actor: Actor, @ParsedQuery(reportQuery) query: ReportQuery) {
    return this.reconciliation.page(tenantId, actor, query);
  }

  @Serves(reconciliationRoutes.run)
  async run(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    const { id } = await this.reconciliation.run(tenantId, actor);
    return this.reconciliation.page(tenantId, actor, pageQuery.parse({}), id);
  }
}
