import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { quarantinedView, Runs, streamRunView } from './runs.js';

const streamRun = streamRunView.meta({ id: 'StreamRun' });

export const runsRoutes = {
  list: {
    id: 'listRuns',
    method: 'get',
    path: 'tenants/:tenant/runs',
    summary: 'The last runs of every stream, newest first, each with what became of the records it read',
    answer: z.object({ runs: z.array(streamRun) }),
  },
  newest: {
    id: 'listStreams',
    method: 'get',
    path: 'tenants/:tenant/streams',
    summary: 'Every stream with its newest run, however long ago that was',
    answer: z.object({ streams: z.array(streamRun) }),
  },
  quarantine: {
    id: 'listQuarantine',
    method: 'get',
    path: 'tenants/:tenant/quarantine',
    summary: 'Records that did not fit: where they came from and why, never the record itself',
    answer: z.object({ quarantined: z.array(quarantinedView.meta({ id: 'Quarantined' })) }),
  },
} as const satisfies Routes;

@Controller()
export class RunsController {
  constructor(private readonly runs: Runs) {}

  @Serves(runsRoutes.list)
  async list(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { runs: await this.runs.list(tenantId, actor) };
  }

  @Serves(runsRoutes.newest)
  async newest(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { streams: await this.runs.newest(tenantId, actor) };
  }

  @Serves(runsRoutes.quarantine)
  async quarantine(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { quarantined: await this.runs.quarantine(tenantId, actor) };
  }
}
