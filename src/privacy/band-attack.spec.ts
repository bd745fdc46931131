import { expect, test } from '@jest/globals';
import { seededRandom } from '../statistics/seeded-random.js';
import { bandsFor } from './bands.js';
import type { Published } from './decisions.js';
import { type GateRequest, type Release, release } from './gate.js';
import type { GateRespondent, ReleasedItem } from './released.js';

/**
 * Reads values and steps as an attacker does who knows the rule by which they are rounded, the size of every group and the scale:
 * which counts could have been printed so, in everybody, in each group, in what a table leaves hidden, and in the cells in which
 * groups of several tables cross, for who is in which group is known; held against each other until nothing changes. It counts possibilities one by one and shares no code with the audit inside the gate.
 */

const SCALE = { min: 1, max: 5 };
const RANGE = SCALE.max - SCALE.min;
const CUTS = [2, 3, 4, 5];
const FAVOURABLE_CUTS = [4, 5];
const FIELDS = ['team', 'site', 'level'];
const surveyWhere = (favourable: readonly number[]) => ({
  key: 's',
  label: 'Pulse',
  items: [{ id: 'q', question: 'q', text: 'q', favourable, scale: SCALE }],
});

/** Small companies, most of them of one mind: that is where the ends of a scale are. */
const aCompany = (seed: number): GateRespondent[] => {
  const random = seededRandom(seed);
  const size = 10 + Math.floor(random() * 45);
  const values = { team: 2 + Math.floor(random() * 5), site: 2 + Math.floor(random() * 3), level: 2 + Math.floor(random() * 2) };
  const mind = random();
  const pleased = Object.fromEntries(Array.from({ length: 7 }, (_nothing, at) => [at, random() < mind ? 0.97 : 0.4]));
  return Array.from({ length: size }, (_nothing, at) => {
    const team = Math.floor(random() ** 1.5 * values.team);
    const answer = random() < (pleased[team] ?? 0.5) ? (random() < 0.7 ? 5 : 4) : 1 + Math.floor(random() * 5);
    return {
      id: `p${at}`,
      attributes: {
        team: `team ${team}`,
        site: `site ${Math.floor(random() * values.site)}`,
        level: `level ${Math.floor(random() * values.level)}`,
      },
      answers: random() < 0.95 ? { q: answer } : {},
      themes: [],
    };
  });
};

/** All tables, and then all of them once more with another step counted as favourable. */
const askedInTurn = (company: readonly GateRespondent[]): Release[] => {
  let published: readonly Published[] = [];
  const asked = [[4, 5], [5]].flatMap((favourable) => [null, ...FIELDS].map((field) => ({ field, survey: surveyWhere(favourable) })));
  return asked.map(({ field, survey }) => {
    const thresholds = { kScores: 5, kComments: 10 };
    const request: GateRequest = {
      survey,
      respondents: company,
      field,
      thresholds,
      policyVersion: 1,
      takenAt: '2026-06-01',
      published,
      elsewhere: [],
    };
    const passed = release(request);
    published = [...published, ...passed.published];
    return passed.release;
  });
};

type Range = { low: number; high: number };
/** What an attacker makes of the figures of a group: for each cut how many may have answered below it, and how far all are below the highest answer together. */
type Reading = (item: ReleasedItem, answers: readonly number[], favourableCut: number) => { cuts: Map<number, Range>; sum?: Range };

const HIDDEN = '';
const possible = (upTo: number, isSo: (count: number) => boolean): Range => {
  const counts = Array.from({ length: upTo + 1 }, (_nothing, count) => count).filter(isSo);
  return { low: counts[0] ?? NaN, high: counts.at(-1) ?? NaN };
};
const rounded = (part: number, total: number, bands: number) => Math.floor((2 * part * bands + total) / (2 * total));

const printed: Reading = ({ favourable, mean, distribution }, { length: people }, favourableCut) => {
  if (favourable === undefined || mean === undefined) throw new Error('every group shown has a share and a mean');
  const bands = Math.round(1 / favourable.step);
  const below = (band: number) => possible(people, (count) => rounded(count, people, bands) === band);
  if (distribution !== undefined) {
    const upTo = (cut: number) =>
      Object.entries(distribution.shares).reduce((sum, [answer, share]) => sum + (Number(answer) < cut ? share : 0), 0);
    return { cuts: new Map(CUTS.map((cut) => [cut, below(Math.round(upTo(cut) * bands))])) };
  }
  const steps = Math.round(RANGE / mean.step);
  const at = Math.round((SCALE.max - mean.value) / mean.step);
  return {
    cuts: new Map([[favourableCut, below(bands - Math.round(favourable.value * bands))]]),
    sum: possible(people * RANGE, (sum) => rounded(sum, people * RANGE, steps) === at),
  };
};

