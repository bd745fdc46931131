import { z } from 'zod';
import { cell, importName, notes, people, table } from './map-parts.js';

const contextMap = <As extends string, Columns extends z.ZodRawShape>(as: As, columns: Columns) =>
  z.strictObject({ as: z.literal(as), notes, file: table, name: importName, columns: z.strictObject(columns) });

/** Measured facts of engagement from another system. */
export const metricsMap = contextMap('metrics', {
  name: cell,
  group: cell.optional(),
  measuredOn: cell,
  value: cell,
  unit: cell.optional(),
});
/** What somebody at a level has to show to be promoted to it. */
export const criteriaMap = contextMap('criteria', { level: cell, name: cell, description: cell });
/** How ratings are to be given. */
export const guidelinesMap = contextMap('guidelines', { cycleKey: cell.optional(), title: cell, text: cell });
/** What managers noted about somebody, or about their team. */
export const managerNotesMap = contextMap('manager-notes', { author: people, about: people.optional(), notedOn: cell, text: cell });
/** What was done after earlier surveys or reviews. */
export const actionsMap = contextMap('actions', {
  title: cell,
  owner: people.optional(),
  dueOn: cell.optional(),
  status: cell,
  theme: cell.optional(),
});
/** Pay as of a day. */
export const compensationMap = contextMap('compensation', {
  person: people,
  effectiveOn: cell,
  base: z.strictObject({ amount: cell, currency: cell }),
  bandPosition: cell.optional(),
});

export type MetricsMap = z.output<typeof metricsMap>;
export type CriteriaMap = z.output<typeof criteriaMap>;
export type GuidelinesMap = z.output<typeof guidelinesMap>;
export type ManagerNotesMap = z.output<typeof managerNotesMap>;
export type ActionsMap = z.output<typeof actionsMap>;
export type CompensationMap = z.output<typeof compensationMap>;
