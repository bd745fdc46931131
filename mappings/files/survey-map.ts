import { z } from 'zod';
import { day } from '../canonical/reference.js';
import { cell, column, notes, people, table } from './map-parts.js';

/** What an answer in words stands for: a step of the scale, or that there is none ("I don't know"). */
const meaning = z.union([z.number(), z.literal('no-answer')]);

/** A question answered on a scale. */
const mappedItem = z
  .strictObject({
    id: z.string().min(1),
    column,
    text: z.string().min(1),
    scale: z.strictObject({ min: z.number(), max: z.number() }),
    /** A number in the file needs no entry: it is taken as it is. */
    values: z.record(z.string().min(1), meaning).default({}),
    favourable: z.array(z.number()).min(1),
    /** What an empty cell is. */
    blank: z.union([meaning, z.literal('reject')]).default('no-answer'),
    /** What an answer is that neither `values` nor the scale knows. */
    unknown: z.enum(['reject', 'no-answer']).default('reject'),
    notes,
  })
  .superRefine(({ scale, values, favourable, blank }, { addIssue }) => {
    const refuse = (path: PropertyKey[], message: string) => addIssue({ code: 'custom', path, message });
    const isOff = (value: unknown) => typeof value === 'number' && (value < scale.min || value > scale.max);
    const off = `is not within the scale of ${scale.min} to ${scale.max}`;
    if (scale.min >= scale.max) refuse(['scale'], 'begins where it ends, or after');
    for (const [word, value] of Object.entries(values)) if (isOff(value)) refuse(['values', word], off);
    if (favourable.some(isOff)) refuse(['favourable'], off);
    if (isOff(blank)) refuse(['blank'], off);
    for (const word of contradictions(values))
      refuse(['values', word], 'stands there twice, differing in case or spaces only, with another meaning');
  });
export type MappedItem = z.output<typeof mappedItem>;

/** People and exports write the same answer in many ways: case and spaces do not tell answers apart. */
export const sameWord = (text: string): string => text.trim().replace(/\s+/gu, ' ').toLowerCase();

function contradictions(values: Readonly<Record<string, unknown>>): string[] {
  const meanings = new Map<string, unknown>();
  return Object.entries(values)
    .filter(([word, value]) => {
      const before = meanings.get(sameWord(word));
      meanings.set(sameWord(word), value);
      return before !== undefined && before !== value;
    })
    .map(([word]) => word);
}

const describedSurvey = z
  .strictObject({
    key: z.string().min(1).max(100),
    label: z.string().min(1),
    opensOn: day.optional(),
    closesOn: day.optional(),
    /** True unless a respondent is named. */
    anonymous: z.boolean().optional(),
    /** The source's own smallest group: ours is never lower. */
    smallestGroup: z.int().positive().optional(),
  })
  .refine(({ opensOn, closesOn }) => opensOn === undefined || closesOn === undefined || opensOn <= closesOn, {
    path: ['closesOn'],
    error: 'is before the day it opens',
  });

/** One row, one person's answers. */
export const surveyMap = z
  .strictObject({
    as: z.literal('survey'),
    notes,
    file: table,
    survey: describedSurvey,
    respondent: people.optional(),
    items: z.array(mappedItem).default([]),
    openQuestions: z.array(z.strictObject({ id: z.string().min(1), column, text: z.string().min(1), notes })).default([]),
    /** What came with the answers and results may be grouped by; `blank` is the group of those whose cell is empty, or they have none. */
    fields: z.array(z.strictObject({ name: z.string().min(1), column, blank: z.string().min(1).optional(), notes })).default([]),
  })
  .superRefine(({ survey, respondent, items, openQuestions, fields }, { addIssue }) => {
    const refuse = (path: PropertyKey[], message: string) => addIssue({ code: 'custom', path, message });
    if (survey.anonymous === true && respondent) refuse(['respondent'], 'an anonymous survey has none: leave it out');
    if (survey.anonymous === false && !respondent) refuse(['respondent'], 'a survey that is not anonymous says who answered');
    const questions = [...items, ...openQuestions];
    if (questions.length === 0) refuse(['items'], 'a survey asks something: name an item or an open question');
    for (const id of twice(questions.map((question) => question.id))) refuse(['items'], `two questions have the id ${JSON.stringify(id)}`);
    for (const name of twice(fields.map((field) => field.name))) refuse(['fields'], `two fields have the name ${JSON.stringify(name)}`);
  });
export type SurveyMap = z.output<typeof surveyMap>;

const twice = (names: readonly string[]) => new Set(names.filter((name, index) => names.indexOf(name) !== index));

/** One row, one figure that somebody else published about a group. */
export const aggregatesMap = z.strictObject({
  as: z.literal('survey-aggregates'),
  notes,
  file: table,
  survey: z.strictObject({ key: z.string().min(1).max(100) }),
  columns: z.strictObject({ field: cell, group: cell, measure: cell, label: cell.optional(), value: cell, respondents: cell.optional() }),
});
export type AggregatesMap = z.output<typeof aggregatesMap>;
