import type { INestApplicationContext, Type } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type Company, generateCompany } from '../../simulators/company/company.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { Connections } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import type { Tenancy } from '../database/tenancy.js';
import { approvePolicy } from '../policy/policy.js';
import { Tenants } from '../policy/tenants.js';
import type { Narrator } from './narrator.js';
import type { Sources } from './sources.js';

/** Everything the steps of the demonstration share. */
export interface Stage {
  readonly company: Company;
  readonly sources: Sources;
  readonly app: INestApplicationContext;
  readonly tenancy: Tenancy;
  readonly tenantId: string;
  /** Runs what a schedule would run. */
  readonly system: Actor;
  /** Decides in place of people; every row it writes says that it was the demonstration's scripted reviewer. */
  readonly reviewer: Actor;
  readonly narrator: Narrator;
}

export const VENDORS = ['bamboohr', 'qualtrics', 'jira'] as const;
export type Vendor = (typeof VENDORS)[number];

export const service = <Service>({ app }: Pick<Stage, 'app'>, type: Type<Service>): Service => app.get(type, { strict: false });

export const sourceOf = ({ sources }: Pick<Stage, 'sources'>, vendor: Vendor): RunningSimulator => sources[vendor];

/** Two tenants of the synthetic company, and in the first one a connection to each source. */
export async function setStage(
  parts: Pick<Stage, 'sources' | 'app' | 'tenancy' | 'narrator'> & { readonly company?: Company },
): Promise<Stage> {
  const company = parts.company ?? generateCompany();
  const traceId = randomUUID();
  const system: Actor = { kind: 'system', id: 'demo', traceId };
  const reviewer: Actor = { kind: 'demo', id: 'scripted-reviewer', traceId };
  const tenants = service(parts, Tenants);
  const tenantId = await tenants.create(system, { slug: company.subdomain, organisation: company.name, environment: 'production' });
  await tenants.create(system, { slug: `${company.subdomain}-sandbox`, organisation: company.name, environment: 'sandbox' });
  const followUps = company.projects[0]?.key ?? '';
  await parts.tenancy.inTenant(tenantId, reviewer, (tx) =>
    approvePolicy(tx, tenantId, {
      targets: {
        'rating-outcome': { connection: 'bamboohr' },
        'follow-up': { connection: 'jira', settings: { projectKey: followUps, issueType: 'Task' } },
      },
    }),
  );
  for (const vendor of VENDORS) {
    await service(parts, Connections).configure(tenantId, system, {
      name: vendor,
      connector: vendor,
      config: parts.sources.configurations[vendor],
    });
  }
  return { ...parts, company, tenantId, system, reviewer };
}
