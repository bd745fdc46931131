import { describe, expect, test } from '@jest/globals';
import { meanDifference } from './mean-difference.js';
import { studentTCritical, twoSidedTail } from './student-t.js';

describe('meanDifference', () => {
  test('gives the Welch interval of SciPy', () => {
    const found = meanDifference([4, 4, 5, 4, 5, 3], [3, 3, 2, 4, 3, 3, 4, 2]);

    expect(found?.difference).toBeCloseTo(7 / 6, 12);
    expect(found?.low).toBeCloseTo(0.26975474376559017, 9);
    expect(found?.high).toBeCloseTo(2.0635785895677436, 9);
    expect(found?.degreesOfFreedom).toBeCloseTo(10.949422389652431, 9);
    expect(found?.p).toBeCloseTo(0.015455583483876578, 9);
  });

  test.each([
    ['a side has one value', [4], [3, 2]],
    ['nothing varies', [4, 4], [3, 3]],
  ])('has no answer when %s', (_reason, left, right) => {
    expect(meanDifference(left, right)).toBeUndefined();
  });
});

describe('Student t', () => {
  test.each([
    [1, 12.706204736174694, 63.656741162871526, 0.2951672353008665],
    [2.5, 3.5746548420036817, 7.163728138948783, 0.1573914957579659],
    [9.3, 2.25108222468444, 3.2234796594331345, 0.07553124711463542],
    [30, 2.0422724563012378, 2.7499956535672254, 0.054625044962983094],
    [1000, 1.9623390808264083, 2.580754698065951, 0.04577034649325166],
  ])('agrees with SciPy at %f degrees of freedom', (degreesOfFreedom, at95, at99, tailAt2) => {
    expect(studentTCritical(0.95, degreesOfFreedom)).toBeCloseTo(at95, 8);
    expect(studentTCritical(0.99, degreesOfFreedom)).toBeCloseTo(at99, 7);
    expect(twoSidedTail(2, degreesOfFreedom)).toBeCloseTo(tailAt2, 10);
  });
});
