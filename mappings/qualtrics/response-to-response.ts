import { responseRecord, type ResponseRecord } from '../../connectors/qualtrics/streams/responses.js';
import { defineMapping } from '../kit/mapping.js';
import { isReal } from './real-response.js';

/** A question's value: a single choice or a matrix row. */
const ANSWER = /^QID\d+(?:_\d+)?$/;
/** Anything of a question, also of one asked in a loop (`2_QID4`). */
const OF_A_QUESTION = /^(?:\d+_)?QID\d/;
/** The vendor's own fields, which lie beside the embedded data. Names do not differ by case. */
const METADATA = new Set(
  [
    ...[
      'startDate',
      'endDate',
      'status',
      'ipAddress',
      'progress',
      'duration',
      'finished',
      'recordedDate',
      'lastModifiedDate',
      '_recordId',
      'responseId',
    ],
    ...['recipientLastName', 'recipientFirstName', 'recipientEmail', 'externalDataReference', 'locationLatitude', 'locationLongitude'],
    ...['distributionChannel', 'userLanguage'],
  ].map((name) => name.toLowerCase()),
);

/** @param participantIs which identifier of a person the external data reference holds. */
export const responseToResponse = (participantIs: string) =>
  defineMapping({
    connector: 'qualtrics',
    stream: 'responses',
    kind: 'response',
    version: 1,
    raw: responseRecord,
    parts: (raw) => (isReal(raw) ? [{ name: '', part: undefined }] : []),
    fields: {
      surveyKey: { from: ['surveyId'], make: ({ surveyId }) => surveyId },
      respondent: { from: ['values', 'anonymous'], make: (raw) => respondentOf(raw, participantIs) },
      answeredOn: { from: [], make: () => null }, // never finer than the wave
      answers: { from: ['values'], make: ({ values }) => Object.fromEntries(Object.entries(values).filter(isAnswer)) },
      attributes: { from: ['values'], make: ({ values }) => Object.fromEntries(Object.entries(values).flatMap(attribute)) },
    },
  });

function respondentOf({ values, anonymous }: ResponseRecord, participantIs: string) {
  const reference = values.externalDataReference?.trim();
  return anonymous || !reference ? null : { kind: participantIs, value: reference };
}

const isAnswer = (entry: [string, unknown]): entry is [string, number] => ANSWER.test(entry[0]) && typeof entry[1] === 'number';

function attribute([name, value]: [string, unknown]): [string, string][] {
  if (OF_A_QUESTION.test(name) || METADATA.has(name.toLowerCase())) return [];
  return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
}
