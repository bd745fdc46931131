import { responseRecord, type ResponseRecord } from '../../connectors/qualtrics/streams/responses.js';
import { defineMapping } from '../kit/mapping.js';
import { isReal } from './real-response.js';

const TEXT_ANSWER = /^QID\d+_TEXT$/;

export const responseToComment = defineMapping({
  connector: 'qualtrics',
  stream: 'responses',
  kind: 'comment',
  version: 1,
  raw: responseRecord,
  parts: (raw) => (isReal(raw) ? textsOf(raw) : []),
  fields: {
    surveyKey: { from: ['surveyId'], make: ({ surveyId }) => surveyId },
    responseKey: { from: ['responseId'], make: ({ responseId }) => responseId },
    questionId: { from: ['values'], make: (_raw, { questionId }) => questionId },
    text: { from: ['values'], make: (_raw, { text }) => text },
  },
});

const textsOf = ({ values }: ResponseRecord) =>
  Object.entries(values).flatMap(([questionId, value]) => {
    const text = TEXT_ANSWER.test(questionId) && typeof value === 'string' ? value.trim() : '';
    return text === '' ? [] : [{ name: questionId, part: { questionId, text } }];
  });
