import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant, employee } from '../../test/a-reviewed-tenant.js';
import { asRead } from '../../test/as-read.js';
import { anActor, testDatabase } from '../../test/database.js';
import { Interrupted, InterruptedTenancy } from '../../test/interrupted-tenancy.js';
import { Records } from '../records/records.js';
import { Calibration } from './calibration.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
beforeEach(async () => {
  tenant = await aReviewedTenant(database, envelope);
});
const held = async () => {
  const { holding, ended } = await tenant.found();
  return { holding, ended, cases: await tenant.cases(), audit: await tenant.audited('finding.superseded') };
};

describe('a calibration', () => {
  test('finds what the evidence refutes, and opens a case for it', async () => {
    expect(await tenant.calibrate()).toEqual({ opened: 1, closed: 0 });

    const { holding, ended } = await tenant.found();
    expect(holding.map(({ kind }) => kind)).toEqual(['claim-contradicted']);
    expect(ended).toEqual([]);
    expect((await tenant.cases()).map(({ findingId, state, decidedBefore }) => ({ findingId, state, decidedBefore }))).toEqual([
      { findingId: holding[0]?.id, state: 'open', decidedBefore: null },
    ]);
  });

  test('refutes nothing by what was finished after the review was written', async () => {
    await tenant.arrive('work-item', { 'ATL-1': { resolvedOn: '2026-03-03' }, 'ATL-2': { resolvedOn: '2026-03-04' } });
    await tenant.arrive('review', { r1: { text: 'Noor closed 2 issues in the Atlas project in March 2026.', submittedOn: '2026-03-08' } });

    await tenant.calibrate();

    expect((await tenant.found()).holding).toEqual([]);
  });

  test('over unchanged records changes nothing', async () => {
    await tenant.calibrate();
    const before = await held();

    expect(await tenant.calibrate()).toEqual({ opened: 0, closed: 0 });

    expect(await held()).toEqual(before);
  });

  test('that runs several times at once finds everything once', async () => {
    const opened = await Promise.all([tenant.calibrate(), tenant.calibrate(), tenant.calibrate()]);

    expect(opened.reduce((sum, one) => sum + one.opened, 0)).toBe(1);
    expect((await tenant.found()).holding).toHaveLength(1);
    expect((await tenant.found()).ended).toEqual([]);
    expect(await tenant.cases()).toHaveLength(1);
  });
});

describe('of those who left', () => {
  const run = () => tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1');

  test('what they wrote and gave still counts: nothing they found is withdrawn', async () => {
    await tenant.arrive('person', { 3: {}, 4: {} });
    await tenant.arrive('review', { r2: { subject: employee('3'), reviewer: employee('4') } });
    await tenant.arrive('rating', { r2: { subject: employee('3'), reviewer: employee('4') } });
    await tenant.calibrate();
    const before = await held();
    await tenant.arrive('person', { 2: undefined });

    expect(await run()).toMatchObject({ reviews: 2, leftOut: { reviews: { reviewerUnknown: 0 }, ratings: { reviewerUnknown: 0 } } });

    expect(await held()).toEqual(before);
  });

  test('who is not known at all is counted, by what is not known', async () => {
    await tenant.arrive('review', { r2: { reviewer: employee('8') }, r3: { subject: employee('9') } });
    await tenant.arrive('rating', { r2: { reviewer: employee('8') } });

    expect(await run()).toMatchObject({
      reviews: 1,
      leftOut: { reviews: { subjectUnknown: 1, reviewerUnknown: 1 }, ratings: { subjectUnknown: 0, reviewerUnknown: 1 } },
    });
  });
});

test('what a sync commits while a calibration reads is seen by it in no part', async () => {
  const { tenancy } = database;
  const records = new Records(tenancy, envelope);
  const read = records.current.bind(records);
  let arrived = false;
  records.current = async (tx, tenantId, kind, cycleId) => {
    if (kind === 'work-item' && !arrived) {
      arrived = true; // before the read, on another connection
      await tenant.arrive('work-item', { 'ATL-5': {} });
    }
    return read(tx, tenantId, kind, cycleId);
  };

  await new Calibration(tenancy, records, tenant.findings).run(tenant.tenantId, anActor(), '2026-H1');

  const [found] = (await tenant.found()).holding;
  expect(found?.body.sentences[0]?.evidence).toHaveLength(5); // the review, and the four issues there were when it began to read
});

