import type { Type } from '@nestjs/common';
import type { Company } from '../simulators/company/company.js';
import { Connections } from '../src/connections/connections.js';
import type { Tenancy } from '../src/database/tenancy.js';
import { Calibration } from '../src/findings/calibration.js';
import { Findings } from '../src/findings/findings.js';
import { Ingest } from '../src/ingest/ingest.js';
import { People } from '../src/people/people.js';
import { approvePolicy } from '../src/policy/policy.js';
import { Tenants } from '../src/policy/tenants.js';
import { ReviewService } from '../src/review/review.service.js';
import { anActor } from './database.js';

interface Services {
  get<Service>(service: Type<Service>): Service;
}

/** A tenant through which the first half of the flow has gone: read, found, one case decided and its writes planned, the others open. */
export async function fillTenant(
  hub: Services,
  tenancy: Tenancy,
  filled: { readonly slug: string; readonly vendorUrl: string; readonly company: Company },
): Promise<string> {
  const actor = anActor();
  const { slug, vendorUrl, company } = filled;
  const tenantId = await hub.get(Tenants).create(actor, { slug, organisation: company.name, environment: 'production' });
  await tenancy.inTenant(tenantId, actor, (tx) => approvePolicy(tx, tenantId, { targets: { 'rating-outcome': { connection: 'hr' } } }));
  await readFrom(hub, tenantId, vendorUrl);
  await hub.get(Ingest).sync(tenantId, actor, 'hr');
  await hub.get(People).resolve(tenantId, actor);
  await hub.get(Calibration).run(tenantId, actor, company.cycle.id);
  await hub.get(ReviewService).followFindings(tenantId, actor);
  const about = new Set((await hub.get(Findings).list(tenantId, actor)).filter(({ subject }) => subject !== null).map(({ id }) => id));
  const chosen = (await hub.get(ReviewService).cases(tenantId, actor, 'open')).find(
    ({ kind, findingId }) => kind === 'review-claims' && about.has(findingId ?? ''),
  );
  if (chosen === undefined) throw new Error('the calibration of this company finds nothing to decide');
  await hub.get(ReviewService).decide(tenantId, actor, chosen.id, { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' });
  return tenantId;
}

/** Its connection `hr` reads there from now on. */
export const readFrom = (hub: Services, tenantId: string, url: string): Promise<string> =>
  hub.get(Connections).configure(tenantId, anActor(), {
    name: 'hr',
    connector: 'bamboohr',
    config: { subdomain: 'acme', apiKey: 'key', url, longestInFlightMs: 0 },
  });
