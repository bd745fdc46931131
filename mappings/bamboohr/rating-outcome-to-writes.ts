import { z } from 'zod';
import { RATING_FIELDS } from '../../connectors/bamboohr/stored-value.js';
import { defineWriteMapping } from '../kit/write-mapping.js';
import { employeeKind } from './reference.js';

const outcomeRow = z.looseObject({ fields: z.looseObject({ [RATING_FIELDS.ofRow]: z.string() }) });

/** A row with history in the outcome table, and, of the newest cycle, the field everybody looks at. */
export const ratingOutcomeToBamboohr = defineWriteMapping({
  connector: 'bamboohr',
  kind: 'rating-outcome',
  person: employeeKind,
  onlyOfNewest: ['employee.update'],
  map: ({ cycleKey, score, decidedOn, isLatest }, { person }) => [
    {
      operation: 'outcome-row.create',
      naturalKey: `outcome ${person} ${cycleKey}`,
      change: { employeeId: person, fields: { date: decidedOn, customCycle: cycleKey, [RATING_FIELDS.ofRow]: String(score) } },
      saysTheSameAs: (earlier) => outcomeRow.safeParse(earlier).data?.fields[RATING_FIELDS.ofRow] === String(score), // on whatever day it was decided
    },
    ...(isLatest
      ? [
          {
            operation: 'employee.update',
            naturalKey: `last rating ${person}`,
            change: { employeeId: person, fields: { [RATING_FIELDS.last]: String(score) } },
          },
        ]
      : []),
  ],
});
