import { describe, expect, test } from '@jest/globals';
import { ColumnSampler } from './column-sample.js';
import { draftMap } from './draft-map.js';
import { type ImportAs, importable, importMap } from './import-map.js';
import { knownAnswers } from './known-scales.js';

/** A draft of rows made of columns of cells, all as long as the first. */
function draft(as: ImportAs, columns: Readonly<Record<string, readonly string[]>>) {
  const sampler = new ColumnSampler();
  const rows = Object.values(columns)[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1)
    sampler.add(Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[row] ?? ''])));
  return draftMap(as, 'pulse', sampler.samples);
}
const times = (number: number, cell: (index: number) => string) => Array.from({ length: number }, (_, index) => cell(index));
const cycling = (...words: string[]) => times(40, (index) => words[index % words.length] ?? '');

describe('a draft for a survey', () => {
  const drafted = draft('survey', {
    'response id': times(40, (index) => `r${index}`),
    'work email': times(40, (index) => `p${index}@example.com`),
    submitted: times(40, (index) => `2026-03-0${(index % 9) + 1}T10:00:00Z`),
    'My load is fine': cycling('Agree', 'Strongly agree', 'Disagree', ''),
    trust: cycling('1', '2', '3', '5'),
    team: cycling('Care', 'Sales', 'Finance'),
    'What should change?': times(40, (index) => `The rota of week ${index} came out far too late`),
    misc: times(40, (index) => `x${index}`),
  });

  test('takes scales for items, groups for fields and texts for open questions', () => {
    expect(drafted).toMatchObject({
      file: { keyColumn: 'response id' },
      items: [
        {
          id: 'q1',
          column: 'My load is fine',
          scale: { min: 1, max: 5 },
          values: { Agree: 4, 'Strongly agree': 5, Disagree: 2 },
          favourable: [4, 5],
        },
        { id: 'trust', column: 'trust', scale: { min: 1, max: 5 }, values: {} },
      ],
      fields: [{ name: 'team', column: 'team' }],
      openQuestions: [{ column: 'What should change?' }],
    });
  });

  test('leaves out who answered and when, and what it cannot tell, and says so', () => {
    const notes = (drafted.notes ?? []).join('\n');

    expect(JSON.stringify({ ...drafted, notes: [] })).not.toMatch(/work email|submitted|misc/);
    expect(notes).toMatch(/“work email” seems to say who answered/);
    expect(notes).toMatch(/“submitted” holds instants/);
    expect(notes).toMatch(/“misc” could be anything/);
  });

  test('is a map that can be imported with', () => {
    expect(importMap.safeParse(drafted).error).toBeUndefined();
  });
});

describe('what people wrote is no field, whose groups are named as they stand', () => {
  const repeated = (number: number, text: (which: number) => string) => times(40, (index) => text(index % number));
  const kindOf = (name: string, cells: readonly string[]): readonly string[] => {
    const { fields = [], openQuestions = [] } = draft('survey', { [name]: cells, team: cycling('Care', 'Sales') }) as {
      fields?: { column: string }[];
      openQuestions?: { column: string }[];
    };
    return [
      ...(fields.some(({ column }) => column === name) ? ['field'] : []),
      ...(openQuestions.some(({ column }) => column === name) ? ['open question'] : []),
    ];
  };

  test.each([
    [
      'sentences of which many came again',
      'What should change?',
      repeated(12, (which) => `The rota of week ${which} came too late.`),
      ['open question'],
    ],
    ['a few sentences', 'What should change?', repeated(4, (which) => `The rota of week ${which} came too late.`), []],
    ['many long texts that came again', 'remarks', repeated(12, (which) => `the rota of week ${which} came too late`), []],
    ['short texts under a name that says what they are', 'Other comments', repeated(12, (which) => `pay ${which}`), ['open question']],
    ['a few long groups', 'contract', repeated(3, (which) => `Employed without an end, grade ${which}`), ['field']],
  ])('%s', (_what, name, cells, kinds) => {
    expect(kindOf(name, cells)).toEqual(kinds);
  });
});

