import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { seededRandom } from '../statistics/seeded-random.js';
import { smallDerivableGroup } from './derivable-group.js';

const log = z.object({
  id: z.string(),
  nMin: z.number(),
  people: z.array(z.record(z.string(), z.string())),
  queries: z.array(z.object({ filter: z.record(z.string(), z.array(z.string())), decision: z.enum(['allow', 'deny']) })),
});
const logs = z.array(log).parse(JSON.parse(readFileSync(new URL('vectors/query-audit.json', import.meta.url), 'utf8')));

const group = (...people: string[]) => new Set(people);
const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_nothing, at) => `p${from + at}`);

const found = (published: ReadonlySet<string>[]) => {
  const people = smallDerivableGroup([], published, 5);
  return people === 'too-many' ? people : people?.toSorted();
};

test.each(logs.map((one) => [one.id, one] as const))('decides %s as the exact audit does', (_id, { people, queries, nMin }) => {
  const answered: Set<string>[] = [];
  const decisions = queries.map(({ filter }) => {
    const asked = new Set(
      people
        .filter((person) => Object.entries(filter).every(([field, values]) => values.includes(person[field] ?? '')))
        .map(({ id }) => id ?? ''),
    );
    const allowed = asked.size === 0 ? false : asked.size >= nMin && smallDerivableGroup(answered, [asked], nMin) === undefined;
    if (allowed) answered.push(asked);
    return allowed ? 'allow' : 'deny';
  });

  expect(decisions).toEqual(queries.map(({ decision }) => decision));
});

test('a part too close to its whole gives the rest away', () => {
  expect(found([group(...upTo(1, 20)), group(...upTo(1, 17))])).toEqual(['p18', 'p19', 'p20']);
});

test('the same group twice gives nothing away', () => {
  expect(smallDerivableGroup([group(...upTo(1, 8))], [group(...upTo(1, 8))], 5)).toBeUndefined();
});

test('finds what only three groups together give away', () => {
  // a∪b, b∪c and a∪c give 2·b = (a∪b) + (b∪c) − (a∪c): a pairwise rule sees three overlapping groups, none inside another
  const [a, b, c] = [upTo(1, 10), upTo(11, 12), upTo(13, 30)];

  expect(found([group(...a, ...b), group(...b, ...c), group(...a, ...c)])).toEqual(['p11', 'p12']);
});

test('does not hold what was let out under a lower threshold against what is let out now', () => {
  const earlier = [group(...upTo(1, 30)), group(...upTo(1, 6))];

  expect(smallDerivableGroup(earlier, [group(...upTo(1, 30))], 8)).toBeUndefined();
  expect(smallDerivableGroup(earlier, [group(...upTo(1, 13))], 8)).toHaveLength(7); // but together with it, seven more would show
});

test('says so when there is too much to search, rather than that there is nothing', () => {
  const people = upTo(1, 300);
  const pairs = people.map((person, at) => group(person, ...people.slice(at + 1, at + 20)));

  expect(smallDerivableGroup([], [group(...people), ...pairs.slice(0, 150)], 14)).toBe('too-many');
});

test('does not begin with a system it could not finish', () => {
  const random = seededRandom(3);
  const people = upTo(1, 1200);
  const sets = Array.from({ length: 1000 }, () => group(...people.filter(() => random() < 0.02)));

  expect(smallDerivableGroup([], sets, 5)).toBe('too-many');
});

test.each([5, 10])('decides exactly over forty teams across ten places, with hundreds of cells of fewer than %d people', (k) => {
  const random = seededRandom(5);
  const people = Array.from({ length: 600 }, (_nothing, at) => ({
    id: `p${at}`,
    team: Math.floor(random() * 40),
    place: Math.floor(random() * 10),
  }));
  const named = (members: readonly { readonly id: string }[]) => new Set(members.map(({ id }) => id));
  const everybody = named(people);
  const teams = [...Map.groupBy(people, ({ team }) => team).values()].map(named).filter(({ size }) => size >= k);
  const places = [...Map.groupBy(people, ({ place }) => place).values()].map(named);
  const cell = named(people.filter(({ team, place }) => team === 0 && place === 0));

  expect(smallDerivableGroup([], [everybody, ...teams, ...places], k)).toBeUndefined();
  expect(smallDerivableGroup([everybody, ...teams], [...places, everybody.difference(cell)], k)?.length).toBe(cell.size);
});
