import { beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { judgeAgain } from './judge-again.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
});

const fine = anEmployee('1');
const changed = anEmployee('1', { lastName: 'Married' });
const misfit = anEmployee('1', { hireDate: 'next spring' });

const lastNameHeld = async () => {
  const held = await database.owner.query<{ payload: Buffer }>('select payload from raw_record where tenant_id = $1', [tenant.tenantId]);
  const payload = held.rows[0]?.payload;
  return payload && z.object({ lastName: z.string() }).parse(envelope.open(tenant.tenantId, payload)).lastName;
};

describe('a key that comes twice in a run counts once as what came last, and once as a duplicate,', () => {
  test('when both are on one page', async () => {
    expect(await tenant.sync([aPage([fine, changed])])).toMatchObject({ read: 2, landed: 1, duplicate: 1, unchanged: 0, quarantined: 0 });
  });

  test('when it landed on an earlier page and comes unchanged', async () => {
    expect(await tenant.sync([aPage([fine]), aPage([fine])])).toMatchObject({ read: 2, landed: 1, duplicate: 1 });
  });

  test('when it comes unchanged first and then changed', async () => {
    await tenant.sync([aPage([fine])]);

    expect(await tenant.sync([aPage([fine]), aPage([changed])])).toMatchObject({ read: 2, landed: 1, unchanged: 0, duplicate: 1 });
  });

  test('when it does not fit first and then does', async () => {
    const report = await tenant.sync([aPage([misfit]), aPage([fine])]);

    expect(report).toMatchObject({ read: 2, landed: 1, quarantined: 0, duplicate: 1 });
    expect(await tenant.waiting()).toEqual([]);
  });

  test.each([
    ['on one page', [aPage([misfit, changed])]],
    ['on two pages', [aPage([misfit]), aPage([changed])]],
  ])('when it was known, does not fit first and then does, %s', async (_where, pages) => {
    await tenant.sync([aPage([fine])]);

    expect(await tenant.sync(pages)).toMatchObject({ state: 'ok', read: 2, landed: 1, unchanged: 0, quarantined: 0, duplicate: 1 });
    expect(await tenant.waiting()).toEqual([]);
    expect(await lastNameHeld()).toBe('Married');
  });

  test('when it does not fit first and then comes as it was known', async () => {
    await tenant.sync([aPage([fine])]);

    expect(await tenant.sync([aPage([misfit, fine])])).toMatchObject({ read: 2, landed: 0, unchanged: 1, quarantined: 0, duplicate: 1 });
    expect(await tenant.waiting()).toEqual([]);
  });

  test('when it comes three times over two pages', async () => {
    expect(await tenant.sync([aPage([fine, fine]), aPage([changed])])).toMatchObject({ read: 3, landed: 1, duplicate: 2 });
  });
});

describe('a key that fits first in a run and then does not counts for both: the older is used, the newer waits,', () => {
  test.each([
    ['on one page', [aPage([fine, misfit])], { read: 2, landed: 1, quarantined: 1, duplicate: 0 }],
    ['on two pages', [aPage([fine]), aPage([misfit])], { read: 2, landed: 1, quarantined: 1, duplicate: 0 }],
    ['twice on two pages', [aPage([fine, misfit]), aPage([changed, misfit])], { read: 4, landed: 1, quarantined: 1, duplicate: 2 }],
    [
      'and comes unchanged before',
      [aPage([misfit]), aPage([fine, fine]), aPage([misfit])],
      { read: 4, landed: 1, quarantined: 1, duplicate: 2 },
    ],
  ])('%s', async (_where, pages, counted) => {
    expect(await tenant.sync(pages)).toMatchObject({ state: 'ok', ...counted });
    expect(await tenant.waiting()).toMatchObject([{ key: '1', path: 'hireDate' }]);
    expect(await tenant.raw()).toMatchObject([{ key: '1', isGone: false }]);
    expect((await tenant.records()).filter(({ isCurrent }) => isCurrent)).toHaveLength(2);
  });

  test.each([
    ['on one page', [aPage([changed, misfit])]],
    ['on two pages', [aPage([changed]), aPage([misfit])]],
  ])('also where it was known before, %s, and says of the newer why it waits', async (_where, pages) => {
    await tenant.sync([aPage([fine])]);

    const report = await tenant.sync(pages);

    expect(report).toMatchObject({ state: 'ok', read: 2, landed: 1, unchanged: 0, quarantined: 1, duplicate: 0 });
    expect(report.notes).toEqual([expect.stringMatching(/^1 set aside/)]);
    expect(await tenant.waiting()).toMatchObject([{ key: '1', reasonCode: 'schema', path: 'hireDate' }]);
    expect(await lastNameHeld()).toBe('Married');
  });

  test('and for the newer alone once that fits too', async () => {
    const report = await tenant.sync([aPage([fine]), aPage([misfit]), aPage([changed])]);

    expect(report).toMatchObject({ read: 3, landed: 1, quarantined: 0, duplicate: 2 });
    expect(await tenant.waiting()).toEqual([]);
  });
});

