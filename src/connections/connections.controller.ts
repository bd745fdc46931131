import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { Named, ParsedBody } from '../http/parsed.js';
import { type Routes, Serves } from '../http/route.js';
import { TenantId } from '../http/tenant-id.js';
import { Connections, connectionSummary } from './connections.js';

const writesSwitch = connectionSummary.pick({ writes: true });

export const connectionsRoutes = {
  list: {
    id: 'listConnections',
    method: 'get',
    path: 'tenants/:tenant/connections',
    summary: 'The sources this tenant uses, never their credentials',
    answer: z.object({ connections: z.array(connectionSummary.meta({ id: 'Connection' })) }),
  },
  switchWrites: {
    id: 'switchWrites',
    method: 'post',
    path: 'tenants/:tenant/connections/:name/writes',
    summary: 'Stops or allows all writing over a connection, at once',
    body: writesSwitch,
    answer: writesSwitch,
  },
} as const satisfies Routes;

@Controller()
export class ConnectionsController {
  constructor(private readonly connections: Connections) {}

  @Serves(connectionsRoutes.list)
  async list(@TenantId() tenantId: string, @WhoActs() actor: Actor) {
    return { connections: await this.connections.list(tenantId, actor) };
  }

  @Serves(connectionsRoutes.switchWrites)
  async switchWrites(
    @TenantId() tenantId: string,
    @WhoActs() actor: Actor,
    @Named('name') name: string,
    @ParsedBody(writesSwitch) { writes }: z.output<typeof writesSwitch>,
  ) {
    await this.connections.switchWritesNamed(tenantId, actor, name, writes);
    return { writes };
  }
}
