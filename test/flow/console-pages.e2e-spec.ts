import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { testConsole } from '../console.js';
import { filledHub } from '../filled-hub.js';
import { fillTenant } from '../filled-tenant.js';
import { aReport, manyOfEverything } from '../many-of-everything.js';

const MANY = 20;
const filled = filledHub();
const { database, hub, company } = filled;
const console = testConsole(database, hub.envelope);
const tenants: Record<string, string> = {};

beforeAll(async () => {
  tenants['filled'] = filled.tenantId;
  tenants['other'] = await fillTenant(hub, database.tenancy, { slug: 'other', vendorUrl: filled.vendorUrl, company });
  for (const tenantId of Object.values(tenants)) await manyOfEverything(database.owner, hub.envelope, tenantId, MANY);
});

const grow = (tenantId: string) => manyOfEverything(database.owner, hub.envelope, tenantId, MANY);

/** Each list by its path, and what tells one of its rows from another. */
const lists = {
  cases: { rows: 'cases', key: ['id'], filter: 'state=open' },
  findings: { rows: 'findings', key: ['id'], filter: 'holds=yes' },
  runs: { rows: 'runs', key: ['runId', 'stream'], filter: 'state=ok' },
  quarantine: { rows: 'quarantined', key: ['id'], filter: undefined },
  outbox: { rows: 'messages', key: ['id'], filter: 'state=planned' },
  reconciliation: { rows: 'report', key: ['reference'], filter: 'status=matched' },
} as const;
type List = keyof typeof lists;
const names = Object.keys(lists) as List[]; // its own keys

const anyRows = z.array(z.record(z.string(), z.unknown()));
const anyPage = z.looseObject({ next: z.string().nullable() });
const anyReport = z.object({ rows: anyRows });

async function page(list: List, query: string, tenant = 'filled'): Promise<{ keys: string[]; next: string | null; counts: unknown }> {
  const { status, json } = await console.ask('GET', `tenants/${tenant}/${list}?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(json));
  const { next, ...rest } = anyPage.parse(json);
  const held = rest[lists[list].rows];
  const rows = list === 'reconciliation' ? anyReport.parse(held).rows : anyRows.parse(held);
  return { keys: rows.map((row) => lists[list].key.map((field) => String(row[field])).join(' ')), next, counts: rest['counts'] };
}

/** Every key of a list, asked for page by page. @param between what happens while somebody turns a page */
async function walk(list: List, limit: number, between: (pages: number) => Promise<void> = () => Promise.resolve()): Promise<string[]> {
  const keys: string[] = [];
  let cursor = '';
  for (let pages = 1; ; pages += 1) {
    const { keys: some, next } = await page(list, `limit=${limit}${cursor}`);
    expect(some.length).toBeLessThanOrEqual(limit);
    keys.push(...some);
    if (next === null) return keys;
    cursor = `&cursor=${next}`;
    await between(pages);
  }
}

const refused = async (list: List, query: string, tenant = 'filled') => {
  const { status, json } = await console.ask('GET', `tenants/${tenant}/${list}?${query}`);
  return { status, json };
};
const NOT_ONE = {
  status: 400,
  json: { error: { message: expect.stringMatching(/^query\.cursor: not one of this list.*first page/) as unknown } },
};

describe.each(names)('the list of %s', (list) => {
  test('comes page by page, each row once, in the order of the whole list', async () => {
    const whole = await page(list, 'limit=500');

    const keys = await walk(list, 7);

    expect(whole.next).toBeNull();
    expect(whole.keys.length).toBeGreaterThanOrEqual(MANY);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(whole.keys);
  });

  test('gives every row that was there exactly once, though others come while its pages are turned', async () => {
    const before = (await page(list, 'limit=500')).keys;

    const keys = await walk(list, 11, async (pages) => {
      if (pages === 1) await grow(tenants['filled'] ?? '');
    });

    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => before.includes(key))).toEqual(before);
  });

  test('refuses a cursor that is none, that is of another filter, and that is of another tenant', async () => {
    const { next } = await page(list, 'limit=2');
    const ofTheOther = (await page(list, 'limit=2', 'other')).next;
    const { filter } = lists[list];

    expect(await refused(list, 'cursor=Ada')).toEqual(NOT_ONE);
    expect(await refused(list, `cursor=${Buffer.from('["x",[1,2]]').toString('base64url')}`)).toEqual(NOT_ONE);
    expect(await refused(list, `cursor=${ofTheOther}`)).toEqual(NOT_ONE);
    if (filter !== undefined) expect(await refused(list, `${filter}&cursor=${next}`)).toEqual(NOT_ONE);
  });

  test('gives no more than is asked for, and refuses to give too much', async () => {
    expect((await page(list, 'limit=1')).keys).toHaveLength(1);
    expect((await refused(list, 'limit=501')).status).toBe(400);
    expect((await refused(list, 'limit=0')).status).toBe(400);
  });
});

test.each(names.filter((list) => list !== 'reconciliation'))('%s are counted as a whole, whatever is shown of them', async (list) => {
  const one = await page(list, 'limit=1');
  const all = await page(list, 'limit=500');

  const counted = z.array(z.looseObject({ count: z.number() })).parse(one.counts);
  expect(one.counts).toEqual(all.counts);
  expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(all.keys.length);
});

test.each([
  ['cases', 'state=decided'],
  ['cases', 'kind=one-of-many'],
  ['findings', 'kind=one-of-many'],
  ['findings', 'holds=no'],
  ['runs', 'state=failed'],
  ['outbox', 'state=cancelled'],
  ['reconciliation', 'status=missing'],
] as const)('of %s, %s gives only those', async (list, query) => {
  const all = await page(list, 'limit=500');
  const some = await page(list, `limit=500&${query}`);

  expect(some.keys.length).toBeLessThan(all.keys.length);
  expect(all.keys.filter((key) => some.keys.includes(key))).toEqual(some.keys);
});

test('the pages of a report are those of that report, though a newer one is made meanwhile', async () => {
  const first = await page('reconciliation', 'limit=15');
  await aReport(database.owner, hub.envelope, tenants['filled'] ?? '', 2);

  const second = await page('reconciliation', `limit=500&cursor=${first.next}`);
  const newest = await page('reconciliation', 'limit=500');

  expect(second.keys.length).toBeGreaterThan(2);
  expect(newest.keys).toHaveLength(2);
  await grow(tenants['filled'] ?? '');
});

describe('one of them by its address', () => {
  const last = async (list: List, tenant = 'filled') => (await page(list, 'limit=500', tenant)).keys.at(-1) ?? '';

  test('is answered wherever it stands in its list', async () => {
    const [caseId, findingId] = [await last('cases'), await last('findings')];

    const one = await console.ask('GET', `tenants/filled/cases/${caseId}`);
    const finding = await console.ask('GET', `tenants/filled/findings/${findingId}`);

    expect(one.json).toMatchObject({ case: { id: caseId }, finding: { body: {} } });
    expect(finding.json).toMatchObject({ finding: { id: findingId } });
  });

  test('is not there for another tenant', async () => {
    const answers = await Promise.all([
      console.ask('GET', `tenants/filled/cases/${await last('cases', 'other')}`),
      console.ask('GET', `tenants/filled/findings/${await last('findings', 'other')}`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });
});