/** As if nothing were banded. */
const exact: Reading = (_item, answers, favourableCut) => {
  const count = answers.filter((answer) => answer < favourableCut).length;
  const sum = answers.reduce((total, answer) => total + SCALE.max - answer, 0);
  return { cuts: new Map([[favourableCut, { low: count, high: count }]]), sum: { low: sum, high: sum } };
};

interface Part {
  readonly people: number;
  readonly answers: readonly number[];
  readonly cuts: Map<number, Range>;
  readonly sum: Range;
  readonly isShown: boolean;
}

/** @param items what was said of these people: with the first steps as favourable, and then with the others. */
const part = (answers: readonly number[], items: readonly (ReleasedItem | undefined)[], reading: Reading): Part => {
  const people = answers.length;
  const cuts = new Map(CUTS.map((cut) => [cut, { low: 0, high: people }]));
  const sum = { low: 0, high: people * RANGE };
  const read = items.flatMap((item, at) => (item?.visibility === 'shown' ? [reading(item, answers, FAVOURABLE_CUTS[at] ?? NaN)] : []));
  for (const said of read) {
    for (const [cut, range] of said.cuts) within(cuts.get(cut) ?? range, range.low, range.high);
    if (said.sum !== undefined) within(sum, said.sum.low, said.sum.high);
  }
  return { people, answers, isShown: read.length > 0, cuts, sum };
};

/** @returns whether it became narrower. */
const within = (range: Range, low: number, high: number): boolean => {
  const before = range.high - range.low;
  range.low = Math.max(range.low, low);
  range.high = Math.min(range.high, high);
  return range.high - range.low < before;
};

const divide = (whole: Range, parts: readonly Range[]): boolean => {
  const low = parts.reduce((sum, range) => sum + range.low, 0);
  const high = parts.reduce((sum, range) => sum + range.high, 0);
  return [
    within(whole, low, high),
    ...parts.map((one) => within(one, whole.low - (high - one.high), whole.high - (low - one.low))),
  ].includes(true);
};

/** Who is below a cut is one step further down for it, and who is below one cut is below the next. */
const combine = ({ people, cuts, sum }: Part): boolean => {
  const ranges = CUTS.map((cut) => cuts.get(cut) ?? { low: 0, high: people });
  const steps = ranges.slice(1).flatMap((next, at) => {
    const one = ranges[at] ?? next;
    return [within(next, one.low, people), within(one, 0, next.high)];
  });
  const low = ranges.reduce((total, range) => total + range.low, 0);
  const high = ranges.reduce((total, range) => total + range.high, 0);
  return [
    ...steps,
    within(sum, low, high),
    ...ranges.map((one) => within(one, sum.low - (high - one.high), sum.high - (low - one.low))),
  ].includes(true);
};

