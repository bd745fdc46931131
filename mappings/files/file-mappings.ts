import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FatalError } from '../../connectors/kit/errors.js';
import type { Mapping } from '../kit/mapping.js';
import { rowToAction, rowToCompensation, rowToCriterion, rowToGuideline, rowToManagerNote, rowToMetric } from './context-mappings.js';
import { type ImportMap, importMap } from './import-map.js';
import { rowToAggregate, surveyMappings } from './survey-mappings.js';

/** The only part of the configuration that matters here. */
const settings = z.looseObject({ map: z.unknown().optional() }).prefault({});

/**
 * The mappings of a `files` connection: none where its configuration carries no map, and the rows are kept as they came.
 * @throws FatalError naming what is wrong with the map.
 */
export function fileMappings(config: unknown): readonly Mapping[] {
  const { map } = settings.parse(config);
  if (map === undefined) return [];
  const { success, data, error } = importMap.safeParse(map);
  if (!success) throw new FatalError(`the mapping of the file is wrong: ${z.prettifyError(error).replaceAll('\n', ' ')}`);
  return mappingsFrom(data);
}

/** The mapping's name carries the map's own hash: once the map is another, what the one before made is made again. */
export function mappingsFrom(map: ImportMap): readonly Mapping[] {
  const version = createHash('sha256').update(JSON.stringify(map)).digest('hex').slice(0, 8);
  return unnamed(map).map((mapping) => ({ ...mapping, name: `${mapping.name}+${version}` }));
}

function unnamed(map: ImportMap): readonly Mapping[] {
  switch (map.as) {
    case 'survey':
      return surveyMappings(map);
    case 'survey-aggregates':
      return [rowToAggregate(map)];
    case 'metrics':
      return [rowToMetric(map)];
    case 'criteria':
      return [rowToCriterion(map)];
    case 'guidelines':
      return [rowToGuideline(map)];
    case 'manager-notes':
      return [rowToManagerNote(map)];
    case 'actions':
      return [rowToAction(map)];
    case 'compensation':
      return [rowToCompensation(map)];
  }
}
