import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { stableId } from '../files/envelope.js';
import { policy } from './policy.js';

export const newTenant = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes'),
  organisation: z.string().min(1),
  environment: z.enum(['production', 'sandbox']),
});
export type NewTenant = z.infer<typeof newTenant>;

/** Tenants and their first policy: neither is ever there without the other. */
@Injectable()
export class Tenants {
  constructor(private readonly tenancy: Tenancy) {}

  /**
   * Makes the tenant, or finds it where an earlier try already did.
   * @throws AskedWronglyError where another one is called that.
   */
  async create(actor: Actor, wanted: NewTenant): Promise<string> {
    const { slug, organisation, environment } = newTenant.parse(wanted);
    const id = stableId('tenant', slug);
    await this.tenancy.inTenant(id, actor, async (tx) => {
      const made = await rows(
        tx,
        z.object({ tenant_id: z.uuid() }),
        `insert into tenant (tenant_id, slug, organisation, environment) values ($1, $2, $3, $4) on conflict do nothing returning tenant_id`,
        [id, slug, organisation, environment],
      );
      if (made.length === 0) return refuseAnother(tx, { slug, organisation, environment });
      await tx.query(`insert into policy_version (tenant_id, version, body, approved_by) values ($1, 1, $2, $3)`, [
        id,
        JSON.stringify(policy.parse({})),
        actor.id,
      ]);
      await recordAudit(tx, { event: 'tenant.created', subject: `tenant:${id}`, details: { slug, environment } });
    });
    return id;
  }

  /** All tenants, oldest first, each looked at from within. */
  async list(actor: Actor): Promise<NewTenant[]> {
    const found: NewTenant[] = [];
    for (const { tenantId } of await this.tenancy.allTenants()) {
      const tenant = await this.tenancy.inTenant(tenantId, actor, (tx) =>
        firstRow(tx, newTenant, 'select slug, organisation, environment from tenant'),
      );
      if (tenant !== undefined) found.push(tenant);
    }
    return found;
  }

  /** @throws AskedWronglyError naming the tenants there are. */
  async named(slug: string): Promise<string> {
    const found = await this.tenancy.tenantNamed(slug);
    if (found !== undefined) return found;
    const known = (await this.tenancy.allTenants()).map((tenant) => tenant.slug).join(', ');
    throw new AskedWronglyError(`there is no tenant ${slug}; there is: ${known || 'none yet'}`);
  }
}

async function refuseAnother(tx: Tx, { slug, organisation, environment }: NewTenant): Promise<void> {
  const there = await firstRow(tx, newTenant, 'select slug, organisation, environment from tenant');
  if (there === undefined || (there.organisation === organisation && there.environment === environment)) return;
  throw new AskedWronglyError(
    `there is a tenant ${slug} already: the ${there.environment} of ${there.organisation}. It stays as it is; call the new one otherwise`,
  );
}
