import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { browserIsThere } from '../browser.js';
import { manyOfEverything } from '../many-of-everything.js';
import { visitedConsole } from '../visited-console.js';

const inABrowser = browserIsThere() ? describe : describe.skip;
const MANY = 10_000;

inABrowser('a person whose hub holds ten thousand of everything', () => {
  const at = visitedConsole((tenantId) => manyOfEverything(database.owner, hub.envelope, tenantId, MANY));
  const { database, hub } = at;
  let page: Page;
  beforeAll(() => {
    page = at.visit.page;
  });

  const open = (path: string) => at.open(`/filled/${path}`);
  const countOf = async (sql: string) => {
    const { rows } = await database.owner.query(sql);
    return z.object({ count: z.coerce.number() }).parse(rows[0]).count.toLocaleString('en');
  };
  const ONE_ID = z.array(z.object({ id: z.uuid() })).length(1);
  const idOf = async (sql: string) => ONE_ID.parse((await database.owner.query(sql)).rows)[0]?.id ?? '';

  test('reads in the overview how many there are, not how many fit a page', async () => {
    await open('overview');

    await page.getByText(`${await countOf("select count(*) from review_case where state = 'open'")} cases to decide`).waitFor();
    await page.getByText(`${await countOf("select count(*) from outbox_message where state = 'planned'")} writes to approve`).waitFor();
    await page.getByText(`${MANY.toLocaleString('en')} wait`).waitFor();
  });

  test.each([
    ['cases', '.rows > li', "select count(*) from review_case where state = 'open'"],
    ['findings', '.cards > li', 'select count(*) from finding where superseded_at is null'],
    ['runs', '.rows > li', 'select count(*) from stream_run'],
    ['quarantine', 'tbody > tr', 'select count(*) from quarantined_record where released_at is null'],
    ['outbox', '.rows > li', 'select count(*) from outbox_message'],
    ['reconciliation', 'tbody > tr', 'select count(*) from reconciliation_row'],
  ])('sees the first of the %s, how many there are, and more when they ask', async (section, row, sql) => {
    const all = await countOf(sql);
    await open(section);
    await page.getByText(`50 of ${all} shown`).waitFor();
    const first = await page.locator(row).count();

    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText(`100 of ${all} shown`).waitFor();

    expect(first).toBe(50);
    expect(await page.locator(row).count()).toBe(100);
  });

  test('finds the few of a kind among the many of another', async () => {
    await open('cases');
    await page.getByRole('button', { name: 'Ratings that differ 1' }).click();
    await page.locator('.rows > li:only-child').waitFor();

    expect(await page.getByText(/ shown$/).count()).toBe(0);
  });

  test('finds what they chose, and as much of it, by the same address: loaded anew, and by going back', async () => {
    await open('findings');
    await page.getByRole('button', { name: /^All/ }).waitFor();
    const kind = page.getByRole('group', { name: 'Kind of finding' }).getByRole('button').last();
    await kind.click();
    await page.waitForURL(({ search }) => search.startsWith('?kind='));
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText(/^100 of .* shown$/).waitFor();
    const address = page.url();

    await page.reload();
    await page.getByText(/^100 of .* shown$/).waitFor();
    expect(await kind.getAttribute('aria-pressed')).toBe('true');
    await page.locator('.card h2 a').last().click();
    await page.getByRole('link', { name: 'All findings' }).click();
    await page.getByText(/^100 of .* shown$/).waitFor();
    expect(page.url()).toBe(address);

    await open('cases?state=open&kind=rating-variance&pages=3');
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('radio').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(({ pathname }) => pathname === '/filled/cases');
    expect(await page.locator('.rows > li').count()).toBe(1);

    await page.getByRole('button', { name: /^Every kind/ }).click();
    await page.getByText(/^50 of .* shown$/).waitFor();
    await page.goBack();
    await page.locator('.rows > li:only-child').waitFor();
  });

  test('sees the first of the runs, where the address names a state and a number there cannot be', async () => {
    await open('runs?state=lost&pages=some');

    await page.getByText(/^50 of .* shown$/).waitFor();
    expect(await page.getByRole('button', { name: /^All/ }).getAttribute('aria-pressed')).toBe('true');
  });

  test('is shown a case by its address, though it stands at the end of its list, and comes back to the list', async () => {
    const id = await idOf('select id from review_case order by due_at desc, id desc limit 1');
    await open(`cases/${id}`);
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /^Reject/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(({ pathname }) => pathname === '/filled/cases');
    expect(await page.getByRole('dialog').count()).toBe(0);

    await page.goBack();
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /^Reject/ })
      .waitFor();
  });

  test('is shown a case that was decided, and can decide nothing there', async () => {
    await open(`cases/${await idOf("select id from review_case where state = 'decided'")}`);
    await page.getByRole('dialog').getByText('This case is decided').waitFor();

    expect(await page.getByRole('radio').count()).toBe(0);
  });

  test('is shown a finding by its address, though it stands at the end of its list', async () => {
    await open(`findings/${await idOf('select id from finding order by created_at, id limit 1')}`);
    await page.locator('.card').waitFor();

    expect(await page.locator('.card').count()).toBe(1);
    await page.getByRole('link', { name: 'All findings' }).click();
    await page.getByText(/^50 of .* shown$/).waitFor();
  });

  test('saw no error on the way', () => {
    expect(at.visit.complaints).toEqual([]);
  });

  test.each(['cases', 'findings'])('is told that there is no such one among the %s', async (section) => {
    await open(`${section}/${crypto.randomUUID()}`);

    await page
      .getByRole('alert')
      .getByText(/^There is no (case|finding) /)
      .waitFor();
  });
});
