import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { count } from '../database/rows.js';
import { z } from 'zod';
import { seededRandom } from '../statistics/seeded-random.js';
import { type Asked, type AskedRespondent, PrivacyLedger } from './ledger.js';

const database = testDatabase();
const envelope = anEnvelope();
const ledger = new PrivacyLedger(envelope);
afterEach(() => {
  jest.restoreAllMocks();
});
const QUESTIONS = ['I am proud to work here', 'I know what is expected of me', 'I have the tools I need'];

/** People of three teams, who answer by chance: the same for the same seed. */
const aWave = (seed: number, teams: Readonly<Record<string, number>> = { sales: 12, desk: 9, plant: 20 }): AskedRespondent[] => {
  const random = seededRandom(seed);
  return Object.entries(teams).flatMap(([team, people]) =>
    Array.from({ length: people }, () => ({
      person: null,
      attributes: { team },
      answers: Object.fromEntries(QUESTIONS.map((_question, at) => [`q${at}`, 1 + Math.floor(random() * 5)])),
      texts: [],
      themes: [],
    })),
  );
};

/** A survey of its own with these answers; its questions have other ids, and are written a little differently. */
const aSurvey = async (tenantId: string, key: string, respondents: readonly AskedRespondent[]): Promise<Omit<Asked, 'field'>> => {
  const cycleId = randomUUID();
  const cycle = `insert into cycle (tenant_id, id, kind, key, label) values ($1, $2, 'survey', $3, $3)`;
  await database.tenancy.inTenant(tenantId, anActor(), (tx) => tx.query(cycle, [tenantId, cycleId, key]));
  const items = QUESTIONS.map((text, at) => ({
    id: `${key} ${at}`,
    text: key.length % 2 === 0 ? text : ` ${text.toUpperCase()}.`,
    favourable: [4, 5],
    scale: { min: 1, max: 5 },
  }));
  const renamed = respondents.map((one) => ({
    ...one,
    answers: Object.fromEntries(Object.values(one.answers).map((answer, at) => [`${key} ${at}`, answer])),
  }));
  return { survey: { key, label: key, items }, respondents: renamed, cycleId, smallestGroup: null, isRenewed: false, frozen: [] };
};

const ask = (tenantId: string, asked: Omit<Asked, 'field'>, field: string | null) =>
  database.tenancy.inTenant(tenantId, anActor(), async (tx) => (await ledger.answer(tx, tenantId, { ...asked, field })).view);
const seen = (view: Awaited<ReturnType<typeof ask>>) =>
  Object.fromEntries([view.everybody, ...view.groups].map(({ name, visibility }) => [name, visibility]));
const asWritten = async (tenantId: string, waves: readonly (readonly AskedRespondent[])[]) => {
  const answers = [];
  for (const [at, respondents] of waves.entries()) {
    const asked = await aSurvey(tenantId, `wave ${'i'.repeat(at + 1)}`, respondents);
    answers.push([seen(await ask(tenantId, asked, null)), seen(await ask(tenantId, asked, 'team'))]);
  }
  return answers;
};

const ALL = { everybody: 'shown', desk: 'shown', plant: 'shown', sales: 'shown' };
const NONE = { everybody: 'withheld', desk: 'withheld', plant: 'withheld', sales: 'withheld' };
const shown = [{ everybody: 'shown' }, ALL];
const nothing = [{ everybody: 'withheld' }, NONE];

