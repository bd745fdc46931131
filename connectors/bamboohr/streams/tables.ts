import { z } from 'zod';
import type { OpenConnection } from '../../kit/connector.js';
import { sourceId } from '../../kit/source-id.js';
import { sourceNumber } from '../../kit/source-number.js';
import { maybeDay, maybeNumber } from '../cells.js';
import { bamboohr, type BamboohrConfig } from '../source.js';

const text = z.string().nullish();
const tableRow = z.looseObject({ id: sourceId, employeeId: sourceId });

/** From a day on, this job. `reportsTo` is a display name, never an id: the manager's id comes with the employee. */
export const jobRecord = tableRow.extend({
  date: z.iso.date(),
  location: text,
  department: text,
  division: text,
  jobTitle: text,
  reportsTo: text,
});

/** A submitted review, kept in a table of the customer's own: the vendor has no public endpoint for reviews. */
export const reviewRecord = tableRow.extend({
  date: z.iso.date(),
  customCycle: z.string().min(1),
  customRating: sourceNumber,
  customReviewer: sourceId,
  customText: z.string().min(1),
});

/** A goal, kept in a table of the customer's own: the goals endpoint costs a call per person and shows fifty. */
export const goalRecord = tableRow.extend({
  customGoalId: sourceId,
  customTitle: z.string().min(1),
  customDueDate: maybeDay,
  customPercent: maybeNumber,
  customStatus: text,
  customCompletedDate: maybeDay,
});

const PAGE_SIZE = 1000;

/** All rows of a table in one answer: the endpoint has no pages. Handed on in pieces, so that landing stays small. */
async function* allRows({ http, signal }: OpenConnection<BamboohrConfig>, table: string) {
  const all = await http.read({ url: `/v1/employees/all/tables/${encodeURIComponent(table)}` }, z.array(z.unknown()));
  for (let start = 0; start < all.length; start += PAGE_SIZE) {
    signal.throwIfAborted();
    yield { records: all.slice(start, start + PAGE_SIZE), total: all.length };
  }
  if (all.length === 0) yield { records: [], total: 0 };
}

const common = {
  reference: 'https://documentation.bamboohr.com/reference/get-employee-table-row',
  key: (row: { id: string }) => row.id,
  checkpoint: z.never(), // always read whole
  deletes: 'full-read',
  cost: () => 1,
} as const;

export const jobInformation = bamboohr.stream({
  ...common,
  name: 'job-information',
  record: jobRecord,
  requested: () => ['id', 'employeeId', 'date', 'location', 'department', 'division', 'jobTitle', 'reportsTo'],
  sensitivity: { rest: 'personal' },
  read: (connection) => allRows(connection, 'jobInfo'),
});

export const reviews = bamboohr.stream({
  ...common,
  name: 'reviews',
  record: reviewRecord,
  requested: () => ['id', 'employeeId', 'date', 'customCycle', 'customRating', 'customReviewer', 'customText'],
  sensitivity: { rest: 'confidential' },
  read: (connection) => allRows(connection, connection.config.custom.reviewsTable),
});

export const goals = bamboohr.stream({
  ...common,
  name: 'goals',
  record: goalRecord,
  requested: () => ['id', 'employeeId', 'customGoalId', 'customTitle', 'customDueDate', 'customPercent', 'customStatus'],
  sensitivity: { rest: 'confidential' },
  read: (connection) => allRows(connection, connection.config.custom.goalsTable),
});
