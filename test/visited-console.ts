import { beforeAll } from '@jest/globals';
import { builtPages, testBrowser, type Visit } from './browser.js';
import { testConsole } from './console.js';
import { filledHub } from './filled-hub.js';

/**
 * The console of a hub in a browser, where the first half of the flow has gone through the tenant `filled`. Call it where its tests are described.
 * @param prepare what more there is to be before somebody looks.
 */
export function visitedConsole(prepare: (tenantId: string) => Promise<unknown> = () => Promise.resolve()) {
  const filled = filledHub();
  const { database, hub, company } = filled;
  const console = testConsole(database, hub.envelope, builtPages);
  const browser = testBrowser();
  let opened: Visit | undefined;

  beforeAll(async () => {
    await prepare(filled.tenantId);
    opened = await browser.visit(console.address);
  });

  const visit = (): Visit => {
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
      return filled.tenantId;
    },
    /** In a hook or a test. */
    get visit() {
      return visit();
    },
    /** @param path from the root, with the tenant. */
    open: (path: string) => visit().page.goto(new URL(path, console.origin).href),
  };
}