describe('a finding whose', () => {
  const changes: Readonly<Record<string, () => Promise<void>>> = {
    'rating changed': () => tenant.arrive('rating', { r1: { score: 4 } }),
    'review changed': () => tenant.arrive('review', { r1: { text: 'Noor closed 8 issues in the Atlas project in March 2026.' } }),
    'evidence changed': () => tenant.arrive('work-item', { 'ATL-1': { title: 'Another title' } }),
    'evidence grew': () => tenant.arrive('work-item', { 'ATL-5': {} }),
  };

  test.each(Object.keys(changes))('%s is found anew: the older one gives way, and so does its open case', async (change) => {
    await tenant.calibrate();
    const [older] = (await tenant.found()).holding;
    await changes[change]?.();

    expect(await tenant.calibrate()).toEqual({ opened: 1, closed: 1 });

    const { holding, ended } = await tenant.found();
    expect(holding).toHaveLength(1);
    expect(ended).toMatchObject([{ id: older?.id, supersededBy: holding[0]?.id }]);
    const cases = await tenant.cases();
    expect(cases.find(({ findingId }) => findingId === older?.id)?.state).toBe('superseded');
    expect(cases.find(({ findingId }) => findingId === holding[0]?.id)).toMatchObject({ state: 'open', decidedBefore: null });
    expect(await tenant.audited('finding.superseded')).toEqual([{ subject: `finding:${older?.id}`, details: { by: holding[0]?.id } }]);
    expect(await tenant.audited('case.superseded')).toMatchObject([{ details: { by: holding[0]?.id } }]);
  });

  test('evidence does not refute the claim any longer is withdrawn, and its open case closed', async () => {
    await tenant.calibrate();
    const [older] = (await tenant.found()).holding;
    await tenant.arrive('work-item', Object.fromEntries(['5', '6', '7', '8', '9'].map((number) => [`ATL-${number}`, {}])));

    expect(await tenant.calibrate()).toEqual({ opened: 0, closed: 1 });

    const { holding, ended } = await tenant.found();
    expect(holding).toEqual([]);
    expect(ended).toMatchObject([{ id: older?.id, supersededBy: null }]);
    expect((await tenant.cases()).map(({ state }) => state)).toEqual(['superseded']);
    expect(await tenant.audited('finding.withdrawn')).toEqual([{ subject: `finding:${older?.id}`, details: {} }]);
  });

  test('contradiction comes back on the same evidence is found anew', async () => {
    const more = ['5', '6', '7', '8', '9'].map((number) => `ATL-${number}`);
    await tenant.calibrate();
    await tenant.arrive('work-item', Object.fromEntries(more.map((key) => [key, {}])));
    await tenant.calibrate();
    await tenant.arrive('work-item', Object.fromEntries(more.map((key) => [key, undefined])));

    expect(await tenant.calibrate()).toEqual({ opened: 1, closed: 0 });

    expect((await tenant.found()).holding).toHaveLength(1);
    expect((await tenant.cases()).map(({ state }) => state).toSorted()).toEqual(['open', 'superseded']);
  });

  test('case was decided gives way too; the decision stands, and the new case says what it was', async () => {
    await tenant.calibrate();
    const [first] = await tenant.cases();
    const edit = { decision: 'edit', reasonCode: 'known-context', reason: 'as discussed', edited: { score: 2 } } as const;
    await tenant.review.decide(tenant.tenantId, anActor(), first?.id ?? '', edit);
    await tenant.arrive('rating', { r1: { score: 4 } });

    expect(await tenant.calibrate()).toEqual({ opened: 1, closed: 0 });

    const cases = await tenant.cases();
    expect(cases.find(({ id }) => id === first?.id)).toMatchObject({ state: 'decided', decidedBefore: null });
    expect(cases.find(({ id }) => id !== first?.id)).toMatchObject({
      state: 'open',
      decidedBefore: { caseId: first?.id, decision: 'edit', reasonCode: 'known-context', edited: { score: 2 } },
    });
    expect(await tenant.audited('case.superseded')).toEqual([]);
  });
});

describe('a calibration that goes wrong', () => {
  test('in the middle of keeping leaves everything as it was, and the next one does it all', async () => {
    await tenant.calibrate();
    const before = await held();
    await tenant.arrive('rating', { r1: { score: 4 } });

    await expect(tenant.calibrate(new InterruptedTenancy(database.tenancy, 'finding.opened'))).rejects.toThrow(Interrupted);
    expect(await held()).toEqual(before);

    expect(await tenant.calibrate()).toEqual({ opened: 1, closed: 1 });
  });

  test('between finding and opening cases is made good by the next one', async () => {
    await tenant.calibrate();
    await tenant.arrive('rating', { r1: { score: 4 } });
    await tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1');

    expect(await tenant.calibrate()).toEqual({ opened: 1, closed: 1 });
  });

  test.each(['rating', 'review'] as const)('because no %s may have been read withdraws nothing', async (kind) => {
    await tenant.calibrate();
    const before = await held();
    await tenant.arrive(kind, { r1: undefined });
    await asRead(database, tenant.tenantId, tenant.connectionId, 'suspect');

    await expect(tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1', ['hr'])).rejects.toThrow(
      `no ${kind} of anybody known is left, and findings rest on some (1); nothing was changed`,
    );

    expect(await held()).toEqual(before);
  });

  test('because nobody is known any more withdraws nothing', async () => {
    await tenant.calibrate();
    const before = await held();
    await database.owner.query('delete from person_identifier where tenant_id = $1', [tenant.tenantId]);

    await expect(tenant.calibrate()).rejects.toThrow(/nothing was changed/);

    expect(await held()).toEqual(before);
  });
});

