import { afterAll, beforeAll } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
/** What is waited for comes on a busy machine too; only what never comes ends here, before the test does. */
const PATIENCE_MS = 120_000;
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether a browser is there. On a build server it has to be; elsewhere its absence is said aloud. */
export function browserIsThere(): boolean {
  if (existsSync(CHROMIUM)) return true;
  if (process.env['CI'] === 'true')
    throw new Error(`there is no ${CHROMIUM}, and with CI=true that is a failure; install it: apt-get install chromium`);
  process.stderr.write(
    `\n!!! SKIPPED: the console was not tried in a browser, because there is no ${CHROMIUM}. Install it: apt-get install chromium\n\n`,
  );
  return false;
}

/** The console as it is shipped; `npm test` builds it where its sources are newer. */
export function builtPages(): string {
  const folder = join(import.meta.dirname, '../dist/web');
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`there is no console in ${folder}; build it: npm run build`);
  return folder;
}

export interface Visit {
  readonly page: Page;
  /** What a person would never see and we must: errors, violated policies, failed requests. */
  readonly complaints: readonly string[];
  /** Everything the page asked for, by origin. */
  readonly origins: ReadonlySet<string>;
}

/** A browser for the spec file; each visit begins without cookies. Call it at the top of the file. */
export function testBrowser(): { visit(address: string): Promise<Visit> } {
  const open: { browser?: Browser } = {};
  beforeAll(async () => {
    open.browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET, timeout: PATIENCE_MS });
  });
  afterAll(() => open.browser?.close());
  return {
    async visit(address) {
      if (open.browser === undefined) throw new Error('the browser is there only while tests run');
      const page = await open.browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(PATIENCE_MS);
      const complaints: string[] = [];
      const origins = new Set<string>();
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => origins.add(new URL(request.url()).origin));
      await page.goto(address);
      return { page, complaints, origins };
    },
  };
}
