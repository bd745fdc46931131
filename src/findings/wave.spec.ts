import { describe, expect, test } from '@jest/globals';
import type { Held } from '../records/records.js';
import { inOrderOfAnswer } from './wave.js';

const anAnswer = (rawKey: string, answeredOn: string | null, id = rawKey): Held<'response'> => ({
  id,
  version: 1,
  rawKey,
  personId: null,
  cycleId: null,
  day: '2026-03-01',
  record: { surveyKey: 'pulse', respondent: { kind: 'work-email', value: 'ada@example.com' }, answeredOn, answers: {}, attributes: {} },
});

describe('of several answers of one person, the one that comes last', () => {
  test.each([
    ['was given on a later day', anAnswer('R_9', '2026-03-01'), anAnswer('R_1', '2026-03-02')],
    ['says its day, where the other does not', anAnswer('R_9', null), anAnswer('R_1', '2026-03-02')],
    ['has the later key of one day', anAnswer('R_1', '2026-03-01', 'b'), anAnswer('R_2', '2026-03-01', 'a')],
    ['has the later key where nobody knows the day', anAnswer('R_1', null, 'b'), anAnswer('R_2', null, 'a')],
    ['has the later id where two sources gave one key', anAnswer('R_1', null, 'a'), anAnswer('R_1', null, 'b')],
  ])('%s, in whatever order they are read', (_which, earlier, later) => {
    expect([earlier, later].toSorted(inOrderOfAnswer)).toEqual([earlier, later]);
    expect([later, earlier].toSorted(inOrderOfAnswer)).toEqual([earlier, later]);
  });
});
