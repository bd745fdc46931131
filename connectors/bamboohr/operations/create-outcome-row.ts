import { z } from 'zod';
import type { OpenConnection } from '../../kit/connector.js';
import { marker } from '../../kit/marker.js';
import { sourceId } from '../../kit/source-id.js';
import { bamboohr, type BamboohrConfig } from '../source.js';

const REFERENCE_COLUMN = 'customHubRef';
const row = z.looseObject({ id: sourceId, employeeId: sourceId, [REFERENCE_COLUMN]: z.string().nullish() });

const tablePath = (employeeId: string, table: string) =>
  `/v1/employees/${encodeURIComponent(employeeId)}/tables/${encodeURIComponent(table)}`;

/**
 * Adds a row with history to a table that has a column for our mark.
 * Posting twice makes two rows and the answer is empty, so the mark is the only way to know a row again.
 */
export const createOutcomeRow = bamboohr.operation({
  name: 'outcome-row.create',
  reference: 'https://documentation.bamboohr.com/reference/add-employee-table-row',
  change: z.object({
    employeeId: z.string().min(1),
    fields: z.record(z.string(), z.string()),
  }),
  repeat: 'read-back-first',
  lagMs: ({ longestInFlightMs }) => longestInFlightMs, // a new row is seen by the next read; but a slow write may land long after we stopped listening
  precondition: 'none',
  entity: ({ employeeId }) => `employee:${employeeId}`,
  present: async () => ({}),

  async apply({ http, config }, { employeeId, fields }, idempotencyKey) {
    const data = { ...fields, [REFERENCE_COLUMN]: marker(idempotencyKey) };
    await http.write({ method: 'POST', url: tablePath(employeeId, config.custom.outcomeTable), data }, z.unknown());
    return {};
  },

  /** Where the mark may have been dropped or is hidden (the vendor says neither), a row without one that holds what we wanted may be ours. */
  async find(connection, { employeeId, fields }, idempotencyKey) {
    const rows = await rowsOf(connection, employeeId);
    const found = rows.find((candidate) => candidate[REFERENCE_COLUMN] === marker(idempotencyKey));
    if (found !== undefined) return { seen: 'found', reference: referenceOf(found) };
    const unmarked = rows.filter((candidate) => (candidate[REFERENCE_COLUMN] ?? '') === '');
    return { seen: unmarked.some((candidate) => holds(candidate, fields)) ? 'cannot-tell' : 'absent' };
  },

  /** By the reference where there is one: somebody may since have emptied the column of the mark, or copied the row. */
  async readBack(connection, { employeeId, fields }, idempotencyKey, reference) {
    const rows = await rowsOf(connection, employeeId);
    const found =
      rows.find((candidate) => referenceOf(candidate) === reference) ??
      rows.find((candidate) => candidate[REFERENCE_COLUMN] === marker(idempotencyKey));
    return found && Object.fromEntries(Object.keys(fields).map((name) => [name, found[name] ?? null]));
  },
  expected: ({ fields }) => fields,
  normalise: (_field, value) => normalise(value),

  async *marked(connection) {
    for (const one of await rowsOf(connection, 'all')) {
      const mark = one[REFERENCE_COLUMN];
      if (typeof mark === 'string' && mark.startsWith('hub-')) yield { marker: mark, reference: referenceOf(one) };
    }
  },
});

/** A row's id is read and changed only together with its employee's: the one form in which a row is named. */
const referenceOf = ({ employeeId, id }: z.output<typeof row>): string => `${employeeId}/${id}`;

const normalise = (value: unknown): string | null => (value === null || value === undefined || value === '' ? null : String(value).trim());

const holds = (candidate: z.output<typeof row>, fields: Readonly<Record<string, string>>): boolean =>
  Object.entries(fields).every(([name, value]) => normalise(candidate[name]) === normalise(value));

const rowsOf = ({ http, config }: OpenConnection<BamboohrConfig>, employeeId: string) =>
  http.read({ url: tablePath(employeeId, config.custom.outcomeTable) }, z.array(row));