describe('what is as fine as a person is no field by a guess, and the draft says so', () => {
  const drafted = (name: string, cells: readonly string[]) => draft('survey', { [name]: cells, team: cycling('Care', 'Sales') });

  test.each([
    ['Age', cycling('31', '32', '44', '58', '61', '29', '30', '35')],
    ['age_in_years', cycling('31', '32', '44')],
    ['Base salary', cycling('54000', '61000', '48500')],
    ['Salary (EUR)', cycling('54', '61')],
    ['Gehalt', cycling('54000 EUR', '61.000 EUR', '48500 EUR')],
    ['Hourly rate', cycling('31', '42')],
    ['Post code', cycling('SW1A 1AA', '10115', 'EH1 2NG')],
    ['Year of joining', times(40, (index) => `${1990 + (index % 20)}`)],
  ])('%s', (name, cells) => {
    const { fields, notes } = drafted(name, cells) as { fields: unknown[]; notes: string[] };

    expect(fields).toEqual([expect.objectContaining({ column: 'team' })]);
    expect(notes.join('\n')).toContain(`“${name}” is as fine as a person`);
  });

  test.each([
    ['Age', cycling('under 30', '30-39', '40–49', '50+')],
    ['Grade', cycling('11', '12', '13')],
    ['Pay is fair', cycling('Care', 'Sales')],
  ])('bands, grades and what only sounds like it are: %s', (name, cells) => {
    expect(drafted(name, cells)).toMatchObject({ fields: [{ column: name }, { column: 'team' }] });
  });
});

test('a key that says who answered is none: keys are not sealed', () => {
  const others = { team: cycling('Care', 'Sales'), trust: cycling('1', '2', '3', '5') };
  const named = draft('survey', { Respondent: times(40, (index) => `Ada Lovelace ${index}`), ...others });
  const numbered = draft('survey', { Respondent: times(40, (index) => `r${index}`), ...others });

  expect(named.file).toEqual({});
  expect(named.notes?.join('\n')).toMatch(/“Respondent” seems to say who answered/);
  expect(numbered.file).toEqual({ keyColumn: 'Respondent' });
  expect(numbered.notes?.join('\n')).toMatch(/“Respondent” tells rows apart and is not sealed/);
});

test.each(importable)('a draft for %s has every field a map of its kind needs', (as) => {
  const drafted = draft(as, { title: ['a', 'b'], satisfied: ['Yes', 'No'], value: ['1.5', '2.5'], date: ['2026-01-01', '2026-02-01'] });

  expect(importMap.safeParse(drafted).error).toBeUndefined();
});

test('a draft says which columns it did not find', () => {
  expect(draft('criteria', { grade: ['L5'], competency: ['Scope'] })).toMatchObject({
    columns: { level: 'grade', name: 'competency', description: 'CHECK: which column is the text?' },
  });
});

test.each([
  [
    'yes and no with a continuation',
    ['Yes, they all did', 'No, none did', 'Some did', "I don't know"],
    { 'Yes, they all did': 3, 'No, none did': 1, 'Some did': 2, "I don't know": 'no-answer' },
  ],
  ['ease', ['Very easy', 'Somewhat difficult'], { 'Very easy': 5, 'Somewhat difficult': 2 }],
  ['frequency in capitals', ['OFTEN', 'Never', 'N/A'], { OFTEN: 4, Never: 1, 'N/A': 'no-answer' }],
  ['groups, which are no scale', ['Care', 'Sales'], undefined],
  ['one word, which is no scale', ['Yes'], undefined],
  ['a scale with a stranger in it', ['Agree', 'Disagree', 'Purple'], undefined],
])('knows %s', (_reason, words, values) => {
  expect(knownAnswers(words)?.values).toEqual(values);
});

test('a draft for metrics takes no column for two meanings', () => {
  const drafted = draft('metrics', { metric: ['attrition'], team: ['Sales'], date: ['2026-03-31'], value: ['4.5'], unit: ['%'] });
  const without = draft('metrics', { metric: ['attrition'], date: ['2026-03-31'], value: ['4.5'], unit: ['%'] });

  expect(drafted).toMatchObject({ columns: { group: 'team', unit: 'unit' } });
  expect(without).toMatchObject({ columns: { group: 'CHECK: which column is the group?', unit: 'unit' } });
});

test.each(['Valid from', 'valid_from', 'Effective', 'Since'])('the day pay holds from is found under “%s”', (column) => {
  expect(draft('compensation', { 'E-Mail': ['a@example.com'], [column]: ['2026-01-01'], Base: ['54000'] })).toMatchObject({
    columns: { effectiveOn: column },
  });
});
