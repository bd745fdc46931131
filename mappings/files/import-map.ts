import { z } from 'zod';
import { actionsMap, compensationMap, criteriaMap, guidelinesMap, managerNotesMap, metricsMap } from './context-maps.js';
import { aggregatesMap, surveyMap } from './survey-map.js';

/** What the rows of a file mean: one shape for each thing a file may be imported as. Documented in docs/import.md. */
export const importMap = z.discriminatedUnion('as', [
  surveyMap,
  aggregatesMap,
  metricsMap,
  criteriaMap,
  guidelinesMap,
  managerNotesMap,
  actionsMap,
  compensationMap,
]);
export type ImportMap = z.output<typeof importMap>;
export type ImportAs = ImportMap['as'];

export const importable = [
  'survey',
  'survey-aggregates',
  'metrics',
  'criteria',
  'guidelines',
  'manager-notes',
  'actions',
  'compensation',
] as const satisfies readonly ImportAs[];

/** Every column a map names, with where it is named. */
export function columnsNamed(map: ImportMap): readonly { readonly column: string; readonly by: string }[] {
  const key = map.file.keyColumn === undefined ? [] : [{ column: map.file.keyColumn, by: 'file.keyColumn' }];
  const { notes: _notes, file: _file, ...rest } = map;
  return [...key, ...(map.as === 'survey' ? columnsIn(rest, '') : columnsIn(map.columns, 'columns'))];
}

/** A column stands under `column`; where nothing else is said of it, its name alone stands for it, but in a survey's map never. */
function columnsIn(part: unknown, path: string): { column: string; by: string }[] {
  if (typeof part !== 'object' || part === null)
    return path.startsWith('columns') && typeof part === 'string' ? [{ column: part, by: path }] : [];
  if ('column' in part && typeof part.column === 'string') return [{ column: part.column, by: path }];
  if ('is' in part && path.startsWith('columns')) return [];
  return Object.entries(part).flatMap(([name, inner]) => columnsIn(inner, path === '' ? name : `${path}.${name}`));
}
