import type { Request } from 'express';
import { parameter, surveyNotFound } from './envelope.js';
import { exportTag, type Field, fieldsOf } from './fields.js';
import type { Question } from './seed.js';
import type { QualtricsState, Survey } from './state.js';

/** @throws Refusal 404 GSI_2. */
export function surveyOf(state: QualtricsState, request: Request): Survey {
  const survey = state.surveys.get(parameter(request, 'surveyId'));
  if (survey === undefined) throw surveyNotFound();
  return survey;
}

/** What the list holds: surveys shared through a group only are missing (vendor sheet section 4.1). */
export const listedSurveys = (state: QualtricsState) =>
  [...state.surveys.values()]
    .filter(({ groupShared }) => !groupShared)
    .map(({ id, name, lastModified, creationDate, isActive }) => ({ id, name, ownerId: OWNER, lastModified, creationDate, isActive }));

/** `GET /surveys/:surveyId` (vendor sheet section 4.1). */
export const describeSurvey = (state: QualtricsState, survey: Survey) => ({
  id: survey.id,
  name: survey.name,
  ownerId: OWNER,
  organizationId: state.brandId,
  isActive: survey.isActive,
  creationDate: survey.creationDate,
  lastModifiedDate: survey.lastModified,
  expiration: { startDate: null, endDate: null },
  questions: Object.fromEntries(survey.questions.map((question) => [question.id, describeQuestion(question)])),
  exportColumnMap: exportColumnMap(state, survey),
  blocks: {
    [BLOCK]: { description: 'Default Question Block', elements: survey.questions.map(({ id }) => ({ type: 'Question', questionId: id })) },
  },
  flow: [{ type: 'EmbeddedData' }, { id: BLOCK, type: 'Block' }],
  embeddedData: survey.embeddedData,
  comments: {},
  loopAndMerge: {},
  responseCounts: {
    auditable: statuses(survey).filter((status) => status !== TEST_RESPONSE).length,
    generated: statuses(survey).filter((status) => status === TEST_RESPONSE).length,
    deleted: survey.deletedResponses,
  },
});

/** How a question is asked: `type`, `selector`, `subSelector`. */
export function kindOfQuestion({ type, multiple }: Question) {
  switch (type) {
    case 'MC':
      return { type, selector: multiple ? 'MAVR' : 'SAVR', subSelector: 'TX' };
    case 'TE':
      return { type, selector: 'ML', subSelector: null };
    case 'Matrix':
      return { type, selector: 'Likert', subSelector: 'SingleAnswer' };
  }
}

export const OWNER = 'UR_7sYnThEtIcOwner';
export const BLOCK = 'BL_3sYnThEtIcBlock';
const TEST_RESPONSE = 2;

function describeQuestion(question: Question) {
  return {
    questionType: kindOfQuestion(question),
    questionText: question.text,
    questionLabel: null,
    validation: { doesForceResponse: false },
    questionName: exportTag(question),
    ...(question.choices.length > 0 && { choices: keyed(question.choices, describeChoice) }),
    ...(question.subQuestions.length > 0 && {
      subQuestions: keyed(question.subQuestions, ({ text }, key) => describeChoice({ recode: Number(key), text })),
    }),
  };
}

const describeChoice = ({ recode, text }: { readonly recode: number; readonly text: string }) => ({
  recode: String(recode),
  description: text,
  choiceText: text,
  imageDescription: null,
  variableName: null,
  analyze: true,
});

/** The vendor keys choices and rows 1, 2, …; a choice's key is not its value. */
export const keyed = <From, To>(all: readonly From[], describe: (one: From, key: string) => To): Record<string, To> =>
  Object.fromEntries(all.map((one, index) => [String(index + 1), describe(one, String(index + 1))]));

/** Export columns back to questions, rows and choices. */
const exportColumnMap = (state: QualtricsState, survey: Survey): Record<string, ColumnOrigin> =>
  Object.fromEntries(fieldsOf(survey, state.accountLanguage).flatMap(originsOf));

interface ColumnOrigin {
  readonly question: string;
  readonly subQuestion?: string;
  readonly choice?: string;
}

function originsOf({ column, question, subQuestion }: Field): [string, ColumnOrigin][] {
  if (question === undefined) return [];
  const { id, multiple, choices } = question;
  if (multiple) return choices.map((_, index) => [`${column}_${index + 1}`, { question: id, choice: `${id}.choices.${index + 1}` }]);
  return [[column, { question: id, ...(subQuestion !== undefined && { subQuestion: `${id}.subQuestions.${subQuestion}` }) }]];
}

const statuses = (survey: Survey) => [...survey.responses.values()].map(({ record }) => record.values['status']);
