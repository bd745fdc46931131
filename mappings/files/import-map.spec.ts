import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { columnsNamed, importMap } from './import-map.js';

type Written = z.input<typeof importMap>;
type WrittenSurvey = Extract<Written, { as: 'survey' }>;

const anItem = (fields: object = {}) => ({
  id: 'q1',
  column: 'Q 1',
  text: 'All is well',
  scale: { min: 1, max: 5 },
  favourable: [4, 5],
  ...fields,
});
const aSurveyMap = (fields: object = {}): WrittenSurvey => ({
  as: 'survey',
  survey: { key: 's', label: 'S' },
  items: [anItem()],
  ...fields,
});

test('a survey needs little more than its questions', () => {
  const map = importMap.parse(aSurveyMap());

  expect(map).toMatchObject({ file: {}, fields: [], openQuestions: [], items: [{ blank: 'no-answer', unknown: 'reject', values: {} }] });
});

test('is the same again when what was parsed is parsed', () => {
  const once = importMap.parse(aSurveyMap({ file: { keyColumn: 'id' } }));

  expect(importMap.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
});

test.each([
  ['a word that stands for a step off the scale', aSurveyMap({ items: [anItem({ values: { Always: 6 } })] }), 'items.0.values.Always'],
  ['a favourable step off the scale', aSurveyMap({ items: [anItem({ favourable: [6] })] }), 'items.0.favourable'],
  ['a blank that counts as a step off the scale', aSurveyMap({ items: [anItem({ blank: 0 })] }), 'items.0.blank'],
  ['a scale without a length', aSurveyMap({ items: [anItem({ scale: { min: 4, max: 4 } })] }), 'items.0.scale'],
  ['one word with two meanings', aSurveyMap({ items: [anItem({ values: { Yes: 5, ' yes': 1 } })] }), 'items.0.values. yes'],
  ['two questions of one id', aSurveyMap({ openQuestions: [{ id: 'q1', column: 'Why', text: 'Why?' }] }), 'items'],
  [
    'two fields of one name',
    aSurveyMap({
      fields: [
        { name: 'team', column: 'a' },
        { name: 'team', column: 'b' },
      ],
    }),
    'fields',
  ],
  ['nothing asked', aSurveyMap({ items: [] }), 'items'],
  [
    'a respondent of an anonymous survey',
    aSurveyMap({ survey: { key: 's', label: 'S', anonymous: true }, respondent: { column: 'mail', kind: 'work-email' } }),
    'respondent',
  ],
  ['nobody who answered a survey that is not anonymous', aSurveyMap({ survey: { key: 's', label: 'S', anonymous: false } }), 'respondent'],
  ['a setting that there is none of', aSurveyMap({ itemz: [] }), ''],
  ['a day in another order', aSurveyMap({ survey: { key: 's', label: 'S', closesOn: '31.03.2026' } }), 'survey.closesOn'],
  [
    'an end before the beginning',
    aSurveyMap({ survey: { key: 's', label: 'S', opensOn: '2026-03-20', closesOn: '2026-03-09' } }),
    'survey.closesOn',
  ],
  [
    'a name that makes no connection',
    { as: 'criteria', name: 'Our criteria', columns: { level: 'l', name: 'n', description: 'd' } },
    'name',
  ],
])('refuses %s', (_reason, written, path) => {
  const { error } = importMap.safeParse(written);

  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
});

describe('the columns a map names', () => {
  test('of a survey are those of its key, respondent, questions and fields', () => {
    const map = importMap.parse(
      aSurveyMap({
        file: { keyColumn: 'id' },
        respondent: { column: 'mail', kind: 'work-email' },
        openQuestions: [{ id: 'why', column: 'Why', text: 'Why?' }],
        fields: [{ name: 'team', column: 'Team', blank: 'none' }],
      }),
    );

    expect(columnsNamed(map)).toEqual([
      { column: 'id', by: 'file.keyColumn' },
      { column: 'mail', by: 'respondent' },
      { column: 'Q 1', by: 'items.0' },
      { column: 'Why', by: 'openQuestions.0' },
      { column: 'Team', by: 'fields.0' },
    ]);
  });

  test('of anything else are those of its cells, and none for what is the same in every row', () => {
    const map = importMap.parse({
      as: 'compensation',
      name: 'pay',
      columns: {
        person: { column: 'mail', kind: 'work-email' },
        effectiveOn: 'from',
        base: { amount: { column: 'pay' }, currency: { is: 'EUR' } },
      },
    });

    expect(columnsNamed(map).map(({ column }) => column)).toEqual(['mail', 'from', 'pay']);
  });

  test('that names people by an id of one company says which company', () => {
    const pay = (kind: string) => ({
      as: 'compensation',
      name: 'pay',
      columns: { person: { column: 'id', kind }, effectiveOn: 'from', base: { amount: { column: 'pay' }, currency: { is: 'EUR' } } },
    });

    expect(importMap.safeParse(pay('bamboohr.employee')).error?.message).toContain('bamboohr.employee@SUBDOMAIN');
    expect(importMap.safeParse(pay('bamboohr.employee@acme')).success).toBe(true);
  });

  test.each(['email', 'work email', 'employee-numer', 'Work-Email'])(
    'that names people by %s, which nobody is known by, says what there is',
    (kind) => {
      const wrong = aSurveyMap({ survey: { key: 's', label: 'S', anonymous: false }, respondent: { column: 'mail', kind } });

      expect(importMap.safeParse(wrong).error?.message).toContain('there is: work-email, employee-number, bamboohr.employee@SUBDOMAIN');
    },
  );
});
