import type { ExportRequest } from './export-request.js';
import { exportTag, type Field, fieldsOf } from './fields.js';
import { LAST_MODIFIED } from './metadata.js';
import { isSelected } from './records.js';
import type { Answer } from './seed.js';
import type { QualtricsState, ResponseRecord, Survey } from './state.js';

interface Column {
  readonly name: string;
  readonly text: string;
  /** The JSON of the third header row. */
  readonly source: Readonly<Record<string, string>>;
  cell(record: ResponseRecord): string;
}

type Options = ExportRequest;

const DATES: ReadonlySet<string> = new Set(['startDate', 'endDate', 'recordedDate', LAST_MODIFIED]);

/** Three header rows, then one row a response (vendor sheet section 4.2). */
export function writeCsv(state: QualtricsState, survey: Survey, records: readonly ResponseRecord[], options: Options): string {
  const columns = columnsOf(state, survey, options);
  const rows = [
    columns.map(({ name }) => name),
    columns.map(({ text }) => text),
    columns.map(({ source }) => JSON.stringify(source)),
    ...records.map((record) => columns.map((column) => column.cell(record))),
  ];
  const delimiter = options.format === 'tsv' ? '\t' : ',';
  return rows.map((row) => `${row.map((cell) => quoted(cell, delimiter)).join(delimiter)}\n`).join('');
}

function columnsOf(state: QualtricsState, survey: Survey, options: Options): readonly Column[] {
  const fields = fieldsOf(survey, state.accountLanguage).filter(({ key }) => isSelected(survey, key, options));
  const modified: Field = { key: LAST_MODIFIED, kind: 'metadata', column: 'LastModifiedDate', text: 'Last Modified Date' };
  return [...fields, ...(options.sortByLastModifiedDate ? [modified] : [])].flatMap((field) => [
    ...columnsOfField(field, options),
    ...(options.includeDisplayOrder && field.question !== undefined && field.question.type !== 'TE' ? [orderColumn(field)] : []),
  ]);
}

/** Several answers stand in one column each, unless `breakoutSets` is false. */
function columnsOfField(field: Field, options: Options): readonly Column[] {
  const { key, question } = field;
  if (question?.multiple && options.breakoutSets !== false) return choiceColumns(field, options);
  const zone = DATES.has(key) ? { timeZone: options.timeZone ?? 'UTC' } : {};
  return [{ name: field.column, text: field.text, source: { ImportId: key, ...zone }, cell: (record) => cellOf(record, key, options) }];
}

function choiceColumns({ key, question, text }: Field, options: Options): readonly Column[] {
  if (question === undefined) return [];
  return question.choices.map(({ recode, text: choiceText }, index) => ({
    name: `${exportTag(question)}_${index + 1}`,
    text: `${text} - ${choiceText}`,
    source: { ImportId: key, choiceId: String(index + 1) },
    cell: (record) => {
      const value = record.values[key];
      if (Array.isArray(value) && value.includes(String(recode))) return options.useLabels ? choiceText : String(recode);
      return record.displayedFields.includes(key) ? String(options.multiselectSeenUnansweredRecode ?? '') : '';
    },
  }));
}

const orderColumn = ({ key, column, text }: Field): Column => ({
  name: `${column}_DO`,
  text: `${text} - Display Order`,
  source: { ImportId: `${key}_DO` },
  cell: (record) => (record.displayedValues[key] ?? []).join('|'),
});

function cellOf(record: ResponseRecord, key: string, options: Options): string {
  const value = record.values[key];
  if (value === undefined) return record.displayedFields.includes(key) ? String(options.seenUnansweredRecode ?? '') : '';
  if (DATES.has(key)) return localTime(String(value), options.timeZone ?? 'UTC');
  const label = options.useLabels ? record.labels[key] : undefined;
  return plain(label ?? value, options);
}

function plain(value: Answer | readonly string[], { formatDecimalAsComma, newlineReplacement }: Options): string {
  if (typeof value === 'number') return formatDecimalAsComma ? String(value).replace('.', ',') : String(value);
  const text = typeof value === 'string' ? value : value.join(',');
  return newlineReplacement === undefined ? text : text.replaceAll(/\r\n|\r|\n/g, newlineReplacement);
}

/** `2025-03-04 10:15:00`, without a zone: that stands in the header. */
const localTime = (instant: string, timeZone: string): string => new Date(instant).toLocaleString('sv-SE', { timeZone });

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
