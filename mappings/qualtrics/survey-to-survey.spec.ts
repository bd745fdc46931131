import { describe, expect, test } from '@jest/globals';
import { surveyToSurvey } from './survey-to-survey.js';

const choices = (recodes: readonly (number | string)[]) =>
  Object.fromEntries(
    recodes.map((recode, index) => [String(index + 1), { recode: String(recode), choiceText: `Choice ${recode}`, analyze: true }]),
  );
const FIVE = choices([1, 2, 3, 4, 5]);
const ELEVEN = choices([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

const aQuestion = (type: string, selector: string, parts: Readonly<Record<string, unknown>> = {}) => ({
  questionType: { type, selector, subSelector: 'TX' },
  questionText: '<b>A question</b>',
  questionLabel: null,
  questionName: 'Q1',
  ...parts,
});

const aSurvey = (survey: Readonly<Record<string, unknown>>, options: unknown = {}) => ({
  survey: { id: 'SV_1', name: 'Spring pulse', creationDate: '2026-04-01T08:00:00Z', questions: {}, embeddedData: [], ...survey },
  definition: { SurveyID: 'SV_1', SurveyOptions: options },
});

const recordOf = (raw: unknown) => surveyToSurvey.map(raw)[0]?.record;
const itemsOf = (questions: unknown) => recordOf(aSurvey({ questions }));

describe('a survey', () => {
  test('is a wave with its days, items, open questions and fields', () => {
    const raw = aSurvey({
      expiration: { startDate: '2026-05-01T06:00:00Z', endDate: '2026-05-19T22:00:00Z' },
      questions: {
        QID1: aQuestion('MC', 'SAVR', { questionText: '<p>I am <i>proud</i>.</p>', choices: FIVE }),
        QID2: aQuestion('MC', 'NPS', { choices: ELEVEN }),
        QID3: aQuestion('Matrix', 'Likert', {
          questionType: { type: 'Matrix', selector: 'Likert', subSelector: 'SingleAnswer' },
          choices: FIVE,
          subQuestions: { 1: { choiceText: 'My tools work.' }, 4: { choiceText: '', description: null } },
        }),
        QID4: aQuestion('TE', 'ESTB', { questionText: 'What should improve?' }),
      },
      embeddedData: [{ name: 'Department' }, { name: 'Team', defaultValue: '' }, { name: 'Team' }],
    });

    const record = recordOf(raw);

    const agreement = { scale: { min: 1, max: 5 }, favourable: [4, 5] };
    expect(record).toEqual({
      ...{ key: 'SV_1', label: 'Spring pulse', opensOn: '2026-05-01', closesOn: '2026-05-19', smallestGroup: null, anonymous: false },
      items: [
        { id: 'QID1', text: 'I am proud.', ...agreement },
        { id: 'QID2', text: 'A question', scale: { min: 0, max: 10 }, favourable: [9, 10] },
        { id: 'QID3_1', text: 'My tools work.', ...agreement },
        { id: 'QID3_4', text: 'A question (4)', ...agreement },
      ],
      openQuestions: [{ id: 'QID4_TEXT', text: 'What should improve?' }],
      fields: ['Department', 'Team'],
    });
  });

  test('without dates of its own opens when it was made, and does not close', () => {
    expect(recordOf(aSurvey({ name: ' ', expiration: null, questions: [] }))).toMatchObject({
      label: 'SV_1',
      opensOn: '2026-04-01',
      closesOn: null,
      items: [],
    });
  });

  test.each([
    ['several choices are allowed', aQuestion('MC', 'MAVR', { choices: FIVE })],
    [
      'several are allowed in each row',
      {
        ...aQuestion('Matrix', 'Likert', { choices: FIVE, subQuestions: { 1: { choiceText: 'x' } } }),
        questionType: { type: 'Matrix', selector: 'Likert', subSelector: 'MultipleAnswer' },
      },
    ],
    ['it has three choices', aQuestion('MC', 'SAVR', { choices: choices([1, 2, 3]) })],
    ['its values leave one out', aQuestion('MC', 'SAVR', { choices: choices([1, 2, 3, 4, 99]) })],
    ['a choice has no number', aQuestion('MC', 'SAVR', { choices: choices([1, 2, 3, 4, '']) })],
    ['it has no choices', aQuestion('DB', 'TB', { choices: [] })],
    ['it is a form of texts', aQuestion('TE', 'FORM', { choices: FIVE })],
  ])('has no item where %s', (_reason, question) => {
    expect(itemsOf({ QID1: question })).toMatchObject({ items: [], openQuestions: [] });
  });

  test('does not count a choice that is not analysed as a step', () => {
    const withoutOpinion = { ...FIVE, 6: { recode: '6', choiceText: 'Not applicable', analyze: false } };

    expect(itemsOf({ QID1: aQuestion('MC', 'SAHR', { choices: withoutOpinion }) })).toMatchObject({
      items: [{ scale: { min: 1, max: 5 } }],
    });
  });

  test.each([
    ['its definition says so', aSurvey({}, { AnonymizeResponse: 'Yes' }), true],
    ['its definition says it is not', aSurvey({}, { AnonymizeResponse: 'No' }), false],
    ['its definition could not be read', { survey: aSurvey({}).survey }, true],
  ])('is anonymous or not where %s', (_reason, raw, anonymous) => {
    expect(recordOf(raw)).toMatchObject({ anonymous });
  });
});
