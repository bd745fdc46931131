import { describe, expect, test } from '@jest/globals';
import { mappingsOf } from '../index.js';

const aResponse = (values: Readonly<Record<string, unknown>> = {}, anonymous = false) => ({
  responseId: 'R_1',
  surveyId: 'SV_1',
  anonymous,
  values: {
    status: 0,
    finished: 1,
    recordedDate: '2026-05-04T09:15:00.412Z',
    _recordId: 'R_1',
    externalDataReference: 'E-1042',
    userLanguage: 'EN',
    ...values,
  },
});

/** @returns what a connection set up this way makes of a response. */
function made(raw: unknown, config?: unknown) {
  const mapped = mappingsOf('qualtrics', 'responses', config).flatMap((mapping) => mapping.map(raw));
  return {
    responses: mapped.filter(({ kind }) => kind === 'response').map(({ record }) => record),
    comments: mapped.filter(({ kind }) => kind === 'comment'),
  };
}

describe('a response', () => {
  test('keeps answers and embedded data apart, and drops what the vendor adds', () => {
    const raw = aResponse({
      ...{
        QID1: 4,
        QID3_12: 5,
        QID2: ['2', '3'],
        QID4_TEXT: 'Focus time',
        QID4_TEXT_ab12Topics: 'Time',
        QID5: '3',
        '2_QID6': '4',
        QID7_1_RANK: 1,
      },
      ...{ Department: ' Finance ', Team: '', Tenure: 3, LastModifiedDate: '2026-05-04T09:15:00Z', RecipientEmail: 'a@example.org' },
    });

    const { responses } = made(raw, { participantIs: 'bamboohr.employee' });

    expect(responses).toEqual([
      {
        ...{ surveyKey: 'SV_1', answeredOn: null, respondent: { kind: 'bamboohr.employee', value: 'E-1042' } },
        answers: { QID1: 4, QID3_12: 5 },
        attributes: { Department: 'Finance' },
      },
    ]);
  });

  test('names the respondent by employee number where the connection says nothing else', () => {
    expect(made(aResponse()).responses).toMatchObject([{ respondent: { kind: 'employee-number', value: 'E-1042' } }]);
  });

  test.each([
    ['its survey is anonymous', aResponse({}, true)],
    ['it came without a reference', aResponse({ externalDataReference: undefined })],
    ['its reference is empty', aResponse({ externalDataReference: ' ' })],
  ])('has no respondent where %s', (_reason, raw) => {
    expect(made(raw).responses).toMatchObject([{ respondent: null }]);
  });

  test.each([0, 4, 16])('counts with status %d', (status) => {
    expect(made(aResponse({ status })).responses).toHaveLength(1);
  });

  test.each([1, 2, 8, 9, 12, 17, 256, 4711])('makes nothing with status %d', (status) => {
    expect(made(aResponse({ status, QID4_TEXT: 'Focus time' }))).toEqual({ responses: [], comments: [] });
  });

  test('makes nothing when nobody finished it', () => {
    expect(made(aResponse({ finished: 0, QID4_TEXT: 'Focus time' }))).toEqual({ responses: [], comments: [] });
  });

  test('that does not say whether it was finished waits for a person', () => {
    expect(() => made(aResponse({ finished: undefined }))).toThrow('finished');
  });
});

describe('a comment', () => {
  test('is made of each text that says something', () => {
    const { comments } = made(aResponse({ QID4_TEXT: ' Focus time\n', QID5_TEXT: '  ', QID6_TEXT: 'Pay', QID1: 4, Department: 'Finance' }));

    expect(comments).toMatchObject([
      { part: 'QID4_TEXT', record: { surveyKey: 'SV_1', responseKey: 'R_1', questionId: 'QID4_TEXT', text: 'Focus time' } },
      { part: 'QID6_TEXT', record: { questionId: 'QID6_TEXT', text: 'Pay' } },
    ]);
  });
});
