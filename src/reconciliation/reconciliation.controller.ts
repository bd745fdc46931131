import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { Reconciliation } from './reconciliation.js';
import { reconciliationReport } from './report.js';

const report = reconciliationReport.meta({ id: 'ReconciliationReport' });

export const reconciliationRoutes = {
  newest: {
    id: 'readReconciliation',
    method: 'get',
    path: 'tenants/:tenant/reconciliation',
    summary: 'The newest report; null before the first',
    answer: z.object({ report: report.nullable() }),
  },
  run: {
    id: 'runReconciliation',
    method: 'post',
    path: 'tenants/:tenant/reconciliation/run',
    summary: 'Compares every write with its source again, and chains the report to the one before',
    answer: z.object({ report }),
    status: 201,
  },
} as const satisfies Routes;

@Controller()
export class ReconciliationController {
  constructor(private readonly reconciliation: Reconciliation) {}

  @Serves(reconciliationRoutes.newest)
  async newest(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { report: (await this.reconciliation.report(tenantId, actor)) ?? null };
  }

  @Serves(reconciliationRoutes.run)
  async run(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { report: await this.reconciliation.run(tenantId, actor) };
  }
}
