import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { browserIsThere } from '../browser.js';
import { visitedConsole } from '../visited-console.js';

const inABrowser = browserIsThere() ? describe : describe.skip;

inABrowser('a person whose hub is slow, busy or full of long words', () => {
  const at = visitedConsole();
  const { open } = at;
  let page: Page;
  beforeAll(() => {
    page = at.visit.page;
  });

  /** Answers of the hub as it gave them, changed on their way. */
  const changing = (change: (json: never) => unknown) => async (route: Route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: change((await answer.json()) as never) }); // the test knows the shape it asked for
  };

  test('is told that the hub is slow, is asked for them once, and sees the answer when it comes', async () => {
    let asked = 0;
    const letThrough = Promise.withResolvers<void>();
    await page.route('**/api/**/cases?*', async (route) => {
      if (new URL(route.request().url()).searchParams.get('limit') !== '1') asked += 1; // the overview asks for one, to know how many there are
      await letThrough.promise;
      await route.continue();
    });

    await page.getByRole('link', { name: 'Cases' }).first().click();
    await page
      .getByRole('alert')
      .getByText(/has not answered for some seconds/)
      .waitFor();
    const before = asked;
    letThrough.resolve();
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .waitFor();

    expect(before).toBe(1);
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.unroute('**/api/**/cases?*');
  });

  test('keeps the last answer, with its age, when the next does not come', async () => {
    await page.route('**/api/**/cases?*', (route) => route.abort());

    await page
      .getByRole('alert')
      .getByText(/does not answer.*Shown is what it answered at \d\d:\d\d:\d\d/)
      .waitFor();

    expect(await page.getByRole('button', { name: /^Decide on/ }).count()).toBeGreaterThan(0);
    await page.unroute('**/api/**/cases?*');
  });

  test('is not told that a stream adds up, or does not, while it is read', async () => {
    await page.route(
      '**/api/**/streams',
      changing(({ streams: [first, ...rest] }: { streams: readonly object[] }) => ({
        streams: [{ ...first, state: 'running', read: 50, landed: 10, unchanged: 0, quarantined: 0, duplicate: 0, endedAt: null }, ...rest],
      })),
    );
    await open('/filled/overview');

    await page.getByText('… being read').waitFor();

    expect(await page.getByText('✗ does not add up').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toMatch(/^Every record that was read/);
    await page.unroute('**/api/**/streams');
  });

  test('is sent to look into a refused write once, and no more when a newer one was planned for it', async () => {
    const refused = (takenUp: number) => changing((answer: object) => ({ ...answer, counts: [{ state: 'rejected', count: 3, takenUp }] }));
    await page.route('**/api/**/outbox?*', refused(2));
    await open('/filled/overview');
    await page.getByText('1 write to look into').waitFor();
    await page.unroute('**/api/**/outbox?*');

    await page.route('**/api/**/outbox?*', refused(3));
    await open('/filled/overview');
    await page.getByText('the source refused it for good').waitFor();

    expect(await page.getByText('to look into').count()).toBe(0);
    await page.unroute('**/api/**/outbox?*');
  });

  test('is told where a decision leads nowhere', async () => {
    await page.route(
      '**/api/**/cases/*',
      changing(({ case: one, ...rest }: { case: object }) => ({ ...rest, case: { ...one, writesTo: null } })),
    );
    await open('/filled/cases');
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .click();
    await page.getByText('Nothing is planned for a source').waitFor();

    expect(await page.getByText(/is planned for/).count()).toBe(1);
    await page.unroute('**/api/**/cases/*');
  });

  test('is told beforehand that the rating is another by now, and not that the old one stands', async () => {
    await page.route(
      '**/api/**/cases/*',
      changing((answer: object) => ({ ...answer, rating: { found: 3, now: 4 } })),
    );
    await open('/filled/cases');
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .click();
    await page.getByText(/^The rating was 3 when this was found, and is 4 now\. .*calibration run --cycle .* --tenant filled/).waitFor();

    expect(await page.getByText('The rating that stands is').count()).toBe(0);
    await page.unroute('**/api/**/cases/*');
  });

  test('is not told that a decision was not recorded, where only its answer was lost', async () => {
    await page.route('**/decisions', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await open('/filled/cases');
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .click();
    await page.getByRole('radio', { name: /^Reject/ }).check();
    await page.getByLabel('Because').selectOption('known-context');
    await page.getByLabel('In your words').fill('They stood in for the lead.');
    await page.getByRole('button', { name: 'Record the decision' }).click();

    await page.getByRole('alert').getByText('by that, or by somebody else meanwhile').waitFor();

    expect(await page.getByRole('list', { name: 'Decided on this case' }).innerText()).toMatch(
      /^Rejected by person:ada, .*: They stood in for the lead\.$/,
    );
    await page.unroute('**/decisions');
  });

  test('is told that there is no such tenant, and shown no other in its place', async () => {
    await open('/nope/outbox');

    await page.getByRole('heading', { name: 'There is no tenant nope' }).waitFor();

    expect(new URL(page.url()).pathname).toBe('/nope/outbox');
    await page
      .getByRole('main')
      .getByRole('link', { name: /production|sandbox/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /every record/i }).waitFor();
  });

  test('is told that there is no such page', async () => {
    await open('/filled/nope');

    await page.getByRole('heading', { name: 'There is no page nope' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'overview' }).click();
    await page.getByRole('heading', { level: 1, name: /every record/i }).waitFor();
  });

  describe('on a narrow screen', () => {
    const LONG = 'W'.repeat(3_000);
    beforeAll(async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.route(
        '**/api/**/findings?*',
        changing(({ findings, ...rest }: { findings: readonly { body: object }[] }) => ({
          ...rest,
          findings: findings.map((finding) => ({ ...finding, subject: LONG, body: { ...finding.body, title: LONG } })),
        })),
      );
      await page.route(
        '**/api/**/cases?*',
        changing(({ cases, ...rest }: { cases: readonly object[] }) => ({
          ...rest,
          cases: cases.map((one) => ({ ...one, about: LONG, title: LONG })),
        })),
      );
    });

    test.each(['overview', 'runs', 'quarantine', 'findings', 'cases', 'outbox', 'reconciliation'])('sees all of %s', async (section) => {
      await open(`/filled/${section}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('body:not(:has-text("Asking the hub"))').waitFor();

      const wide = await page.locator('html').evaluate((root) => root.scrollWidth);
      const cut = await page
        .locator('main *')
        .evaluateAll((all) =>
          all
            .filter((one) => one.closest('.scrolls') === null && one.getBoundingClientRect().right > 391)
            .map((one) => `${one.tagName}.${one.getAttribute('class')}`),
        );
      expect({ wide, cut }).toEqual({ wide: 390, cut: [] });
      const here = await page.locator('nav [aria-current=page]').boundingBox();
      expect(here?.x).toBeGreaterThanOrEqual(0);
      expect((here?.x ?? 0) + (here?.width ?? 0)).toBeLessThanOrEqual(390);
    });
  });
});
