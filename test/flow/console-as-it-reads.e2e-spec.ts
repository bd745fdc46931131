import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { browserIsThere } from '../browser.js';
import { visitedConsole } from '../visited-console.js';

const inABrowser = browserIsThere() ? describe : describe.skip;

inABrowser('a person reads the console', () => {
  const at = visitedConsole();
  const { open } = at;
  let page: Page;
  beforeAll(() => {
    page = at.visit.page;
  });

  /** The rows of a list as the hub gave them, each changed on its way. */
  const changing = async (list: string, change: (row: object) => object) => {
    await page.route(`**/api/**/${list}?*`, async (route: Route) => {
      const json = (await (await route.fetch()).json()) as Readonly<Record<string, unknown>>; // an answer is an object
      const rows = Object.entries(json).map(([name, value]) => [
        name,
        Array.isArray(value) && name !== 'counts' ? value.map(change as (row: unknown) => object) : value,
      ]);
      await route.fulfill({ json: Object.fromEntries(rows) as object });
    });
  };

  describe('what a write would change', () => {
    const LONG = `https://example.com/${'x'.repeat(300)}`;

    test.each([1280, 390])('beside what is there, however long both are, on a screen of %i', async (width) => {
      await changing('outbox', (message) => ({ ...message, base: { customNote: `${LONG}old` }, change: { fields: { customNote: LONG } } }));
      await page.setViewportSize({ width, height: 900 });
      await open('/filled/outbox');
      await page.locator('.message summary').first().click();
      await page.getByText(`${LONG}old`).first().waitFor();

      expect(await page.locator('html').evaluate((root) => root.scrollWidth)).toBe(width);
      await page.unroute('**/api/**/outbox?*');
    });

    test('character by character, also where one is not seen or turns the others round', async () => {
      await changing('outbox', (message) => ({
        ...message,
        base: { customNote: 'at most 5' },
        change: { fields: { customNote: 'at\u200B most \u202E5 👩‍👩‍👧' } },
      }));
      await open('/filled/outbox');
      await page.locator('.message summary').first().click();

      expect(await page.locator('.after').first().innerText()).toBe('at⟨U+200B⟩ most ⟨U+202E⟩5 👩‍👩‍👧');
      await page.unroute('**/api/**/outbox?*');
    });
  });

  test('a name in the order it is written in, and what stands beside it in its own', async () => {
    await changing('cases', (one) => ({ ...one, about: 'Ada \u202Eofavu', cycle: '2026-H1' }));
    await page.setViewportSize({ width: 1280, height: 900 });
    await open('/filled/cases');
    const name = await page.locator('.case h2 a').first().boundingBox();
    const cycle = await page.locator('.case h2 small').first().boundingBox();

    expect(cycle?.x).toBeGreaterThan((name?.x ?? 0) + (name?.width ?? 0));
    await page.unroute('**/api/**/cases?*');
  });

  describe('when something is or was', () => {
    beforeAll(() => page.clock.setFixedTime(new Date(2026, 10, 21, 19, 24)));

    test.each([
      ['later today', new Date(2026, 10, 21, 23, 50), 'due today'],
      ['early tomorrow', new Date(2026, 10, 22, 0, 5), 'due tomorrow'],
      ['this morning', new Date(2026, 10, 21, 5, 24), 'overdue, due today'],
      ['yesterday morning', new Date(2026, 10, 20, 7, 24), 'overdue, due yesterday'],
    ])('by the calendar: %s', async (_when, due, said) => {
      await changing('cases', (one) => ({ ...one, dueAt: due.toISOString() }));
      await open('/filled/cases');

      expect(await page.locator('.rows time').first().innerText()).toBe(said);
      await page.unroute('**/api/**/cases?*');
    });

    test.each([
      ['without a year where it is this one', 2026, 'Mar 3, 08:05'],
      ['with the year where it is another', 2025, 'Mar 3, 2025, 08:05'],
    ])('%s', async (_how, year, said) => {
      await changing('runs', (run) => ({ ...run, startedAt: new Date(year, 2, 3, 8, 5).toISOString() }));
      await open('/filled/runs');

      expect(await page.locator('.rows time').first().innerText()).toBe(said);
      await page.unroute('**/api/**/runs?*');
    });
  });

  test.each(['light', 'dark'] as const)('every word clearly enough apart from what it stands on, in %s colours', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const faint: Record<string, string[]> = {};
    for (const section of ['overview', 'runs', 'findings', 'cases', 'outbox', 'quarantine', 'reconciliation']) {
      await open(`/filled/${section}`);
      await page.locator('body:not(:has-text("Asking the hub"))').waitFor();
      for (const message of await page.locator('.message summary').all()) await message.click();
      faint[section] = await wordsBelow(page, 4.5);
    }

    expect(Object.values(faint).flat()).toEqual([]);
  });
});

/** Words with less contrast than that, by the rule of WCAG 2.2 (1.4.3), which excepts what cannot be used. */
const wordsBelow = (page: Page, least: number): Promise<string[]> =>
  page.locator('body *').evaluateAll((all, atLeast) => {
    const [{ ownerDocument }] = all as [(typeof all)[number]]; // a page has elements
    const styleOf = (one: (typeof all)[number]) => ownerDocument.defaultView.getComputedStyle(one);
    const canvas = ownerDocument.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const paintOf = (colour: string): number[] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const lightness = (colour: readonly number[]) =>
      colour.reduce((sum, part, at) => sum + ([0.2126, 0.7152, 0.0722][at] ?? 0) * linear(part), 0);
    const upwards = (from: (typeof all)[number]): typeof all => [from, ...(from.parentElement === null ? [] : upwards(from.parentElement))];

    return all.flatMap((one) => {
      const says = [...one.childNodes].some((node) => node.nodeType === node.TEXT_NODE && node.textContent.trim() !== '');
      if (!says || one.getClientRects().length === 0 || one.matches(':disabled, option, .skip')) return [];
      const above = upwards(one);
      const [ground = [255, 255, 255]] = above.map((up) => paintOf(styleOf(up).backgroundColor)).filter(([, , , alpha]) => alpha === 255);
      const ink = paintOf(styleOf(one).color);
      const opacity = above.reduce((product, up) => product * Number(styleOf(up).opacity), (ink[3] ?? 0) / 255);
      const seen = ink.map((part, at) => part * opacity + (ground[at] ?? 0) * (1 - opacity));
      const [dark = 0, light = 0] = [lightness(seen), lightness(ground)].toSorted((a, b) => a - b);
      const contrast = (light + 0.05) / (dark + 0.05);
      return contrast < atLeast ? [`${one.tagName} ${contrast.toFixed(2)}: ${one.textContent.slice(0, 40)}`] : [];
    });
  }, least);
