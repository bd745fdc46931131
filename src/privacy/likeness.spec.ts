import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { seededRandom } from '../statistics/seeded-random.js';
import { isAlike, likenessOf } from './likeness.js';
import type { Answering } from './pseudonyms.js';
import { decidedOn } from './write-release.js';

/** As an envelope would, with a key that is the same at each run: of a large survey, it is by their names that some are looked at. */
const named = (content: string) => createHmac('sha256', 'a key').update(content).digest('hex');
const scale = { min: 1, max: 5 };
const questions = (count: number) => Array.from({ length: count }, (_nothing, at) => ({ id: `q${at}`, text: `Question ${at}?`, scale }));

/** People who answer by chance, most of them in the middle: the same for the same seed. */
const aWave = (seed: number, people: number, count: number, text = ''): Answering[] => {
  const random = seededRandom(seed);
  const asked = questions(count);
  return Array.from({ length: people }, (_nothing, at) => ({
    person: null,
    attributes: { team: at % 3 === 0 ? 'a' : 'b', place: at % 2 === 0 ? 'c' : 'd' },
    answers: Object.fromEntries(asked.map(({ id }) => [id, 2 + Math.floor(random() * 2) + Math.floor(random() * 3)])),
    texts: text === '' ? [] : [`${text} ${seed} ${at}`],
  }));
};
const of = (all: readonly Answering[], count: number) => likenessOf(all, questions(count), named);
const without = (all: readonly Answering[], change: (one: Answering) => Answering) => all.slice(1).map(change);

describe('a survey that is brought in once more without a row is alike', () => {
  test('whatever becomes of its fields, where few questions are asked', () => {
    const wave = aWave(1, 60, 4);
    const again = without(wave, (one) => ({ ...one, attributes: { team: one.attributes['team'] ?? '' } }));

    expect(isAlike(of(again, 4), of(wave, 4))).toBe(true);
  });

  test('where one of few questions is left out, and its fields too', () => {
    const wave = aWave(5, 60, 6);
    const again = without(wave, ({ answers: { q3: _left, ...answers }, ...one }) => ({ ...one, attributes: {}, answers }));
    const asked = questions(6).filter(({ id }) => id !== 'q3');

    expect(isAlike(likenessOf(again, asked, named), of(wave, 6))).toBe(true);
  });

  test.each([9, 12, 20])('where a question is left out of %d', (count) => {
    const wave = aWave(2, 60, count);
    const again = without(wave, ({ answers: { q3: _left, ...answers }, ...one }) => ({ ...one, answers }));
    const asked = questions(count).filter(({ id }) => id !== 'q3');

    expect(isAlike(likenessOf(again, asked, named), of(wave, count))).toBe(true);
  });

  test('where two of five questions are left out', () => {
    const wave = aWave(6, 60, 5);
    const again = without(wave, ({ answers: { q1: _left, q3: _too, ...answers }, ...one }) => ({ ...one, answers }));
    const asked = questions(5).filter(({ id }) => id !== 'q1' && id !== 'q3');

    expect(isAlike(likenessOf(again, asked, named), of(wave, 5))).toBe(true);
  });

  test.each([
    [6, 9],
    [5, 11],
    [3, 60],
    [3, 200],
    [3, 1000],
    [2, 1000],
  ])('where %d questions are asked of %d people', (count, people) => {
    const wave = aWave(8, people, count);

    expect(
      isAlike(
        of(
          without(wave, (one) => ({ ...one, attributes: {} })),
          count,
        ),
        of(wave, count),
      ),
    ).toBe(true);
  });

  test.each([3, 5, 12, 20])(
    'where all %d questions are called otherwise, and answered on a scale that begins at 0, or at the other end',
    (count) => {
      const wave = aWave(9, 60, count);
      const asked = questions(count).map((one) => ({ ...one, text: `So: ${one.text}`, scale: { min: 0, max: 4 } }));
      const steps = (step: (answer: number) => number) =>
        without(wave, (one) => ({
          ...one,
          answers: Object.fromEntries(Object.entries(one.answers).map(([id, answer]) => [id, step(answer)])),
        }));

      expect(
        isAlike(
          likenessOf(
            steps((answer) => answer - 1),
            asked,
            named,
          ),
          of(wave, count),
        ),
      ).toBe(true);
      expect(
        isAlike(
          likenessOf(
            steps((answer) => 5 - answer),
            asked,
            named,
          ),
          of(wave, count),
        ),
      ).toBe(true);
    },
  );

  test('where its answers are left out and what was written is not', () => {
    const wave = aWave(3, 60, 2, 'I would like to have more time for');

    expect(
      isAlike(
        of(
          without(wave, (one) => ({ ...one, answers: {} })),
          2,
        ),
        of(wave, 2),
      ),
    ).toBe(true);
  });

  describe('where most are of one mind', () => {
    const agreeing = (seed: number, count: number): Answering[] => {
      const random = seededRandom(seed);
      const answer = () => (random() < 0.8 ? 4 : 1 + Math.floor(random() * 5));
      return aWave(seed, 60, count).map((one, at) => ({
        ...one,
        attributes: { team: `team ${at % 4}`, place: at % 2 === 0 ? 'c' : 'd' },
        answers: Object.fromEntries(questions(count).map(({ id }) => [id, answer()])),
      }));
    };

    test.each([9, 10, 12, 16])('and one of %d questions is left out', (count) => {
      const wave = agreeing(11, count);
      const again = without(wave, ({ answers: { q3: _left, ...answers }, ...one }) => ({ ...one, answers }));
      const asked = questions(count).filter(({ id }) => id !== 'q3');

      expect(isAlike(likenessOf(again, asked, named), of(wave, count))).toBe(true);
    });

    test.each([4, 5, 7])('and a field beside %d questions is', (count) => {
      const wave = agreeing(12, count);
      const again = without(wave, ({ attributes: { place: _left, ...attributes }, ...one }) => ({ ...one, attributes }));

      expect(isAlike(of(again, count), of(wave, count))).toBe(true);
    });
  });

  test('where nothing was asked on a scale, and little was written', () => {
    const wave = aWave(13, 60, 0).map((one, at) => ({ ...one, texts: [`pay, ${at}`] }));

    expect(
      isAlike(
        of(
          without(wave, (one) => ({ ...one, attributes: {} })),
          0,
        ),
        of(wave, 0),
      ),
    ).toBe(true);
  });

  test('where it is a small part of a large one', () => {
    const wave = aWave(4, 8_000, 20);

    expect(isAlike(of(wave.slice(100, 400), 20), of(wave, 20))).toBe(true);
  });
});