test.each([
  ['half of a surrogate pair', 'x\ud800'],
  ['a NUL', 'x\u0000y'],
  ['more characters than an index takes', 'x'.repeat(20_000)],
])('a key that holds %s waits, and the rest of the page lands', async (_what, eeid) => {
  const report = await tenant.sync([aPage([anEmployee(eeid), fine])]);

  expect(report).toMatchObject({ read: 2, landed: 1, unchanged: 0, quarantined: 1 });
});

test.each([
  ['half of a surrogate pair', 'x\ud800'],
  ['a NUL', 'x\u0000y'],
  ['more characters than an index takes', 'x'.repeat(20_000)],
])('a record that does not fit and whose key holds %s waits without it, and the rest of the page lands', async (_what, eeid) => {
  const report = await tenant.sync([aPage([anEmployee(eeid, { hireDate: 'next spring' }), fine])]);

  expect(report).toMatchObject({ read: 2, landed: 1, quarantined: 1 });
  expect(await tenant.waiting()).toMatchObject([{ key: expect.stringMatching(/^without a key: /), path: 'hireDate' }]);
});

test('a place the reader could not read waits, whatever its name holds', async () => {
  const refused = [
    { key: 'a\u0000.csv line 2', reason: 'broken\u0000', excerpt: 'a,b' },
    { key: 'x'.repeat(20_000), reason: 'y'.repeat(20_000), excerpt: 'c' },
  ];

  expect(await tenant.sync([aPage([fine], { refused })])).toMatchObject({ read: 3, landed: 1, quarantined: 2 });
});

test.each([
  ['nothing', null],
  ['an empty text', ''],
])('a record that says %s of its id or of when it changed waits with the path, and the rest of the page lands', async (_what, empty) => {
  const report = await tenant.sync([aPage([anEmployee('7', { eeid: empty }), anEmployee('8', { lastChanged: empty }), fine])]);

  expect(report).toMatchObject({ state: 'ok', read: 3, landed: 1, quarantined: 2 });
  expect(new Set((await tenant.waiting()).map(({ path }) => path))).toEqual(new Set(['eeid', 'lastChanged']));
});

describe('a record that does not fit', () => {
  test('is released when it fits the next time', async () => {
    await tenant.sync([aPage([misfit])]);
    await tenant.sync([aPage([fine])]);

    expect(await tenant.waiting()).toEqual([]);
  });

  test('is released when it comes again as it was before it did not fit', async () => {
    await tenant.sync([aPage([fine])]);
    await tenant.sync([aPage([misfit])]);
    const report = await tenant.sync([aPage([fine])]);

    expect(report).toMatchObject({ unchanged: 1 });
    expect(await tenant.waiting()).toEqual([]);
  });

  test('is one of two when both have no key and begin alike', async () => {
    const alike = 'x'.repeat(300);
    const report = await tenant.sync([aPage([{ note: `${alike} one` }, { note: `${alike} two` }])]);

    expect(report).toMatchObject({ read: 2, quarantined: 2, duplicate: 0 });
  });

  test('is not named by its own words when it has no key', async () => {
    await tenant.sync([aPage([{ note: 'Zanzibar' }])]);

    expect((await tenant.waiting()).map(({ key }) => key).join()).not.toContain('Zanzibar');
  });

  test('is set aside once, however often the same text without a key is read', async () => {
    await tenant.sync([aPage([{ note: 'a' }])]);
    await tenant.sync([aPage([{ note: 'a' }])]);

    expect(await tenant.waiting()).toHaveLength(1);
  });

  test('is one that is nested so deep that nobody could walk it: the rest lands, and only its source can give it anew', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);

    const report = await tenant.sync([aPage([fine, anEmployee('deep', { customNotes: deep })])]);

    expect(report).toMatchObject({ state: 'ok', read: 2, landed: 1, quarantined: 1 });
    expect(await tenant.waiting()).toEqual([{ key: 'deep', reasonCode: 'nesting', path: '' }]);
    const place = { tenantId: tenant.tenantId, connectionId: tenant.connectionId, stream: givingPages([]), envelope };
    expect(await database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => judgeAgain(tx, place, undefined))).toMatchObject([
      { key: 'deep', became: 'waits' },
    ]);

    const mended = await tenant.sync([aPage([fine, anEmployee('deep')])]);
    expect(mended).toMatchObject({ landed: 1, unchanged: 1 });
    expect(await tenant.waiting()).toEqual([]);
  });

  test('that the reader itself could not read waits by where it stood', async () => {
    const report = await tenant.sync([
      aPage([fine], { refused: [{ key: 'line 2', reason: 'three cells where five belong', excerpt: 'a,b,c' }] }),
    ]);

    expect(report).toMatchObject({ read: 2, landed: 1, quarantined: 1 });
    expect(await tenant.waiting()).toMatchObject([{ key: 'line 2', reasonCode: 'unreadable' }]);
  });
});

test('the database refuses a stream that claims more or fewer records than became of them', async () => {
  await tenant.sync([aPage([fine])]);

  for (const lie of ['read = read + 1', 'landed = landed + 1', 'duplicate = duplicate - 1'])
    await expect(database.owner.query(`update stream_run set ${lie} where tenant_id = $1`, [tenant.tenantId])).rejects.toThrow(
      /every_record_is_accounted_for/,
    );
});
