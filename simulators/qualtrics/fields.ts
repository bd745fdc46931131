import { isMetadata, METADATA_IDS, metadataNames } from './metadata.js';
import type { Question } from './seed.js';
import type { Survey } from './state.js';

/** One key of a record's `values`, with all the names the vendor has for it. */
export interface Field {
  /** The key in `values`, and the `ImportId` of a CSV column. */
  readonly key: string;
  readonly kind: 'metadata' | 'question' | 'embedded';
  /** Column name: `DataExportTag` or the metadata name. */
  readonly column: string;
  /** Second header row of a CSV. */
  readonly text: string;
  readonly question?: Question;
  /** Key of the matrix row, from 1. */
  readonly subQuestion?: string;
}

export const exportTag = (question: Question): string => question.exportTag ?? question.id.replace('QID', 'Q');

/** Everything an export of the survey may hold, in column order; hidden embedded data is not among it. */
export function fieldsOf(survey: Survey, language: 'EN' | 'DE'): readonly Field[] {
  return [
    ...METADATA_IDS.map((key): Field => ({ key, kind: 'metadata', ...metadataNames(key, language) })),
    ...survey.questions.flatMap(fieldsOfQuestion),
    ...embeddedNames(survey)
      .filter((name) => !survey.hiddenFields.has(name))
      .map((name): Field => ({ key: name, kind: 'embedded', column: name, text: name })),
  ];
}

/** Declared embedded data, then what responses carry beside it. */
export function embeddedNames(survey: Survey): readonly string[] {
  const carried = [...survey.responses.values()].flatMap(({ record }) =>
    Object.keys(record.values).filter((key) => isEmbedded(survey, key)),
  );
  return [...new Set([...survey.embeddedData.map(({ name }) => name), ...carried])];
}

/** Keys of a question's answers: `QID1`, `QID3_1` for a row, `QID4_TEXT` for a text. */
export const belongsTo = (questionId: string, key: string): boolean => key === questionId || key.startsWith(`${questionId}_`);

export const isEmbedded = (survey: Survey, key: string): boolean =>
  !isMetadata(key) && !survey.questions.some(({ id }) => belongsTo(id, key));

function fieldsOfQuestion(question: Question): readonly Field[] {
  const column = exportTag(question);
  switch (question.type) {
    case 'MC':
      return [{ key: question.id, kind: 'question', column, text: question.text, question }];
    case 'TE':
      return [{ key: `${question.id}_TEXT`, kind: 'question', column, text: question.text, question }];
    case 'Matrix':
      return question.subQuestions.map(({ text }, index) => {
        const row = String(index + 1);
        return {
          key: `${question.id}_${row}`,
          kind: 'question',
          column: `${column}_${row}`,
          text: `${question.text} - ${text}`,
          question,
          subQuestion: row,
        };
      });
  }
}
