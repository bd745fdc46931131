import type { Request } from 'express';
import { definitionForbidden, parameter } from './envelope.js';
import { exportTag } from './fields.js';
import type { Question } from './seed.js';
import type { QualtricsState, Survey } from './state.js';
import { BLOCK, keyed, kindOfQuestion, OWNER } from './surveys.js';

/**
 * `GET /survey-definitions/:surveyId` (vendor sheet section 4.1).
 * @throws Refusal 403 for an unknown survey, where other calls say 404.
 */
export function readDefinition(state: QualtricsState, request: Request) {
  const survey = state.surveys.get(parameter(request, 'surveyId'));
  if (survey === undefined) throw definitionForbidden();
  return {
    QuestionCount: String(survey.questions.length),
    SurveyOptions: { BackButton: 'false', SaveAndContinue: 'true', AnonymizeResponse: survey.anonymize ? 'Yes' : 'No' },
    SurveyID: survey.id,
    SurveyName: survey.name,
    SurveyStatus: survey.isActive ? 'Active' : 'Inactive',
    LastModified: survey.lastModified,
    BrandID: state.brandId,
    OwnerID: OWNER,
    LastAccessed: survey.lastModified,
    CreatorID: OWNER,
    LastActivated: survey.creationDate,
    Questions: orEmptyArray(Object.fromEntries(survey.questions.map((question) => [question.id, defineQuestion(question)]))),
    Blocks: orEmptyArray(survey.questions.length === 0 ? {} : { [BLOCK]: defineBlock(survey) }),
    ResponseSets: orEmptyArray({}),
    SurveyFlow: defineFlow(survey),
    Scoring: { ScoringCategories: [], ScoringCategoryGroups: [], ScoringSummaryCategory: null },
    ProjectInfo: { ProjectCategory: 'CORE', ProjectType: 'CoreSurvey' },
    BrandBaseURL: `https://${state.brandId}.qualtrics.com`,
  };
}

/** An empty object leaves the vendor as `[]`. */
const orEmptyArray = <Value>(object: Readonly<Record<string, Value>>) => (Object.keys(object).length === 0 ? [] : object);

function defineQuestion(question: Question) {
  const { type, selector, subSelector } = kindOfQuestion(question);
  const isMatrix = question.type === 'Matrix';
  const scale = keyed(question.choices, ({ text }) => ({ Display: text }));
  const rows = keyed(question.subQuestions, ({ text }) => ({ Display: text }));
  return {
    QuestionText: question.text,
    DataExportTag: exportTag(question),
    QuestionType: type,
    Selector: selector,
    SubSelector: subSelector,
    Configuration: { QuestionDescriptionOption: 'UseText' },
    QuestionDescription: question.text,
    Choices: orEmptyArray(isMatrix ? rows : scale),
    ChoiceOrder: Object.keys(isMatrix ? rows : scale),
    ...(isMatrix && { Answers: orEmptyArray(scale), AnswerOrder: Object.keys(scale) }),
    ...recodes(question),
    Validation: { Settings: { ForceResponse: 'OFF', Type: 'None' } },
    Language: [],
    DataVisibility: { Private: false, Hidden: false },
    NextChoiceId: question.choices.length + 1,
    NextAnswerId: isMatrix ? question.choices.length + 1 : 1,
  };
}

/** Present only where a recode differs from the key. */
function recodes({ choices }: Question) {
  const values = keyed(choices, ({ recode }) => String(recode));
  return Object.entries(values).some(([key, recode]) => key !== recode) ? { RecodeValues: values } : {};
}

const defineBlock = ({ questions }: Survey) => ({
  Type: 'Default',
  Description: 'Default Question Block',
  ID: BLOCK,
  BlockElements: questions.map(({ id }) => ({ Type: 'Question', QuestionID: id })),
  Options: orEmptyArray({}),
});

function defineFlow({ embeddedData }: Survey) {
  const fields = embeddedData.map(({ name, defaultValue }) => ({
    Description: name,
    Type: defaultValue === undefined ? 'Recipient' : 'Custom',
    Field: name,
    VariableType: 'String',
    DataVisibility: [],
    AnalyzeText: false,
    ...(defaultValue !== undefined && { Value: defaultValue }),
  }));
  return {
    Type: 'Root',
    FlowID: 'FL_1',
    Flow: [
      ...(fields.length > 0 ? [{ Type: 'EmbeddedData', FlowID: 'FL_2', EmbeddedData: fields }] : []),
      { Type: 'Standard', ID: BLOCK, FlowID: 'FL_3', Autofill: [] },
    ],
    Properties: { Count: 3 },
  };
}
