import { describe, expect, test } from '@jest/globals';
import type { ZodError } from 'zod';
import { fileMappings, mappingsFrom } from './file-mappings.js';
import { importMap } from './import-map.js';

const survey = {
  as: 'survey',
  survey: { key: 'pulse', label: 'Pulse', closesOn: '2026-03-31', smallestGroup: 8 },
  items: [
    {
      id: 'load',
      column: 'Load',
      text: 'My load is fine',
      scale: { min: 1, max: 3 },
      values: { No: 1, Partly: 2, Yes: 3, "I don't know": 'no-answer' },
      favourable: [3],
    },
    {
      id: 'nps',
      column: 'NPS',
      text: 'Would recommend',
      scale: { min: 0, max: 10 },
      favourable: [9, 10],
      blank: 'reject',
      unknown: 'no-answer',
    },
  ],
  openQuestions: [{ id: 'why', column: 'Why', text: 'Why?' }],
  fields: [
    { name: 'team', column: 'Team' },
    { name: 'size', column: 'Size', blank: 'not said' },
  ],
};

/** What a map makes of one row, by kind. */
function made(map: unknown, row: Record<string, string>) {
  const mapped = mappingsFrom(importMap.parse(map))
    .filter(({ stream }) => stream === 'rows')
    .flatMap((mapping) => mapping.map({ $key: 'r1', ...row }));
  return Object.fromEntries(mapped.map(({ kind, record }) => [kind, record]));
}

function refusal(map: unknown, row: Record<string, string>): string | undefined {
  try {
    made(map, row);
  } catch (cause) {
    return (cause as ZodError).issues[0]?.message; // anything else fails the comparison
  }
  return undefined;
}

describe('a row of a survey', () => {
  test('is a response, and a comment where something is written', () => {
    const records = made(survey, { Load: ' yes ', NPS: '9', Why: ' Calm weeks ', Team: 'Care', Size: '' });

    expect(records).toEqual({
      response: {
        surveyKey: 'pulse',
        respondent: null,
        answeredOn: null,
        answers: { load: 3, nps: 9 },
        attributes: { team: 'Care', size: 'not said' },
      },
      comment: { surveyKey: 'pulse', responseKey: 'r1', questionId: 'why', text: 'Calm weeks' },
    });
  });

  test('has no answer where somebody does not know, and no field where the cell is empty', () => {
    const { response, comment } = made(survey, {
      Load: 'I don’t know'.replace('’', "'"),
      NPS: 'rather not',
      Why: '',
      Team: ' ',
      Size: '3',
    });

    expect(response).toMatchObject({ answers: {}, attributes: { size: '3' } });
    expect(comment).toBeUndefined();
  });

  test.each([
    ['a word nobody gave a meaning', { Load: 'Ada says no', NPS: '1' }, 'column "Load": an answer that the mapping does not know'],
    ['a number off the scale', { Load: '4', NPS: '1' }, 'column "Load": an answer that the mapping does not know'],
    ['a blank where an answer is wanted', { Load: 'No', NPS: '' }, 'column "NPS": no answer, where the mapping wants one'],
  ])('is refused for %s, by its column and without the word', (_reason, row, message) => {
    expect(refusal(survey, row)).toBe(message);
  });

  test('may count its words another way than their digits', () => {
    const turned = { ...survey, items: [{ ...survey.items[0], values: { '1': 3, '3': 1 } }] };

    expect(made(turned, { Load: '1' })['response']).toMatchObject({ answers: { load: 3 } });
  });

  test('says who answered where the map names the column', () => {
    const { response } = made({ ...survey, respondent: { column: 'Mail', kind: 'work-email' } }, { NPS: '3', Mail: 'ada@example.com' });

    expect(response).toMatchObject({ respondent: { kind: 'work-email', value: 'ada@example.com' } });
  });
});

test('the survey itself comes of the definition', () => {
  const [definition] = fileMappings({ map: survey }).filter(({ stream }) => stream === 'definition');

  const [mapped] = definition?.map({ $key: 'pulse', map: survey }) ?? [];

  expect(mapped?.record).toMatchObject({
    key: 'pulse',
    opensOn: null,
    closesOn: '2026-03-31',
    fields: ['team', 'size'],
    smallestGroup: 8,
    anonymous: true,
  });
  expect(mapped?.record).toHaveProperty('items.0', { id: 'load', text: 'My load is fine', scale: { min: 1, max: 3 }, favourable: [3] });
});

