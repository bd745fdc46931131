import { describe, expect, test } from '@jest/globals';
import { type Answering, pseudonymsOf, questionsOf } from './pseudonyms.js';
import { sharingAnswers } from './sharing-answers.js';

const scale = { min: 1, max: 5 };
const items = Array.from({ length: 8 }, (_nothing, at) => ({ id: `q${at}`, text: `Question ${at}?`, scale }));
const answering = (answers: readonly number[], fields: Partial<Answering> = {}): Answering => ({
  person: null,
  attributes: { team: 'a' },
  answers: Object.fromEntries(answers.map((answer, at) => [`q${at}`, answer])),
  texts: [],
  ...fields,
});
const named = (all: readonly Answering[], of = items) => pseudonymsOf(all, of, (content) => content);

describe('a pseudonym', () => {
  test('is the same for the same answers, however the rows are ordered and the questions numbered', () => {
    const all = [answering([1, 2]), answering([3, 4]), answering([1, 2])];
    const renumbered = all.map((one) => ({ ...one, answers: { x: one.answers['q0'] ?? 0, y: one.answers['q1'] ?? 0 } }));
    const others = [
      { id: 'x', text: ' question 0', scale },
      { id: 'y', text: 'QUESTION 1', scale },
    ];

    expect(new Set(named(renumbered.toReversed(), others))).toEqual(new Set(named(all)));
    expect(new Set(named(all)).size).toBe(3);
  });

  test('is another for other answers, another person, or another team where the answers are few', () => {
    const [one] = named([answering([1, 2])]);

    expect(named([answering([1, 3])])).not.toContain(one);
    expect(named([answering([1, 2], { person: 'employee-number 7' })])).not.toContain(one);
    expect(named([answering([1, 2], { attributes: { team: 'b' } })])).not.toContain(one);
  });

  test('stays where only the name of a team was put right, if there are answers enough to tell people apart', () => {
    const many = [1, 2, 3, 4, 5, 4, 3, 2];

    expect(named([answering(many, { attributes: { team: 'A' } })])).toEqual(named([answering(many)]));
  });

  test('tells those apart by what they wrote who answered nothing on a scale', () => {
    expect(named([answering([], { texts: ['a'] })])).not.toEqual(named([answering([], { texts: ['b'] })]));
  });
});

test('a question asked twice in a survey is two', () => {
  const twice = [
    { id: 'a', text: 'Listens', scale },
    { id: 'b', text: 'listens', scale },
    { id: 'c', text: 'listens', scale: { min: 0, max: 10 } },
  ];

  expect(new Set(questionsOf(twice).values()).size).toBe(3);
});

describe('surveys that share answers', () => {
  const people = (from: number, to: number) => new Set(Array.from({ length: to - from }, (_nothing, at) => `p${from + at}`));

  test('are those where half of the smaller one are in the other, and those that share with them', () => {
    const others = [
      { cycleId: 'part', people: people(90, 100) },
      { cycleId: 'shifted', people: people(50, 150) },
      { cycleId: 'shifted on', people: people(100, 200) },
      { cycleId: 'new', people: people(300, 400) },
      { cycleId: 'a few alike', people: new Set([...people(0, 40), ...people(400, 460)]) },
    ];

    expect(sharingAnswers({ people: people(0, 100), fields: [], questions: 8 }, others)).toEqual(['part', 'shifted', 'shifted on']);
  });

  test('are those as well that hold a group of it, or nearly, more than a new wave would by chance', () => {
    const others = [
      { cycleId: 'a team', people: new Set([...people(1, 25), ...people(300, 400)]) },
      { cycleId: 'half of it', people: new Set([...people(0, 12), ...people(400, 500)]) },
      { cycleId: 'as many of all', people: new Set([...people(13, 100)].filter((_one, at) => at % 3 === 0).concat([...people(500, 600)])) },
    ];
    const asked = { people: people(0, 100), fields: [[people(0, 25), people(25, 100)]], questions: 8 };

    expect(sharingAnswers(asked, others)).toEqual(['a team']);
  });

  test.each([6, 7])('are those as well that hold five people of a group of %d, whose others would be told by subtraction', (size) => {
    const five = { cycleId: 'five of it', people: new Set([...people(0, 5), ...people(300, 400)]) };

    expect(sharingAnswers({ people: people(0, 100), fields: [[people(0, size), people(size, 100)]], questions: 12 }, [five])).toEqual([
      'five of it',
    ]);
  });

  test('are those as well that hold several small groups of it nearly', () => {
    const teams = [people(1, 7), people(7, 12), people(12, 40)];
    const shared = { cycleId: 'small teams', people: new Set([...people(1, 7), ...people(8, 12), ...people(500, 600)]) };
    const fewOfOne = { cycleId: 'a few of one', people: new Set([...people(8, 12), ...people(700, 800)]) };

    expect(sharingAnswers({ people: people(0, 40), fields: [teams], questions: 4 }, [shared, fewOfOne])).toEqual(['small teams']);
  });
});
