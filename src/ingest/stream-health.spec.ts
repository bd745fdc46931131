import { describe, expect, test } from '@jest/globals';
import { learned, stoppedFields, type StreamReading, suspicions, type Usual } from './stream-health.js';

const aReading = (fields: Partial<StreamReading> = {}): StreamReading => ({
  whole: true,
  read: 100,
  different: 100,
  seen: 100,
  fill: { name: 100, team: 90 },
  news: 100,
  newsFill: { name: 100, team: 90 },
  held: 0,
  requested: ['name', 'team'],
  sourceTotal: undefined,
  ...fields,
});
/** A reading of so many changed records, none of them with a team. */
const teamless = (news: number) => aReading({ whole: false, seen: news, fill: { name: news }, news, newsFill: { name: news } });
const usually = (seen: number, team: number, without = {}): Usual => ({ seen, fill: { name: seen, team }, without });
const known = usually(100, 90);
const nothing = () => [];
const said = (...asked: Parameters<typeof suspicions>) => suspicions(...asked).map((doubt) => doubt.said);

describe('a stream that was read without an error', () => {
  test('is believed when it looks as it did', () => {
    expect(said(aReading(), known, nothing)).toEqual([]);
  });

  test('is suspect when a field that was always there comes no more, and says what waits for it and what may be accepted', () => {
    const [doubt] = suspicions(aReading({ fill: { name: 100, team: 0 } }), known, (field) => (field === 'team' ? ['employment.team'] : []));

    expect(doubt?.said).toMatch(/team stopped coming: in none of 100 records, where 90 % had it.*employment\.team/);
    expect(doubt?.accepts).toBe('field team');
  });

  test('is suspect when everything was read and a field came in less than half as many records as before', () => {
    expect(said(aReading({ fill: { name: 100, team: 40 } }), known, nothing)).toEqual([
      expect.stringMatching(/team came in 40 of 100 records, where 90 % had it/),
    ]);
  });

  test.each([
    ['a field is in nearly as many records as before', aReading({ seen: 600, fill: { name: 600, team: 576 } }), usually(600, 588)],
    ['a field that hardly any had is in fewer', aReading({ fill: { name: 100, team: 2 } }), usually(100, 10)],
    ['two changed records lack a field that many lack', teamless(2), usually(100, 50)],
    ['the one changed record lacks a field that the only one before had', teamless(1), usually(1, 1)],
    ['old records are read once more that lack a field', { ...teamless(12), news: 0, newsFill: {} }, usually(600, 588)],
  ])('is believed when %s', (_what, reading, before) => {
    expect(said(reading, before, nothing)).toEqual([]);
  });

  test('is suspect when a few changed records lack a field that hundreds had', () => {
    expect(said(teamless(3), usually(500, 500), nothing)).toHaveLength(1);
  });

  test('is suspect when nothing came where something was', () => {
    expect(said(aReading({ seen: 0, fill: {}, held: 100 }), known, nothing)[0]).toMatch(/no records came/);
  });

  test('is believed when nothing has changed since the last read', () => {
    expect(said(aReading({ whole: false, seen: 0, fill: {}, news: 0, newsFill: {}, held: 100 }), known, nothing)).toEqual([]);
  });

  test('is suspect when the source promised more than it gave', () => {
    expect(said(aReading({ sourceTotal: 101 }), known, nothing)[0]).toMatch(/promised 101 records and gave 100/);
  });

  test('is believed on its first run, when there is nothing to compare with', () => {
    expect(said(aReading({ fill: { name: 100 } }), undefined, nothing)).toEqual([]);
  });
});

describe('what a stream usually looks like', () => {
  test('is not forgotten for a handful of changed records', () => {
    const after = learned(
      usually(600, 600),
      aReading({ whole: false, seen: 3, fill: { name: 3, team: 3 }, news: 3, newsFill: { team: 3 } }),
    );

    expect(after).toMatchObject({ seen: 603, fill: { team: 603 } });
    expect(stoppedFields(teamless(2), after)).toEqual(['team']);
  });

  test('remembers how many lacked a field one by one, until one has it', () => {
    const one = teamless(1);
    expect(stoppedFields(one, known)).toEqual([]);
    let after = learned(known, one);
    for (let day = 0; day < 3; day += 1) after = learned(after, one);

    expect(stoppedFields(one, after)).toEqual(['team']);
    expect(stoppedFields(one, learned(after, { ...one, fill: { team: 1 } }))).toEqual([]);
  });

  test('is not forgotten because nothing came', () => {
    expect(learned(known, aReading({ seen: 0, fill: {}, news: 0, newsFill: {} }))).toEqual(known);
  });

  test('is what came, once everything was read', () => {
    expect(learned(usually(600, 600, { team: 2 }), aReading())).toEqual({ seen: 100, fill: { name: 100, team: 90 }, without: {} });
  });
});
