import { expect, test } from '@jest/globals';
import { decideTable } from './cohort-table.js';
import { type Answering, pseudonymsOf, sameAnswers } from './pseudonyms.js';

const items = Array.from({ length: 8 }, (_nothing, at) => ({ id: `q${at}`, text: `Question ${at}?`, scale: { min: 1, max: 5 } }));
const answering = (answer: number, attributes: Readonly<Record<string, string>>): Answering => ({
  person: null,
  attributes,
  answers: Object.fromEntries(items.map(({ id }) => [id, answer])),
  texts: [],
});
/** Two teams of one mind, at two sites each; the first of the first team thinks otherwise. */
const wave = Array.from({ length: 32 }, (_nothing, at) =>
  answering(at === 0 ? 1 : 4, { place: at % 2 === 0 ? 'here' : 'there', team: at < 16 ? 'a' : 'b' }),
);
const named = (all: readonly Answering[]) => pseudonymsOf(all, items, (content) => content);
const inTeam = (all: readonly Answering[], team: string) => {
  const ids = named(all);
  return new Set(all.flatMap(({ attributes }, at) => (attributes['team'] === team ? (ids[at] ?? []) : [])));
};
const again = (all: readonly Answering[]) => {
  const published = [new Set(named(wave)), inTeam(wave, 'a'), inTeam(wave, 'b')];
  const cohorts = ['a', 'b'].map((name) => ({ name, members: inTeam(all, name) }));
  const same = sameAnswers(all, items, (content) => content, new Set(named(wave)));
  return decideTable(new Set(named(all)), cohorts, 5, published, new Set(), published, same);
};

test('a team that differs by one from what it was is not shown, though those of one mind have other pseudonyms without a field', () => {
  const moved = wave.map(({ attributes, ...one }, at) => ({ ...one, attributes: { team: at === 0 ? 'b' : (attributes['team'] ?? '') } }));

  expect([...inTeam(moved, 'b').intersection(inTeam(wave, 'b'))].length).toBeLessThan(12); // told by pseudonyms alone they are others
  expect(again(moved).cohorts).toEqual(
    new Map([
      ['a', 'withheld'],
      ['b', 'withheld'],
    ]),
  );
});

test('the same answers stand for each other in another survey that holds more of them', () => {
  const [first = '', second = '', third = ''] = named(wave.slice(1, 4)).toSorted();

  expect(sameAnswers(wave.slice(1, 3), items, (content) => content, new Set([third]))).toEqual(
    new Map([
      [second, first],
      [third, first],
    ]),
  );
});
