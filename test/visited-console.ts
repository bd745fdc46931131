import { afterAll, beforeAll } from '@jest/globals';
import { startBamboohr } from '../simulators/bamboohr/bamboohr.js';
import { generateCompany } from '../simulators/company/company.js';
import { forBamboohr } from '../simulators/company/for-bamboohr.js';
import type { RunningSimulator } from '../simulators/kit/simulator.js';
import { builtPages, testBrowser, type Visit } from './browser.js';
import { testConsole } from './console.js';
import { testDatabase } from './database.js';
import { fillTenant } from './filled-tenant.js';
import { testHub } from './hub.js';

/**
 * The console of a hub in a browser, where the first half of the flow has gone through the tenant `filled`. Call it where its tests are described.
 * @param prepare what more there is to be before somebody looks.
 */
export function visitedConsole(prepare: (tenantId: string) => Promise<unknown> = () => Promise.resolve()) {
  const database = testDatabase();
  const hub = testHub(database);
  const console = testConsole(database, hub.envelope, builtPages);
  const browser = testBrowser();
  const company = generateCompany({ seed: 7 });
  let vendor: RunningSimulator;
  let opened: { readonly tenantId: string; readonly visit: Visit } | undefined;

  beforeAll(async () => {
    vendor = await startBamboohr({ seed: forBamboohr(company), apiKey: 'key' });
    const tenantId = await fillTenant(hub, database.tenancy, { slug: 'filled', vendorUrl: vendor.url, company });
    await prepare(tenantId);
    opened = { tenantId, visit: await browser.visit(console.address) };
  });
  afterAll(() => vendor.close());

  const known = () => {
    if (opened === undefined) throw new Error('the page is there only while tests run');
    return opened;
  };
  return {
    database,
    hub,
    console,
    browser,
    company,
    /** In a hook or a test. */
    get tenantId() {
      return known().tenantId;
    },
    /** In a hook or a test. */
    get visit() {
      return known().visit;
    },
    /** @param path from the root, with the tenant. */
    open: (path: string) => known().visit.page.goto(new URL(path, console.origin).href),
  };
}
