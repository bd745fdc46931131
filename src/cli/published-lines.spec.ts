import { expect, test } from '@jest/globals';
import { publishedLines } from './published-lines.js';

const figure = (measure: string, group: string, value: number) => ({
  field: 'Grade',
  group,
  measure,
  label: `${measure} index`,
  value,
  respondents: 60,
});
const published = {
  survey: 'csps',
  sources: ['import-aggregates-csps'],
  figures: [figure('EES', 'Senior', 0.58), figure('MW', 'Senior', 0.73), figure('EES', 'Junior', 0.6)],
};
const lines = (wish: { by?: string[]; measure?: string; limit?: number }) => publishedLines(published, { by: [], limit: 50, ...wish });

test('published figures stand measure by measure, as they came, and are said to be somebody else’s', () => {
  expect(lines({})).toEqual([
    expect.stringMatching(/^csps: figures somebody else published about groups, from import-aggregates-csps\./),
    '',
    'EES · EES index',
    '  of     group   value  respondents',
    '  Grade  Senior  0.58            60',
    '  Grade  Junior  0.6             60',
    '',
    'MW · MW index',
    '  of     group   value  respondents',
    '  Grade  Senior  0.73            60',
  ]);
});

test('long ones end where they are asked to, and say how to see the rest', () => {
  expect(lines({ limit: 1 }).slice(-3)).toEqual([
    '  Grade  Senior  0.58            60',
    '',
    '2 more: --measure for one of EES, MW; --limit for more of them here, --json for all',
  ]);
});

test('one measure is shown alone', () => {
  expect(lines({ measure: 'MW' }).filter((line) => line.includes('index'))).toEqual(['MW · MW index']);
});

test.each([
  ['regrouping', { by: ['Grade'] }, /shown as they were published and cannot be grouped by Grade\. Leave --by out; they are about: Grade/],
  ['a measure that is not there', { measure: 'EESS' }, /no measure EESS \(did you mean EES\?\); it has: EES, MW/],
])('%s is refused with the reason', (_what, wish, message) => {
  expect(() => lines(wish)).toThrow(message);
});