describe('answers that came in under two surveys', () => {
  test('show nothing the second time where one row is missing', async () => {
    const wave = aWave(1);

    expect(await asWritten(await aTenant(database.tenancy), [wave, wave.slice(1)])).toEqual([shown, nothing]);
  });

  test('show nothing the second time where one answer was put right', async () => {
    const wave = aWave(1);
    const corrected = wave.map((one, at) =>
      at === 3 ? { ...one, answers: { ...one.answers, q0: ((one.answers['q0'] ?? 0) % 5) + 1 } } : one,
    );

    expect(await asWritten(await aTenant(database.tenancy), [wave, corrected])).toEqual([shown, nothing]);
  });

  test('show nothing the second time where one row is missing and a field is left out', async () => {
    const tenantId = await aTenant(database.tenancy);
    const again = aWave(1).slice(1);
    const wave = aWave(1).map((one, at) => ({ ...one, attributes: { ...one.attributes, place: at % 2 === 0 ? 'here' : 'there' } }));
    const [first, second] = [await aSurvey(tenantId, 'a', wave), await aSurvey(tenantId, 'bb', again)];

    expect(seen(await ask(tenantId, first, 'team'))).toEqual(ALL);
    expect(seen(await ask(tenantId, second, 'team'))).toEqual(NONE);

    expect(seen(await ask(tenantId, first, 'place'))).toEqual({ everybody: 'shown', here: 'shown', there: 'shown' });
  });

  test('show nothing the second time where one row is missing and the questions are called otherwise', async () => {
    const tenantId = await aTenant(database.tenancy);
    const [first, { survey, ...again }] = [await aSurvey(tenantId, 'a', aWave(1)), await aSurvey(tenantId, 'bb', aWave(1).slice(1))];
    const items = survey.items.map((item, at) => ({ ...item, text: `Item ${at}` }));

    expect(seen(await ask(tenantId, first, 'team'))).toEqual(ALL);
    expect(seen(await ask(tenantId, { ...again, survey: { ...survey, items } }, 'team'))).toEqual(NONE);
  });

  test('show the same again where nothing differs, in whatever order the rows come', async () => {
    const tenantId = await aTenant(database.tenancy);
    const [first, again] = [await aSurvey(tenantId, 'a', aWave(1)), await aSurvey(tenantId, 'bb', aWave(1).toReversed())];
    const figures = async (asked: typeof first) =>
      (await ask(tenantId, asked, 'team')).groups.map(({ items }) => items?.map(({ favourable, mean }) => [favourable, mean]));

    expect(await figures(again)).toEqual(await figures(first));
  });

  test('hide the team that a few joined, and another that would give those few away', async () => {
    const wave = aWave(1);
    const later = [...wave, ...aWave(2, { plant: 6, sales: 6, desk: 2 })];

    expect(await asWritten(await aTenant(database.tenancy), [wave, later])).toEqual([
      shown,
      [{ everybody: 'shown' }, { everybody: 'shown', desk: 'withheld', plant: 'shown', sales: 'withheld' }],
    ]);
  });

  test('count as the same through a survey between them', async () => {
    const [first, second] = [aWave(1, { sales: 12, desk: 12 }), aWave(2, { sales: 12, desk: 12 })];
    const answers = await asWritten(await aTenant(database.tenancy), [first, second, [...first, ...second].slice(1)]);

    expect(answers.map(([everybody]) => everybody)).toEqual([{ everybody: 'shown' }, { everybody: 'shown' }, { everybody: 'withheld' }]);
  });

  test.each([
    ['show nothing where it lacks one', 1, { everybody: 'withheld', east: 'withheld', shared: 'withheld', west: 'withheld' }],
    ['show it again where it is the same', 0, { everybody: 'shown', east: 'shown', shared: 'shown', west: 'shown' }],
  ])('with a team in both %s, however little else they have in common', async (_what, missing, expected) => {
    const tenantId = await aTenant(database.tenancy);
    const shared = aWave(1, { shared: 25 });
    const [first, second] = [
      await aSurvey(tenantId, 'a', [...shared, ...aWave(2, { north: 30, south: 30 })]),
      await aSurvey(tenantId, 'bb', [...shared.slice(missing), ...aWave(3, { east: 30, west: 30 })]),
    ];

    expect(seen(await ask(tenantId, first, 'team'))).toEqual({ everybody: 'shown', north: 'shown', shared: 'shown', south: 'shown' });
    expect(seen(await ask(tenantId, second, 'team'))).toEqual(expected);
  });

  test('are judged one after the other when both are asked at once', async () => {
    const tenantId = await aTenant(database.tenancy);
    const [first, second] = [await aSurvey(tenantId, 'a', aWave(1)), await aSurvey(tenantId, 'bb', aWave(1).slice(1))];
    let commit = (): void => undefined;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    let isAnswered = (): void => undefined;
    const answered = new Promise<void>((resolve) => (isAnswered = resolve));

    const slow = database.tenancy.inTenant(tenantId, anActor(), async (tx) => {
      await ledger.answer(tx, tenantId, { ...first, field: null });
      isAnswered();
      await mayCommit;
    });
    await answered;
    let isDone = false;
    const other = ask(tenantId, second, null).finally(() => (isDone = true));
    while (!isDone && !(await isSomebodyWaiting()));
    commit();

    expect(seen(await other)).toEqual({ everybody: 'withheld' });
    await slow;
  });
});

describe('a new wave', () => {
  test('is shown whatever was shown of the ones before', async () => {
    const tenantId = await aTenant(database.tenancy);
    const waves = Array.from({ length: 6 }, (_nothing, at) => aWave(10 + at));
    const answers = await asWritten(tenantId, waves);

    expect(answers).toEqual(waves.map(() => shown));
  });

  test('opens one sealed value for each of twenty waves before it, and nothing of what they told', async () => {
    const tenantId = await aTenant(database.tenancy);
    await asWritten(
      tenantId,
      Array.from({ length: 20 }, (_nothing, at) => aWave(40 + at)),
    );
    const latest = await aSurvey(tenantId, 'latest', aWave(99));
    const open = jest.spyOn(envelope, 'open');

    const view = await ask(tenantId, latest, 'team');

    expect(seen(view)).toEqual(ALL);
    expect(open).toHaveBeenCalledTimes(20);
  });

  test('of the same people with other answers is new answers', async () => {
    const named = (seed: number) => aWave(seed).map((one, at) => ({ ...one, person: `employee-number ${at}` }));

    expect(await asWritten(await aTenant(database.tenancy), [named(1), named(2).slice(1)])).toEqual([shown, shown]);
  });

  test('of another tenant is none of this one', async () => {
    const wave = aWave(1);
    const [here, there] = [await aTenant(database.tenancy), await aTenant(database.tenancy)];

    expect([await asWritten(here, [wave]), await asWritten(there, [wave.slice(1)])]).toEqual([[shown], [shown]]);
  });
});

const isSomebodyWaiting = async (): Promise<boolean> => {
  const { rows } = await database.owner.query(`select count(*) as n from pg_locks where locktype = 'advisory' and not granted`);
  return z.array(z.object({ n: count })).parse(rows)[0]?.n !== 0;
};
