import { describe, expect, test } from '@jest/globals';
import { mappingsOf } from '../index.js';

const mapped = (stream: string, raw: object) =>
  mappingsOf('bamboohr', stream, { subdomain: 'acme' }).flatMap((mapping) => mapping.map(raw).map(({ record }) => record));
const aGoal = (fields: object) => ({ id: '1', employeeId: '7', customGoalId: 'G1', customTitle: 'Ship it', ...fields });

describe('a goal', () => {
  test.each([
    ['null', null],
    ['an empty text', ''],
    ['a blank', ' '],
    ['nothing', undefined],
  ])('whose percentage is %s has none, and not that of nothing done', (_what, customPercent) => {
    expect(mapped('goals', aGoal({ customPercent }))).toEqual([expect.objectContaining({ percentComplete: null })]);
  });

  test.each([
    ['a number', 40, 40],
    ['a number as text', ' 40 ', 40],
    ['a zero', '0', 0],
  ])('whose percentage is %s has it', (_what, customPercent, percentComplete) => {
    expect(mapped('goals', aGoal({ customPercent }))).toEqual([expect.objectContaining({ percentComplete })]);
  });

  test.each([
    ['a list', []],
    ['a yes', true],
    ['a number in another notation', '0x10'],
    ['words', 'half'],
  ])('whose percentage is %s does not fit', (_what, customPercent) => {
    expect(() => mapped('goals', aGoal({ customPercent }))).toThrow();
  });

  test.each([[''], ['0000-00-00'], [null], [undefined]])('is due and was done on no day where the cell holds %j', (day) => {
    expect(mapped('goals', aGoal({ customDueDate: day, customCompletedDate: day }))).toEqual([
      expect.objectContaining({ dueOn: null, completedOn: null }),
    ]);
  });

  test.each([
    ['says nothing', { customStatus: '' }, null],
    ['is in work', { customStatus: 'in_progress' }, 'open'],
    ['is completed', { customStatus: 'completed' }, 'done'],
    ['says nothing, but when it was done', { customStatus: null, customCompletedDate: '2026-03-01' }, 'done'],
    ['is closed', { customStatus: 'closed', customCompletedDate: '2026-03-01' }, 'closed'],
  ])('that %s stands so', (_what, fields, status) => {
    expect(mapped('goals', aGoal(fields))).toEqual([expect.objectContaining({ status })]);
  });
});

test.each([[null], [''], [[]], [true]])('a rating of %j is none, and its row does not fit', (customRating) => {
  const review = { id: '1', employeeId: '7', date: '2026-06-01', customCycle: '2026-H1', customReviewer: '8', customText: 'Good.' };

  expect(() => mapped('reviews', { ...review, customRating })).toThrow();
  expect(mapped('reviews', { ...review, customRating: '4' })).toContainEqual(expect.objectContaining({ score: 4 }));
});

describe('a review with its rating', () => {
  const aReview = (customRating: unknown) => ({
    id: '1',
    employeeId: '7',
    date: '2026-06-20',
    customCycle: '2026-H1',
    customReviewer: '8',
    customText: 'Ships it.',
    customRating,
  });

  test.each([[1], ['5'], [3.5]])('is both where the rating is %p', (customRating) => {
    expect(mapped('reviews', aReview(customRating))).toEqual(
      expect.arrayContaining([expect.objectContaining({ score: Number(customRating) }), expect.objectContaining({ text: 'Ships it.' })]),
    );
  });

  test.each([[99], [0], ['-1']])('does not fit where the rating is %p, which is not on its scale', (customRating) => {
    expect(() => mapped('reviews', aReview(customRating))).toThrow(/score is not on the scale it was given on.*customRating/);
  });
});

describe('where somebody works', () => {
  const anEmployee = {
    eeid: '7',
    firstName: 'Ada',
    lastName: 'Okafor',
    hireDate: '2024-03-01',
    status: 'Active',
    jobLevel: 'L4',
    lastChanged: '2026-01-15T09:30:00Z',
  };

  test('holds from its day on where the job history says so, and it has no level', () => {
    expect(mapped('job-information', { id: '1', employeeId: '7', date: '2026-07-15', department: 'Design' })).toEqual([
      expect.objectContaining({ effectiveOn: '2026-07-15', isDated: true, department: 'Design', level: null }),
    ]);
  });

  test('is how it stands where the employee says so, and does not hold since they were hired', () => {
    expect(mapped('employees', anEmployee)).toContainEqual(
      expect.objectContaining({ effectiveOn: '2024-03-01', isDated: false, level: 'L4' }),
    );
  });
});
