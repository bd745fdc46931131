import { type Field, fieldsOf } from './fields.js';
import type { QualtricsState, Survey } from './state.js';

const NUMBERS: ReadonlySet<string> = new Set(['status', 'progress', 'duration', 'finished']);

/** `GET /surveys/:surveyId/response-schema`: JSON Schema of the exported records (vendor sheet section 4.1). */
export function responseSchema(state: QualtricsState, survey: Survey) {
  const fields = fieldsOf(survey, state.accountLanguage);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `/surveys/${survey.id}/response-schema`,
    title: survey.name,
    description: `Schema for survey responses from ${survey.name}`,
    type: 'object',
    required: ['responseId'],
    properties: {
      responseId: { description: 'Unique identifier of the response', type: 'string' },
      values: { type: 'object', properties: Object.fromEntries(fields.map((field) => [field.key, describeField(field)])) },
      labels: { type: 'object' },
      displayedFields: { type: 'array', items: { type: 'string' } },
      displayedValues: { type: 'object' },
    },
  };
}

function describeField(field: Field) {
  const { column, kind, text } = field;
  return { description: text, exportTag: column, dataType: kind === 'embedded' ? 'embeddedData' : kind, ...typeOf(field) };
}

function typeOf({ key, question }: Field) {
  const choices = question?.choices ?? [];
  if (question?.multiple)
    return { type: 'array', items: { type: 'string', oneOf: choices.map(({ recode, text }) => ({ label: text, const: String(recode) })) } };
  if (choices.length > 0) return { type: 'number', oneOf: choices.map(({ recode, text }) => ({ label: text, const: recode })) };
  return key.endsWith('Date') ? { type: 'string', format: 'date-time' } : { type: NUMBERS.has(key) ? 'number' : 'string' };
}
