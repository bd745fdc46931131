import { expect, test } from '@jest/globals';
import { seededRandom } from '../statistics/seeded-random.js';
import type { Published } from './decisions.js';
import { type GateRequest, type Release, release } from './gate.js';
import type { GateRespondent, ReleasedGroup } from './released.js';

/**
 * Reads releases as an attacker does: from what is printed, knowing who is in which group, and with every linear combination.
 * Exact rational arithmetic over single people, so that it shares neither code nor shortcuts with the audit inside the gate.
 */

const survey = {
  key: 's',
  label: 'Pulse',
  items: ['q1', 'q2'].map((id) => ({ id, question: id, text: id, favourable: [4, 5], scale: { min: 1, max: 5 } })),
};
const FIELDS = { team: 5, site: 3, tenure: 2 } as const;
const ORDERS = [
  ['team', 'site', 'tenure'],
  ['tenure', 'site', 'team'],
] as const;

const aCompany = (seed: number, size: number): GateRespondent[] => {
  const random = seededRandom(seed);
  const pick = (values: number) => Math.floor(random() ** 2 * values); // squared: some groups large, some tiny
  return Array.from({ length: size }, (_nothing, at) => ({
    id: `p${at}`,
    attributes: Object.fromEntries(Object.entries(FIELDS).map(([field, values]) => [field, `${field} ${pick(values)}`])),
    answers: Object.fromEntries(survey.items.filter(() => random() < 0.85).map(({ id }) => [id, 1 + Math.floor(random() * 5)])),
    themes: [],
  }));
};

const askedInTurn = (company: readonly GateRespondent[], fields: readonly string[], kScores: number): Release[] => {
  let published: readonly Published[] = [];
  return [null, ...fields].map((field) => {
    const request: GateRequest = {
      survey,
      respondents: company,
      field,
      thresholds: { kScores, kComments: 2 * kScores },
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

/** Whose figures of one kind can be read off the releases: one list of people for each figure printed. */
const printed = (
  company: readonly GateRespondent[],
  releases: readonly Release[],
  item: string,
  isPrinted: (group: ReleasedGroup) => boolean,
): string[][] =>
  releases.flatMap(({ field, everybody, groups }) =>
    [everybody, ...groups].filter(isPrinted).map((group) =>
      company
        .filter(({ attributes }) => group === everybody || attributes[field ?? ''] === group.name)
        .filter(({ answers }) => answers[item] !== undefined)
        .map(({ id }) => id),
    ),
  );

/** For each person a vector; a set of people has a derivable sum exactly if their vectors sum to zero. */
const orthogonal = (people: readonly string[], figures: readonly string[][]): bigint[][] => {
  const rows: bigint[][] = figures.map((members) => people.map((person) => (members.includes(person) ? 1n : 0n)));
  const pivots: number[] = [];
  for (let column = 0; column < people.length; column += 1) {
    const rank = pivots.length;
    const found = rows.findIndex((row, at) => at >= rank && row[column] !== 0n);
    const pivotRow = rows[found];
    if (pivotRow === undefined) continue;
    rows[found] = rows[rank] ?? pivotRow;
    rows[rank] = pivotRow;
    const pivot = pivotRow[column] ?? 1n;
    rows.forEach((row, at) => {
      const factor = row[column] ?? 0n;
      if (at !== rank && factor !== 0n) rows[at] = row.map((value, position) => value * pivot - factor * (pivotRow[position] ?? 0n));
    });
    pivots.push(column);
  }
  const pivotOf = (row: number) => rows[row]?.[pivots[row] ?? 0] ?? 1n;
  const scale = pivots.reduce((product, _column, row) => product * pivotOf(row), 1n);
  const free = people.map((_person, column) => column).filter((column) => !pivots.includes(column));
  return people.map((_person, column) => {
    const row = pivots.indexOf(column);
    return free.map((other) => (row === -1 ? (other === column ? scale : 0n) : (-(rows[row]?.[other] ?? 0n) * scale) / pivotOf(row)));
  });
};

const smallestDerivable = (people: readonly string[], figures: readonly string[][], below: number): string[] | undefined => {
  const vectors = orthogonal(people, figures);
  const search = (from: number, chosen: readonly number[], sum: readonly bigint[]): readonly number[] | undefined => {
    if (chosen.length > 0 && sum.every((value) => value === 0n)) return chosen;
    if (chosen.length + 1 >= below) return undefined;
    for (let next = from; next < people.length; next += 1) {
      const found = search(
        next + 1,
        [...chosen, next],
        sum.map((value, at) => value + (vectors[next]?.[at] ?? 0n)),
      );
      if (found) return found;
    }
    return undefined;
  };
  const dimensions = vectors[0]?.length ?? 0;
  return search(0, [], new Array<bigint>(dimensions).fill(0n))?.map((at) => people[at] ?? '');
};

const figureOf = (group: ReleasedGroup, item: string) => group.items?.find(({ id }) => id === item);

const companies = Array.from({ length: 12 }, (_nothing, at) => 9100 + at);

const leaksOf = (seed: number, isPrinted: (group: ReleasedGroup, item: string) => boolean, timesThreshold: number): string[][] => {
  const company = aCompany(seed, 14 + (seed % 9));
  const people = company.map(({ id }) => id);
  const kScores = 3 + (seed % 2);
  return ORDERS.flatMap((fields) => {
    const releases = askedInTurn(company, fields, kScores);
    return survey.items.flatMap(({ id }) => {
      const figures = printed(company, releases, id, (group) => isPrinted(group, id));
      return [smallestDerivable(people, figures, timesThreshold * kScores) ?? []];
    });
  }).filter((leak) => leak.length > 0);
};

test.each(companies)('company %d gives the score of no small group away by any combination', (seed) => {
  expect(leaksOf(seed, (group, item) => figureOf(group, item)?.favourable !== undefined, 1)).toEqual([]);
});

test.each(companies)('company %d gives the distribution of no group under twice the threshold away', (seed) => {
  expect(leaksOf(seed, (group, item) => figureOf(group, item)?.distribution !== undefined, 2)).toEqual([]);
});

test('these companies are shown something to attack', () => {
  const groups = companies.flatMap((seed) =>
    askedInTurn(aCompany(seed, 14 + (seed % 9)), ORDERS[0], 3 + (seed % 2)).flatMap((one) => one.groups),
  );
  const shown = groups.filter(({ visibility }) => visibility === 'shown');

  expect(shown.length).toBeGreaterThan(companies.length);
  expect(shown.length).toBeLessThan(groups.length);
});

test('the attacker of this test finds what a release with only primary suppression gives away', () => {
  const people = Array.from({ length: 13 }, (_nothing, at) => `p${at}`);

  expect(smallestDerivable(people, [people, people.slice(0, 9)], 5)).toEqual(['p9', 'p10', 'p11', 'p12']);
  expect(smallestDerivable(people, [people, people.slice(0, 8)], 5)).toBeUndefined();
});
