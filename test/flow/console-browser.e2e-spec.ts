import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { bytes, rows } from '../../src/database/rows.js';
import { Reconciliation } from '../../src/reconciliation/reconciliation.js';
import { Outbox } from '../../src/outbox/outbox.js';
import { Tenants } from '../../src/policy/tenants.js';
import { ReviewService } from '../../src/review/review.service.js';
import { browserIsThere } from '../browser.js';
import { anActor } from '../database.js';
import { until } from '../until.js';
import { visitedConsole } from '../visited-console.js';

const inABrowser = browserIsThere() ? describe : describe.skip;

inABrowser('a person in a browser', () => {
  const at = visitedConsole(() => hub.get(Tenants).create(anActor(), { slug: 'empty', organisation: 'Empty', environment: 'sandbox' }));
  const { database, hub, console, browser, company, open } = at;
  let tenantId: string;
  let page: Page;
  beforeAll(() => {
    tenantId = at.tenantId;
    page = at.visit.page;
  });

  test('sees first whether every record is accounted for, without the key in the address', async () => {
    await page.getByRole('heading', { level: 1, name: /every record/i }).waitFor();

    expect(new URL(page.url()).pathname).toBe('/filled/overview');
    expect(await page.title()).toBe('Overview · Plumbline');
    expect(page.url()).not.toContain('key=');
    expect(await page.getByText('✓ adds up').count()).toBe(4);
    expect(await page.getByText('✗ does not add up').count()).toBe(0);
  });

  test('decides a case by keyboard alone, with a reason that is kept', async () => {
    await page.getByRole('link', { name: 'Cases' }).first().focus();
    await page.keyboard.press('Enter');
    const openCases = page.getByRole('button', { name: /^Open/ });
    await openCases.waitFor();
    expect(await page.title()).toBe('Cases · Plumbline');
    const before = await openCases.innerText();
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: /^Reject/ }).focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Because').selectOption('evidence-missing');
    await page.getByLabel('In your words').fill('I asked the team; nobody remembers it.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page
      .getByRole('status')
      .getByText(/^Rejected: /)
      .waitFor();

    const kept = await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
      rows(
        tx,
        z.object({ decision: z.string(), reviewer: z.string(), code: z.string(), reason: bytes }),
        `select decision, reviewer_id as reviewer, reason_code as code, reason from decision order by decided_at desc limit 1`,
      ),
    );
    expect(kept.map(({ reason, ...rest }) => ({ ...rest, reason: hub.envelope.open(tenantId, reason) }))).toEqual([
      { decision: 'reject', reviewer: 'ada', code: 'evidence-missing', reason: 'I asked the team; nobody remembers it.' },
    ]);
    await openCases.filter({ hasNotText: before }).waitFor(); // one less
  });

  test('cannot record a decision without a reason', async () => {
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .click();
    await page.getByRole('radio', { name: /^Approve What .* The rating that stands is \d/ }).check();
    await page.getByLabel('Because').selectOption('evidence-agrees');
    await page.getByRole('button', { name: 'Record the decision' }).click();

    expect(await page.getByLabel('In your words').evaluate((field) => field.matches(':invalid'))).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('sees where every decision and every planned write ended', async () => {
    await page.getByRole('link', { name: 'Reconciliation' }).first().click();
    await page.getByRole('button', { name: 'Compare again now' }).click();
    const decisions = page.getByRole('img', { name: /^\d+ decisions?: / });
    await decisions.waitFor();

    const { accounts } = await hub.get(Reconciliation).run(tenantId, anActor());
    expect(accounts.decisions).toMatchObject({ rejected: 1, contradicted: 0 });
    expect(await decisions.getAttribute('aria-label')).toContain('1 rejected');
    const { total } = accounts.messages;
    expect(await page.getByRole('img', { name: /^\d+ planned writes: / }).getAttribute('aria-label')).toBe(
      `${total} planned writes: ${total} not sent yet`,
    );
  });

  test('looks at what would change, and only then approves it', async () => {
    await page.getByRole('link', { name: 'Outbox' }).first().click();
    await page.getByRole('checkbox', { name: /^all \d+ planned/ }).check();
    const approve = page.getByRole('button', { name: /^Approve/ });
    const early = await approve.isDisabled();
    const [first] = await hub.get(Outbox).list(tenantId, anActor(), 'planned');
    await page
      .getByRole('checkbox', { name: `${first?.entity}, about ${first?.about}` })
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Preview/ }).click();
    await page
      .getByRole('status')
      .getByText(/would change/)
      .waitFor();
    await approve.and(page.locator(':enabled')).click();
    await page
      .getByRole('status')
      .getByText(/^Approved \d+ messages?\./)
      .waitFor();

    expect(early).toBe(true);
    const messages = await hub.get(Outbox).list(tenantId, anActor());
    expect(new Set(messages.map(({ state, approvedBy }) => `${state} by ${approvedBy}`))).toEqual(new Set(['approved by person:ada']));
  });

  test('has to choose again what somebody else looked at since, where it is no longer as it was', async () => {
    const [message] = await hub.get(Outbox).list(tenantId, anActor());
    // The page has heard that all of them are approved, and lists none of them to choose from.
    await until(async () => (await page.getByRole('checkbox', { name: /^Choose: / }).count()) === 0);
    const base = hub.envelope.seal(tenantId, { customLastRating: '1' });
    await database.owner.query(`update outbox_message set state = 'planned', approved_by = null where id = $1`, [message?.id]);
    await page.getByRole('checkbox', { name: /^Choose: / }).check();
    await page.getByRole('button', { name: 'Approve 1' }).and(page.locator(':enabled')).waitFor();

    await database.owner.query('update outbox_message set base = $2, base_hash = $3, previewed_at = clock_timestamp() where id = $1', [
      message?.id,
      base,
      hub.envelope.changeHash({ customLastRating: '1' }),
    ]);
    await page.getByText('1 message you chose was looked at again meanwhile').waitFor();

    expect(await page.getByRole('checkbox', { name: /^Choose: / }).isChecked()).toBe(false);
    expect(await page.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: /^Choose: / }).check();
    await page.getByRole('button', { name: 'Approve 1' }).click();
    await page
      .getByRole('status')
      .getByText(/^Approved 1 message\./)
      .waitFor();
  });

  test('settles a message of which nobody can tell whether it landed, with a reason that is kept', async () => {
    const [message] = await hub.get(Outbox).list(tenantId, anActor());
    for (const state of ['sent', 'unknown', 'parked'])
      await database.owner.query('update outbox_message set state = $2 where id = $1', [message?.id, state]);
    await page.getByRole('button', { name: /^parked/ }).click();
    await page.locator('.message summary').first().click();
    await page.getByRole('button', { name: /^Settle: / }).click();
    await page.getByRole('radio', { name: /^Cancel it/ }).check();
    await page.getByRole('button', { name: 'Record it' }).click();
    const withoutReason = await page.getByLabel('In your words').evaluate((field) => field.matches(':invalid'));
    await page.getByLabel('In your words').fill('I looked there; it was entered by hand.');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page
      .getByRole('status')
      .getByText(/cancelled now/)
      .waitFor();

    expect(withoutReason).toBe(true);
    expect(await hub.get(Outbox).list(tenantId, anActor(), 'cancelled')).toMatchObject([
      { id: message?.id, reason: 'I looked there; it was entered by hand.' },
    ]);
  });

  test('accepts what stands at a source in the place of what was decided, once it is shown', async () => {
    const message = (await hub.get(Outbox).list(tenantId, anActor(), 'approved')).find(({ operation }) => operation === 'employee.update');
    await database.owner.query(`update outbox_message set state = 'conflict' where id = $1`, [message?.id]);
    await page.reload();
    await page.getByRole('button', { name: /^conflict/ }).click();
    await page.locator('.message summary').first().click();
    await page.getByRole('button', { name: /^Settle: / }).click();
    await page.getByRole('radio', { name: /^Accept what stands there/ }).check();
    await page.getByRole('dialog').getByRole('columnheader', { name: 'Stands there now' }).waitFor();
    await page.getByLabel('In your words').fill('It is kept there by hand.');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page
      .getByRole('status')
      .getByText(/cancelled now/)
      .waitFor();

    const { rows } = await database.owner.query('select accepted_by from outbox_acceptance where message_id = $1', [message?.id]);
    expect(rows).toEqual([{ accepted_by: 'person:ada' }]);
  });

  test('is told what to do next where nothing is there', async () => {
    await page.getByLabel('Tenant').selectOption('empty');
    await page.getByRole('heading', { name: 'Nothing is on its way' }).waitFor();
    await page.getByRole('link', { name: 'Runs' }).first().click();
    await page.getByText('npm run plumbline -- sync NAME --tenant empty').waitFor();
    await page.getByRole('link', { name: 'Findings' }).first().click();
    await page.getByText('npm run plumbline -- calibration run --cycle CYCLE --tenant empty').waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();

    expect(new URL(page.url()).pathname).toBe('/empty/runs');
  });

  test('comes back by the back button to where they were', async () => {
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Outbox' }).waitFor();

    expect(new URL(page.url()).pathname).toBe('/empty/outbox');
  });

  test.each([
    ...['overview', 'runs', 'quarantine', 'findings', 'cases', 'outbox', 'reconciliation'].flatMap((section) => [
      `/empty/${section}`,
      `/filled/${section}`,
    ]),
    '/nope/cases',
    '/filled/nope',
  ])('hears of %s by headings that leave out no level', async (path) => {
    await open(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('body:not(:has-text("Asking the hub"))').waitFor();

    const levels = await page.locator('h1, h2, h3, h4, h5, h6').evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));

    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1)).toEqual([]);
  });

  test('saw no error, broke no policy of the page, and was sent nowhere else', () => {
    expect(at.visit.complaints).toEqual([]);
    expect([...at.visit.origins]).toEqual([console.origin]);
  });

  test('sees nothing of it without the key', async () => {
    const stranger = await browser.visit(`${console.origin}/filled/findings`);

    await stranger.page.getByRole('heading', { name: 'This console is locked' }).waitFor();

    expect(await stranger.page.locator('body').innerText()).not.toContain(company.name);
  });

  test('is told that a message is no longer as they saw it, and what they say of it is not recorded', async () => {
    const [message] = await hub.get(Outbox).list(tenantId, anActor());
    const becomes = (state: string) => database.owner.query('update outbox_message set state = $2 where id = $1', [message?.id, state]);
    await database.owner.query('alter table outbox_message disable trigger legal_transition');
    await becomes('conflict'); // whatever the tests before made of it
    await database.owner.query('alter table outbox_message enable trigger legal_transition');
    await open('/filled/outbox?state=conflict');
    await page.locator('.message summary').first().click();
    await page.getByRole('button', { name: /^Settle: / }).click();
    await page.getByRole('radio', { name: /^Cancel it/ }).check();
    await page.getByLabel('In your words').fill('It is right as it is.');
    await becomes('planned'); // again, by somebody else
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('It was conflict when you began, and is so no longer.').waitFor();

    expect(await page.getByRole('dialog').getByText('is planned by now, and was conflict').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Record it' }).isDisabled()).toBe(true);
    expect(await hub.get(Outbox).list(tenantId, anActor(), 'planned')).toContainEqual(expect.objectContaining({ id: message?.id }));
  });

  test('keeps what they entered, and is told that it was not recorded, where somebody else decided meanwhile', async () => {
    await open('/filled/cases');
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .click();
    await page.getByRole('radio', { name: /^Reject/ }).check();
    await page.getByLabel('Because').selectOption('evidence-missing');
    await page.getByLabel('In your words').fill('I asked the team.');

    const caseId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await hub
      .get(ReviewService)
      .decide(tenantId, anActor(), caseId, { decision: 'reject', reasonCode: 'known-context', reason: 'They were faster.' });
    await page
      .getByRole('alert')
      .getByText(/decided meanwhile, not by what you entered here/)
      .waitFor();

    expect(await page.getByLabel('In your words').inputValue()).toBe('I asked the team.');
    expect(await page.getByRole('button', { name: 'Record the decision' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
