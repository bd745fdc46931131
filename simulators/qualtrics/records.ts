import type { z } from 'zod';
import type { ExportRequest } from './export-request.js';
import { belongsTo, isEmbedded } from './fields.js';
import { IDENTIFYING, isMetadata, LAST_MODIFIED } from './metadata.js';
import type { Answer, Question, responseRecord } from './seed.js';
import type { QualtricsState, ResponseRecord, StoredResponse, Survey } from './state.js';

export type Selection = Pick<ExportRequest, 'questionIds' | 'embeddedDataIds' | 'surveyMetadataIds'>;

/** Files a response under its survey, completed to what the vendor always returns. */
export function storeResponse(state: QualtricsState, owner: Survey, given: z.output<typeof responseRecord>): StoredResponse {
  const record = completeRecord(owner, given, state.now());
  state.revision += 1;
  const stored: StoredResponse = {
    record,
    lastModifiedDate: given.lastModifiedDate ?? String(record.values['recordedDate']),
    recordedRevision: state.revision,
    modifiedRevision: state.revision,
  };
  owner.responses.set(record.responseId, stored);
  return stored;
}

/** The record as a reader may see it: without hidden embedded data, and without what identifies on an anonymised survey. */
export const visibleRecord = (survey: Survey, { record }: StoredResponse): ResponseRecord =>
  keepKeys(record, (key) => !survey.hiddenFields.has(key) && !(survey.anonymize && IDENTIFYING.has(key)));

/** An absent list selects the whole class, an empty one nothing of it. */
export const selectFields = (survey: Survey, record: ResponseRecord, selection: Selection): ResponseRecord =>
  keepKeys(record, (key) => isSelected(survey, key, selection));

export function isSelected(survey: Survey, key: string, { questionIds, embeddedDataIds, surveyMetadataIds }: Selection): boolean {
  if (key === LAST_MODIFIED) return true;
  if (isMetadata(key)) return surveyMetadataIds?.some((id) => id === key) ?? true;
  if (isEmbedded(survey, key)) return embeddedDataIds?.includes(key) ?? true;
  return questionIds?.some((id) => belongsTo(id, key)) ?? true;
}

/** Fills in what the vendor always returns and the seed left out. */
function completeRecord({ questions }: Pick<Survey, 'questions'>, given: z.output<typeof responseRecord>, now: Date): ResponseRecord {
  const recordedDate = given.values['recordedDate'] ?? now.toISOString();
  const values = {
    startDate: recordedDate,
    endDate: recordedDate,
    status: 0,
    progress: 100,
    duration: 0,
    finished: 1,
    distributionChannel: 'email',
    userLanguage: 'EN',
    ...given.values,
    recordedDate,
    _recordId: given.responseId,
  };
  return {
    responseId: given.responseId,
    values,
    labels: given.labels ?? labelsOf(questions, values),
    displayedFields: given.displayedFields ?? Object.keys(values).filter((key) => questions.some(({ id }) => belongsTo(id, key))),
    displayedValues: given.displayedValues,
  };
}

function keepKeys(record: ResponseRecord, keeps: (key: string) => boolean): ResponseRecord {
  const kept = <Value>(values: Readonly<Record<string, Value>>) => Object.fromEntries(Object.entries(values).filter(([key]) => keeps(key)));
  return {
    responseId: record.responseId,
    values: kept(record.values),
    labels: kept(record.labels),
    displayedFields: record.displayedFields.filter(keeps),
    displayedValues: kept(record.displayedValues),
  };
}

function labelsOf(questions: readonly Question[], values: Readonly<Record<string, Answer>>): ResponseRecord['labels'] {
  const labels = Object.entries(values).flatMap(([key, value]): [string, string | string[]][] => {
    const question = questions.find(({ id }) => belongsTo(id, key));
    if (question === undefined || question.choices.length === 0) return [];
    return [[key, Array.isArray(value) ? value.map((one) => choiceText(question, one)) : choiceText(question, value)]];
  });
  return {
    status: 'IP Address', // recorded so for a normal response
    finished: values['finished'] === 1 ? 'True' : 'False',
    ...Object.fromEntries(labels),
  };
}

const choiceText = (question: Question, recode: string | number): string =>
  question.choices.find((choice) => String(choice.recode) === String(recode))?.text ?? String(recode);
