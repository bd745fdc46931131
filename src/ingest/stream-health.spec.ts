import { describe, expect, test } from '@jest/globals';
import { type StreamReading, suspicions } from './stream-health.js';

const aReading = (fields: Partial<StreamReading> = {}): StreamReading => ({
  read: 100,
  different: 100,
  fill: { name: 100, team: 90 },
  full: true,
  held: 0,
  requested: ['name', 'team'],
  sourceTotal: undefined,
  ...fields,
});
const before = { read: 100, fill: { name: 100, team: 90 } };
const nothing = () => [];

describe('a stream that was read without an error', () => {
  test('is believed when it looks as it did', () => {
    expect(suspicions(aReading(), before, nothing)).toEqual([]);
  });

  test('is suspect when a field that was always there comes no more, and says what waits for it', () => {
    const [said] = suspicions(aReading({ fill: { name: 100, team: 0 } }), before, (field) => (field === 'team' ? ['employment.team'] : []));

    expect(said).toMatch(/team stopped coming: in none of 100 records, where 90 % had it.*employment\.team/);
  });

  test('is believed when two changed records happen to lack a field that many lack', () => {
    expect(
      suspicions(aReading({ read: 2, fill: { name: 2, team: 0 }, full: false }), { read: 100, fill: { name: 100, team: 50 } }, nothing),
    ).toEqual([]);
  });

  test('is believed when the one changed record lacks a field that the one before happened to have', () => {
    expect(
      suspicions(aReading({ read: 1, fill: { name: 1, team: 0 }, full: false }), { read: 1, fill: { name: 1, team: 1 } }, nothing),
    ).toEqual([]);
  });

  test('is suspect when a few records lack a field that hundreds had', () => {
    expect(
      suspicions(aReading({ read: 3, fill: { name: 3 }, full: false }), { read: 500, fill: { name: 500, team: 500 } }, nothing),
    ).toHaveLength(1);
  });

  test('is suspect when nothing came where something was', () => {
    expect(suspicions(aReading({ read: 0, fill: {}, held: 100 }), before, nothing)[0]).toMatch(/no records came/);
  });

  test('is believed when nothing has changed since the last read', () => {
    expect(suspicions(aReading({ read: 0, fill: {}, held: 100, full: false }), before, nothing)).toEqual([]);
  });

  test('is suspect when the source promised more than it gave', () => {
    expect(suspicions(aReading({ sourceTotal: 101 }), before, nothing)[0]).toMatch(/promised 101 records and gave 100/);
  });

  test('is believed on its first run, when there is nothing to compare with', () => {
    expect(suspicions(aReading({ fill: { name: 100 } }), undefined, nothing)).toEqual([]);
  });
});