/** Groups everybody of which is known to have answered on one side; and groups whose count is known by subtraction alone. */
const attack = (company: readonly GateRespondent[], releases: readonly Release[], reading: Reading, tables: readonly string[]) => {
  const answersOf = (people: readonly GateRespondent[]) => people.flatMap(({ answers }) => answers['q'] ?? []);
  const saidOf = (field: string | null, name?: string) =>
    releases
      .filter((one) => one.field === field)
      .map(({ everybody, groups }) => (field === null ? everybody : groups.find((group) => group.name === name))?.items?.[0]);
  const whole = part(answersOf(company), saidOf(null), reading);
  const divided = tables.map((field) => {
    const groups = releases.find((one) => one.field === field)?.groups ?? [];
    const placeOf = ({ attributes }: GateRespondent) => {
      const name = attributes[field] ?? '';
      return groups.some((one) => one.name === name && one.items?.[0]?.visibility === 'shown') ? name : HIDDEN;
    };
    const parts = [...Map.groupBy(company, placeOf)].map(
      ([name, people]) => [name, part(answersOf(people), name === HIDDEN ? [] : saidOf(field, name), reading)] as const,
    );
    return { placeOf, parts: new Map(parts) };
  });
  const byPlaces = Map.groupBy(company, (one) => divided.map(({ placeOf }) => placeOf(one)).join(' / '));
  const crossing = [...byPlaces].map(([places, people]) => ({ places: places.split(' / '), cell: part(answersOf(people), [], reading) }));
  const cells = crossing.map(({ cell }) => cell);
  const sums: (readonly [Part, readonly Part[]])[] = [
    ...divided.map(({ parts }) => [whole, [...parts.values()]] as const),
    [whole, cells],
    ...divided.flatMap(({ parts }, table) =>
      [...parts].map(([name, one]) => [one, crossing.filter(({ places }) => places[table] === name).map(({ cell }) => cell)] as const),
    ),
  ];
  const every = [whole, ...divided.flatMap(({ parts }) => [...parts.values()]), ...cells].filter(({ people }) => people > 0);
  const subtract = () =>
    sums
      .flatMap(([one, parts]) => [
        divide(
          one.sum,
          parts.map(({ sum }) => sum),
        ),
        ...CUTS.map((cut) =>
          divide(
            one.cuts.get(cut) ?? one.sum,
            parts.flatMap(({ cuts }) => cuts.get(cut) ?? []),
          ),
        ),
      ])
      .includes(true);
  const favourable = ({ cuts, people }: Part) => FAVOURABLE_CUTS.map((cut) => cuts.get(cut) ?? { low: 0, high: people });
  while (subtract());
  const counted = every.filter((one) => favourable(one).some(({ low, high }) => low === high)).length;
  while ([subtract(), ...every.map(combine)].includes(true));
  const isUnanimous = (one: Part) =>
    favourable(one).some(({ low, high }) => high === 0 || low === one.people) || one.sum.high === 0 || one.sum.low === one.people * RANGE;
  return { counted, unanimous: every.filter(isUnanimous).length, parts: every };
};

const companies = Array.from({ length: 200 }, (_nothing, at) => {
  const company = aCompany(7000 + at);
  return { company, releases: askedInTurn(company) };
}).filter(({ releases }) => releases[0]?.everybody.items?.[0]?.visibility === 'shown');
const attacks = (reading: Reading) =>
  companies.flatMap(({ company, releases }) =>
    [['team'], ['site'], ['team', 'site'], FIELDS].map((tables) => attack(company, releases, reading, tables)),
  );
/** What is looked at in two ways is reckoned once. */
const byFigures = attacks(printed);
const total = (all: ReturnType<typeof attacks>, count: 'counted' | 'unanimous') => all.reduce((sum, one) => sum + one[count], 0);

test('of no group, shown or hidden, all are known to have answered on one side, and of none how many did', () => {
  expect([total(byFigures, 'counted'), total(byFigures, 'unanimous')]).toEqual([0, 0]);
});

test('the truth is among what the attacker holds possible', () => {
  const missed = byFigures.flatMap(({ parts }) =>
    parts.filter(({ answers, sum, cuts }) => {
      const isWithin = (truth: number, { low, high }: Range) => low <= truth && truth <= high;
      const missing = answers.reduce((all, answer) => all + SCALE.max - answer, 0);
      const isCounted = [...cuts].every(([cut, range]) => isWithin(answers.filter((answer) => answer < cut).length, range));
      return !isWithin(missing, sum) || !isCounted;
    }),
  );

  expect(missed).toEqual([]);
});

test('the same attacker finds many where nothing is banded', () => {
  const all = attacks(exact);

  expect(total(all, 'counted')).toBeGreaterThan(10 * companies.length);
  expect(total(all, 'unanimous')).toBeGreaterThan(companies.length);
});

test('these companies are shown something to attack, most of it as fine as its size allows', () => {
  const shown = companies.flatMap(({ releases }) =>
    releases.slice(1).flatMap(({ groups }) => groups.flatMap(({ items }) => (items?.[0]?.favourable === undefined ? [] : [items[0]]))),
  );
  const finest = shown.filter(({ answers = 0, favourable }) => Math.round(1 / (favourable?.step ?? 1)) === bandsFor(answers, 0));

  expect(companies).toHaveLength(200);
  expect(shown.length).toBeGreaterThan(3 * companies.length);
  expect(finest.length).toBeGreaterThan(0.8 * shown.length);
});
