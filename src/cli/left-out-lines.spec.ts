import { expect, test } from '@jest/globals';
import { leftOutLines } from './left-out-lines.js';

const none = { subjectUnknown: 0, reviewerUnknown: 0 };

test('what a calibration left out is said by what is not known of it', () => {
  const lines = leftOutLines({ reviews: { subjectUnknown: 1, reviewerUnknown: 12 }, ratings: { ...none, subjectUnknown: 2 } });

  expect(lines).toEqual([
    '12 reviews left out: their reviewer is not known',
    '1 review left out: its subject is not known',
    '2 ratings left out: their subject is not known',
    expect.stringContaining('npm run plumbline -- people unclear'),
  ]);
});

test('where everything was looked at, nothing is said', () => {
  expect(leftOutLines({ reviews: none, ratings: none })).toEqual([]);
});
