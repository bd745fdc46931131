import { afterAll, beforeAll } from '@jest/globals';
import { startBamboohr } from '../simulators/bamboohr/bamboohr.js';
import { generateCompany } from '../simulators/company/company.js';
import { forBamboohr } from '../simulators/company/for-bamboohr.js';
import type { RunningSimulator } from '../simulators/kit/simulator.js';
import { Tenants } from '../src/policy/tenants.js';
import { theEnvelopeOfTheRun } from './an-envelope.js';
import { testDatabase } from './database.js';
import { filledTemplate } from './filled-template.js';
import { readFrom } from './filled-tenant.js';
import { testHub } from './hub.js';

/** A hub in which the first half of the flow has gone through the tenant `filled`, with its source. Call it at the top of the file. */
export function filledHub() {
  const company = generateCompany({ seed: 7 });
  const database = testDatabase((server) => filledTemplate(server, company));
  const hub = testHub(database, theEnvelopeOfTheRun());
  let there: { readonly vendor: RunningSimulator; readonly tenantId: string } | undefined;

  beforeAll(async () => {
    const vendor = await startBamboohr({ seed: forBamboohr(company), apiKey: 'key' });
    there = { vendor, tenantId: await hub.get(Tenants).named('filled') };
    await readFrom(hub, there.tenantId, vendor.url); // the one it was filled from is gone
  });
  afterAll(() => there?.vendor.close());

  const known = () => {
    if (there === undefined) throw new Error('the tenant is there only while tests run');
    return there;
  };
  return {
    database,
    hub,
    company,
    get tenantId() {
      return known().tenantId;
    },
    get vendorUrl() {
      return known().vendor.url;
    },
  };
}