test.each([
  [3, 41],
  [3, 200],
  [6, 60],
  [6, 2_000],
  [20, 200],
])('a new wave of %d questions to %d people is not alike, by whatever chance', (count, people) => {
  const waves = Array.from({ length: 12 }, (_nothing, at) =>
    of(aWave(100 + at, people, count, 'I would like to have more time for'), count),
  );

  const pairs = waves.flatMap((one, at) => waves.slice(at + 1).map((other) => isAlike(one, other)));

  expect(pairs).toHaveLength(66);
  expect(pairs).not.toContain(true);
});

/** The same people once more, who give each answer again, or one by chance. */
const asBefore = (wave: readonly Answering[], seed: number, count: number): Answering[] => {
  const other = aWave(seed, wave.length, count);
  const random = seededRandom(seed);
  const isSame = () => random() < 0.8;
  return wave.map((one, at) => ({
    ...one,
    answers: Object.fromEntries(Object.entries(one.answers).map(([id, answer]) => [id, isSame() ? answer : (other[at]?.answers[id] ?? 3)])),
  }));
};
const alikeOf = (people: number, count: number) => {
  const first = aWave(7, people, count);
  return Array.from({ length: 40 }, (_nothing, at) => isAlike(of(asBefore(first, 200 + at, count), count), of(first, count)));
};

test.each([
  [1, 60],
  [1, 1000],
  [2, 200],
  [3, 60],
  [4, 60],
  [6, 60],
  [10, 400],
])('a new wave of %d questions to %d people who mostly answer as they did before is not alike', (count, people) => {
  expect(alikeOf(people, count)).not.toContain(true);
});

test.each([
  [5, 12],
  [6, 15],
  [8, 12],
  [12, 12],
  [16, 15],
])('one of %d questions to only %d of them hardly ever is', (count, people) => {
  expect(alikeOf(people, count).filter((isOne) => isOne).length).toBeLessThanOrEqual(2);
});

test('a release that was written before likeness was is like none', () => {
  expect(decidedOn.parse(['p1', 'p2'])).toEqual({ people: ['p1', 'p2'], alike: {} });
});