test('a figure somebody published keeps its group, its measure and how many answered', () => {
  const map = {
    as: 'survey-aggregates',
    survey: { key: 'csps' },
    columns: { field: 'demographic', group: 'category', measure: 'm', value: 'v', respondents: 'r' },
  };

  const records = made(map, { demographic: 'Grade', category: 'Senior', m: 'EES', v: '0.58', r: '60' });

  expect(records['survey-aggregate']).toEqual({
    surveyKey: 'csps',
    field: 'Grade',
    group: 'Senior',
    measure: 'EES',
    label: 'EES',
    value: 0.58,
    respondents: 60,
  });
});

test('what does not fit is told by the column it stands in, and not by its value', () => {
  const map = {
    as: 'survey-aggregates',
    survey: { key: 'csps' },
    columns: { field: 'f', group: 'g', measure: 'm', value: 'v', respondents: 'n' },
  };

  expect(() => made(map, { f: 'Grade', g: 'Senior', m: 'EES', v: '0.58', n: '60.5' })).toThrow(
    'respondents is a number with a fraction, where a whole number fits (made from \\"n\\")',
  );
});

const person = { column: 'mail', kind: 'work-email' };
const ada = { kind: 'work-email', value: 'ada@example.com' };
const pay = { as: 'compensation', name: 'pay', columns: { person, effectiveOn: 'from', base: { amount: 'pay', currency: { is: 'EUR' } } } };
const actions = {
  as: 'actions',
  name: 'actions',
  columns: { title: 'what', owner: person, dueOn: 'due', status: { column: 'state', values: { Closed: 'done' } } },
};

test.each([
  [
    'metric',
    { as: 'metrics', name: 'm', columns: { name: { is: 'absence' }, group: 'team', measuredOn: 'day', value: 'v' } },
    { team: '', day: '2026-03-31', v: '4.5' },
    { name: 'absence', group: null, measuredOn: '2026-03-31', value: 4.5, unit: null },
  ],
  [
    'criterion',
    { as: 'criteria', name: 'c', columns: { level: 'l', name: 'n', description: 'd' } },
    { l: 'L5', n: 'Scope', d: 'Leads a team’s work' },
    { level: 'L5', name: 'Scope', description: 'Leads a team’s work' },
  ],
  [
    'guideline',
    { as: 'guidelines', name: 'g', columns: { title: 't', text: 'x' } },
    { t: 'Spread', x: 'There is no quota' },
    { cycleKey: null, title: 'Spread', text: 'There is no quota' },
  ],
  [
    'manager-note',
    { as: 'manager-notes', name: 'n', columns: { author: person, notedOn: 'on', text: 'x' } },
    { mail: 'ada@example.com', on: '2026-02-01', x: 'Busy week' },
    { author: ada, about: null, notedOn: '2026-02-01', text: 'Busy week' },
  ],
  [
    'action',
    actions,
    { what: 'Plan the rota', mail: '', due: '', state: 'Closed' },
    { title: 'Plan the rota', owner: null, dueOn: null, status: 'done', theme: null },
  ],
  [
    'compensation',
    pay,
    { mail: 'ada@example.com', from: '2026-01-01', pay: '52000.00' },
    { person: ada, effectiveOn: '2026-01-01', base: { amount: '52000.00', currency: 'EUR' }, bandPosition: null },
  ],
])('a row becomes a %s', (kind, map, row, record) => {
  expect(made(map, row as Record<string, string>)).toEqual({ [kind]: record });
});

test.each([
  [
    'an amount with a separator',
    pay,
    { mail: 'a', from: '2026-01-01', pay: '52,000' },
    'column "pay": is no amount in digits with a decimal point',
  ],
  ['a day in another order', pay, { mail: 'a', from: '01/02/2026', pay: '1' }, 'column "from": is no day written as 2026-03-31'],
  ['nobody', pay, { mail: '', from: '2026-01-01', pay: '1' }, 'column "mail": is empty'],
  [
    'a state that leads nowhere',
    actions,
    { what: 'x', state: 'Stuck' },
    'column "state": holds a word that the mapping does not lead to one of: planned, open, done, dropped',
  ],
])('a row is refused for %s', (_reason, map, row, message) => {
  expect(refusal(map, row as Record<string, string>)).toBe(message);
});

test('another map makes mappings of another name, so that what landed is mapped again', () => {
  const names = (map: object) => fileMappings({ map }).map(({ name }) => name);

  expect(names({ ...survey, survey: { ...survey.survey, key: 'other' } })).not.toEqual(names(survey));
  expect(names({ ...survey })).toEqual(names(survey));
});

test('a connection without a map makes nothing, and a wrong map says what is wrong', () => {
  expect(fileMappings({ path: 'a.csv' })).toEqual([]);
  expect(fileMappings(undefined)).toEqual([]);
  expect(() => fileMappings({ map: { as: 'survey', survey: { key: 'x', label: 'X' } } })).toThrow('a survey asks something');
});
