import { z } from 'zod';
import type { OpenConnection } from '../../kit/connector.js';
import { FatalError } from '../../kit/errors.js';
import { marker } from '../../kit/marker.js';
import { sourceId } from '../../kit/source-id.js';
import { bamboohr, type BamboohrConfig } from '../source.js';
import { storedValue } from '../stored-value.js';

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

  /** Where the mark may have been dropped (the vendor does not say so), a row without one that holds what we wanted may be ours; where it is hidden, any row may. */
  async find(connection, { employeeId, fields }, idempotencyKey) {
    const rows = await rowsOf(connection, employeeId);
    const found = rows.find((candidate) => candidate[REFERENCE_COLUMN] === marker(idempotencyKey));
    if (found !== undefined) return { seen: 'found', reference: referenceOf(found) };
    if (rows.some(hidesItsMark)) return { seen: 'cannot-tell' };
    const unmarked = rows.filter((candidate) => (candidate[REFERENCE_COLUMN] ?? '') === '');
    return { seen: unmarked.some((candidate) => holds(candidate, fields)) ? 'cannot-tell' : 'absent' };
  },

  /** By the reference where there is one: somebody may since have emptied the column of the mark, or copied the row. */
  async readBack(connection, { employeeId, fields }, idempotencyKey, reference) {
    const rows = await rowsOf(connection, employeeId);
    const found =
      rows.find((candidate) => referenceOf(candidate) === reference) ??
      rows.find((candidate) => candidate[REFERENCE_COLUMN] === marker(idempotencyKey));
    if (found === undefined && rows.some(hidesItsMark)) throw new FatalError(HIDDEN, { status: 403 }); // as good as refused
    return found && Object.fromEntries(Object.keys(fields).flatMap((name) => (name in found ? [[name, found[name]]] : [])));
  },
  expected: ({ fields }) => fields,
  normalise: storedValue,

  async *marked(connection) {
    const rows = await rowsOf(connection, 'all');
    if (rows.some(hidesItsMark)) throw new FatalError(HIDDEN, { status: 403 });
    for (const one of rows) {
      const mark = one[REFERENCE_COLUMN];
      if (typeof mark === 'string' && mark.startsWith('hub-')) yield { marker: mark, reference: referenceOf(one) };
    }
  },
});

/** A row's id is read and changed only together with its employee's: the one form in which a row is named. */
const referenceOf = ({ employeeId, id }: z.output<typeof row>): string => `${employeeId}/${id}`;

/** A column the key's user may not see is left out of the row; an empty one is null. */
const hidesItsMark = (candidate: z.output<typeof row>): boolean => candidate[REFERENCE_COLUMN] === undefined;
const HIDDEN = `BambooHR does not show the column ${REFERENCE_COLUMN} to the key's user: without it our rows are not known from others; give the user the right to see it`;

const holds = (candidate: z.output<typeof row>, fields: Readonly<Record<string, string>>): boolean =>
  Object.entries(fields).every(([name, value]) => storedValue(name, candidate[name]) === storedValue(name, value));

const rowsOf = ({ http, config }: OpenConnection<BamboohrConfig>, employeeId: string) =>
  http.read({ url: tablePath(employeeId, config.custom.outcomeTable) }, z.array(row));
