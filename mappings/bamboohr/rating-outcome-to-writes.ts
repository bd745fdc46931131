import { defineWriteMapping } from '../kit/write-mapping.js';
import { employeeKind } from './reference.js';

/** A row with history in the outcome table, and the field everybody looks at. */
export const ratingOutcomeToBamboohr = defineWriteMapping({
  connector: 'bamboohr',
  kind: 'rating-outcome',
  person: employeeKind,
  map: ({ cycleKey, score, decidedOn }, { person }) => [
    {
      operation: 'outcome-row.create',
      naturalKey: `outcome ${person} ${cycleKey}`,
      change: { employeeId: person, fields: { date: decidedOn, customCycle: cycleKey, customRating: String(score) } },
    },
    {
      operation: 'employee.update',
      naturalKey: `last rating ${person}`,
      change: { employeeId: person, fields: { customLastRating: String(score) } },
    },
  ],
});
