import { describe, expect, test } from '@jest/globals';
import { ratingsBy } from '../../test/builders/calibration-input.js';
import { seededRandom } from '../statistics/seeded-random.js';
import { compareRaters, type Rating, ratingRules } from './rating-comparison.js';

const scale = { min: 1, max: 5 };
const rules = ratingRules.parse({});
const ORDINARY = [2, 3, 3, 3, 3, 4, 4, 2];

const ordinaryManagers = (count: number, fields: Partial<Rating> = {}): Rating[] =>
  Array.from({ length: count }, (_, index) => ratingsBy(`m-${index}`, ORDINARY, fields)).flat();
const statusOf = (reviewer: string, ratings: readonly Rating[]) =>
  compareRaters(ratings, scale, rules).find(({ reviewerPersonId }) => reviewerPersonId === reviewer)?.status;

describe('compareRaters', () => {
  test('finds the one lenient manager, and nobody else', () => {
    const ratings = [...ordinaryManagers(10), ...ratingsBy('lenient', [4, 5, 5, 4, 5, 4, 5, 4])];

    const found = compareRaters(ratings, scale, rules).filter(({ status }) => status === 'stands-out');

    expect(found.map(({ reviewerPersonId }) => reviewerPersonId)).toEqual(['lenient']);
    expect(found[0]?.measures).toMatchObject({ pool: 'level and function', poolSize: 80, mean: 4.5, poolMean: 3 });
    expect(found[0]?.measures?.effect).toBeGreaterThan(0.8);
    expect(found[0]?.measures?.low).toBeGreaterThan(0);
    expect(found[0]?.measures?.q).toBeLessThan(0.01);
  });

  test('finds a severe manager with a negative effect', () => {
    const ratings = [...ordinaryManagers(10), ...ratingsBy('severe', [1, 2, 1, 2, 2, 1, 1, 2])];

    const severe = compareRaters(ratings, scale, rules).find(({ reviewerPersonId }) => reviewerPersonId === 'severe');

    expect(severe?.status).toBe('stands-out');
    expect(severe?.measures?.high).toBeLessThan(0);
  });

  test('judges nobody by fewer than five ratings', () => {
    expect(statusOf('few', [...ordinaryManagers(10), ...ratingsBy('few', [5, 5, 5, 5])])).toBe('too-few-reviews');
    expect(statusOf('few', [...ordinaryManagers(10), ...ratingsBy('few', [5, 5, 5, 5, 5])])).toBe('stands-out');
  });

  test('compares with people of the same level and function where there are enough', () => {
    const seniors = Array.from({ length: 5 }, (_, index) => ratingsBy(`s-${index}`, [5, 4, 5, 4, 5, 5], { level: 'L5' })).flat();
    const ratings = [...ordinaryManagers(10), ...seniors, ...ratingsBy('of-seniors', [5, 4, 5, 5, 4, 5], { level: 'L5' })];

    expect(statusOf('of-seniors', ratings)).toBe('as-expected');
  });

  test('widens the pool where too few share level and function, and says so', () => {
    const ratings = [...ordinaryManagers(6), ...ratingsBy('alone', ORDINARY, { department: 'Legal' })];

    const alone = compareRaters(ratings, scale, rules).find(({ reviewerPersonId }) => reviewerPersonId === 'alone');

    expect(alone?.measures?.pool).toBe('level');
  });

  test('leaves the manager out of the pool', () => {
    const ratings = [...ratingsBy('a', [5, 5, 5, 5, 5, 5, 5, 5, 5, 5]), ...ratingsBy('b', [3, 3, 3, 3, 3, 3, 3, 3, 2, 4])];

    const [a] = compareRaters(ratings, scale, rules);

    expect(a?.measures?.poolMean).toBe(3);
  });

  test.each([
    ['no rating at all', []],
    ['one manager', ratingsBy('only', [5, 5, 5, 5, 5, 5])],
    ['everybody the same', [...ratingsBy('a', [3, 3, 3, 3, 3]), ...ratingsBy('b', new Array<number>(12).fill(3))]],
  ])('finds nothing with %s', (_reason, ratings) => {
    expect(compareRaters(ratings, scale, rules).filter(({ status }) => status === 'stands-out')).toEqual([]);
  });

  test('asks more of a difference on a longer scale', () => {
    const stretched = [...ordinaryManagers(10), ...ratingsBy('lenient', [4, 5, 5, 4, 5, 4, 5, 4])];
    const [narrow, wide] = [
      { min: 1, max: 5 },
      { min: 0, max: 100 },
    ].map((range) => compareRaters(stretched, range, rules));

    expect(narrow?.some(({ status }) => status === 'stands-out')).toBe(true);
    expect(wide?.some(({ status }) => status === 'stands-out')).toBe(false);
  });

  test('seldom accuses anybody where every manager rates alike', () => {
    const random = seededRandom(20260630);
    const draw = () => [2, 2, 3, 3, 3, 3, 3, 4, 4, 5][Math.floor(random() * 10)] ?? 3;
    const cycles = Array.from({ length: 20 }, () =>
      Array.from({ length: 30 }, (_, index) => ratingsBy(`m-${index}`, Array.from({ length: 8 }, draw))).flat(),
    );

    const accused = cycles
      .flatMap((ratings) => compareRaters(ratings, scale, ratingRules.parse({ permutations: 100 })))
      .filter(({ status }) => status === 'stands-out');

    expect(accused.length).toBeLessThanOrEqual(6); // of 600 managers: one in a hundred
  });

  test('comes out the same whatever the order of the ratings', () => {
    const ratings = [...ordinaryManagers(8), ...ratingsBy('lenient', [4, 5, 5, 4, 5, 4])];
    const plain = (some: readonly Rating[]) =>
      compareRaters(some, scale, rules).map(({ reviewerPersonId, status, measures }) => [
        reviewerPersonId,
        status,
        measures?.p,
        measures?.effect.toFixed(9),
      ]);

    expect(plain([...ratings].reverse())).toEqual(plain(ratings));
  });
});
