import { fileDefinition } from '../../connectors/files/streams/definition.js';
import { type FileRow, fileRow } from '../../connectors/files/streams/rows.js';
import { defineMapping, type Mapping } from '../kit/mapping.js';
import { answersReader } from './read-answers.js';
import { maybePerson, maybeText, number, maybeNumber, text, textIn } from './read-cell.js';
import { type AggregatesMap, type SurveyMap, surveyMap } from './survey-map.js';

/** What a survey's file makes: a response of each row, a comment of each text in it, and the survey itself. */
export const surveyMappings = (map: SurveyMap): readonly Mapping[] => [rowToResponse(map), rowToComment(map), definitionToSurvey];

function rowToResponse({ survey, respondent, items, fields }: SurveyMap): Mapping {
  const answersOf = answersReader(items);
  return defineMapping({
    connector: 'files',
    stream: 'rows',
    kind: 'response',
    version: 1,
    raw: fileRow,
    fields: {
      surveyKey: { from: [], make: () => survey.key },
      respondent: maybePerson(respondent),
      answeredOn: { from: [], make: () => null }, // never finer than the wave
      answers: { from: items.map(({ column }) => column), make: answersOf },
      attributes: { from: fields.map(({ column }) => column), make: (row) => attributesOf(row, fields) },
    },
  });
}

const attributesOf = (row: FileRow, fields: SurveyMap['fields']) =>
  Object.fromEntries(
    fields.flatMap(({ name, column, blank }) => {
      const value = textIn(row, column) || blank;
      return value === undefined ? [] : [[name, value]];
    }),
  );

const rowToComment = ({ survey, openQuestions }: SurveyMap): Mapping =>
  defineMapping({
    connector: 'files',
    stream: 'rows',
    kind: 'comment',
    version: 1,
    raw: fileRow,
    parts: (row) =>
      openQuestions.flatMap(({ id, column }) => {
        const written = textIn(row, column);
        return written === '' ? [] : [{ name: id, part: { id, written } }];
      }),
    fields: {
      surveyKey: { from: [], make: () => survey.key },
      responseKey: { from: ['$key'], make: ({ $key }) => $key },
      questionId: { from: [], make: (_row, { id }) => id },
      text: { from: openQuestions.map(({ column }) => column), make: (_row, { written }) => written },
    },
  });

const definitionToSurvey = defineMapping({
  connector: 'files',
  stream: 'definition',
  kind: 'survey',
  version: 1,
  raw: fileDefinition.extend({ map: surveyMap }),
  fields: {
    key: { from: ['map.survey'], make: ({ map }) => map.survey.key },
    label: { from: ['map.survey'], make: ({ map }) => map.survey.label },
    opensOn: { from: ['map.survey'], make: ({ map }) => map.survey.opensOn ?? null },
    closesOn: { from: ['map.survey'], make: ({ map }) => map.survey.closesOn ?? null },
    items: {
      from: ['map.items'],
      make: ({ map }) => map.items.map(({ id, text: asked, scale, favourable }) => ({ id, text: asked, scale, favourable })),
    },
    openQuestions: {
      from: ['map.openQuestions'],
      make: ({ map }) => map.openQuestions.map(({ id, text: asked }) => ({ id, text: asked })),
    },
    fields: { from: ['map.fields'], make: ({ map }) => map.fields.map(({ name }) => name) },
    smallestGroup: { from: ['map.survey'], make: ({ map }) => map.survey.smallestGroup ?? null },
    anonymous: { from: ['map.survey', 'map.respondent'], make: ({ map }) => map.respondent === undefined },
  },
});

export function rowToAggregate({ survey, columns }: AggregatesMap): Mapping {
  const label = maybeText(columns.label ?? columns.measure);
  return defineMapping({
    connector: 'files',
    stream: 'rows',
    kind: 'survey-aggregate',
    version: 1,
    raw: fileRow,
    fields: {
      surveyKey: { from: [], make: () => survey.key },
      field: text(columns.field),
      group: text(columns.group),
      measure: text(columns.measure),
      label: { from: label.from, make: (row, part) => label.make(row, part) ?? '' },
      value: number(columns.value),
      respondents: maybeNumber(columns.respondents),
    },
  });
}