describe('of a cycle whose', () => {
  const run = () => tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1');
  const takeBack = { review: { r1: undefined }, rating: { r1: undefined } } as const;
  const rename = { review: { r1: { cycleKey: '2026-1' } }, rating: { r1: { cycleKey: '2026-1' } } } as const;

  test.each([
    ['taken back', takeBack],
    ['renamed', rename],
  ])('reviews and ratings were %s, a calibration withdraws what rested on them, says so, and closes its cases', async (_how, change) => {
    await tenant.calibrate();
    await tenant.arrive('review', change.review);
    await tenant.arrive('rating', change.rating);

    expect(await run()).toMatchObject({ reviews: 0, findings: 0, gone: ['review', 'rating'], withdrawn: 1 });

    expect((await tenant.found()).holding).toEqual([]);
    expect(await tenant.audited('finding.withdrawn')).toHaveLength(1);
    expect(await run()).toMatchObject({ gone: [], withdrawn: 0 }); // so that cases are closed although somebody died before that
    expect(await tenant.calibrate()).toEqual({ opened: 0, closed: 1 });
    expect((await tenant.cases()).map(({ state }) => state)).toEqual(['superseded']);
  });

  test('reviews alone are gone, what rested on them is withdrawn', async () => {
    await tenant.calibrate();
    await tenant.arrive('review', takeBack.review);

    expect(await run()).toMatchObject({ gone: ['review'], withdrawn: 1 });
  });

  test('ratings alone are gone, the claims are found anew, and stand for no rating', async () => {
    await tenant.calibrate();
    await tenant.arrive('rating', takeBack.rating);

    expect(await run()).toMatchObject({ gone: ['rating'], findings: 1, withdrawn: 0 });

    const { holding, ended } = await tenant.found();
    expect(ended).toMatchObject([{ supersededBy: holding[0]?.id }]);
    expect(holding[0]?.body.facts).toEqual({ cycleKey: '2026-H1' });
    expect(await run()).toMatchObject({ gone: [], findings: 1, withdrawn: 0 });
  });

  test('reviews and ratings never were there, it says that there is nothing to look at', async () => {
    await tenant.arrive('review', takeBack.review);
    await tenant.arrive('rating', takeBack.rating);

    await expect(run()).rejects.toThrow(/no reviews and no ratings in the cycle 2026-H1/);
  });
});

describe('of a tenant in which nobody has any work', () => {
  const run = () => tenant.calibration.run(tenant.tenantId, anActor(), '2026-H1');
  const noWork = Object.fromEntries(['1', '2', '3', '4'].map((number) => [`ATL-${number}`, undefined]));
  const text = 'Noor organised the supplier fair in May 2026. Noor completed 2 goals.';

  test('claims of work are counted, and open no case; those found unsupported before are withdrawn', async () => {
    await tenant.arrive('review', { r1: { text } });
    expect(await run()).toMatchObject({ kinds: { 'claim-unsupported': 1 }, unchecked: 1 }); // nobody has a goal, either
    await tenant.arrive('work-item', noWork);

    expect(await run()).toMatchObject({ findings: 0, withdrawn: 1, unchecked: 2, evidence: { 'work-item': 0, goal: 0 } });

    await tenant.calibrate();
    expect(await run()).toMatchObject({ findings: 0, withdrawn: 0, unchecked: 2 });
    expect(await tenant.cases()).toEqual([]);
  });

  test('the first run after there is some checks them', async () => {
    await tenant.arrive('work-item', noWork);
    await tenant.arrive('review', { r1: { text } });
    expect(await tenant.calibrate()).toEqual({ opened: 0, closed: 0 });
    await tenant.arrive('work-item', { 'ATL-5': { assignee: employee('2') } });

    expect(await tenant.calibrate()).toEqual({ opened: 1, closed: 0 });

    expect((await tenant.found()).holding.map(({ body }) => body.sentences.map((one) => [one.verdict, one.text]))).toEqual([
      [['unsupported', 'Noor organised the supplier fair in May 2026.']],
    ]);
  });
});

test('a family name alone is the person reviewed until somebody else comes who has it', async () => {
  const text = 'Haddad closed 9 issues in the Atlas project in March 2026.';
  await tenant.arrive('person', { 1: { displayName: 'Noor Haddad' } });
  await tenant.arrive('review', { r1: { text } });
  await tenant.calibrate();
  expect((await tenant.found()).holding.map(({ kind }) => kind)).toEqual(['claim-contradicted']);
  await tenant.arrive('person', { 3: { displayName: 'Karim Haddad' } });

  await tenant.calibrate();

  expect((await tenant.found()).holding.map(({ kind }) => kind)).toEqual(['claim-unsupported']);
});
