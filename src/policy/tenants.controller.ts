import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { WhoActs } from '../access/who-acts.js';
import type { Actor } from '../database/actor.js';
import { type Routes, Serves } from '../http/route.js';
import { newTenant, Tenants } from './tenants.js';

export const tenantsRoutes = {
  list: {
    id: 'listTenants',
    method: 'get',
    path: 'tenants',
    summary: 'The tenants of this hub, oldest first',
    answer: z.object({ tenants: z.array(newTenant.meta({ id: 'Tenant' })) }),
  },
} as const satisfies Routes;

@Controller()
export class TenantsController {
  constructor(private readonly tenants: Tenants) {}

  @Serves(tenantsRoutes.list)
  async list(@WhoActs() actor: Actor) {
    return { tenants: await this.tenants.list(actor) };
  }
}
