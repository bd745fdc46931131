import { z } from 'zod';
import { isBeyondTomorrow } from '../../kit/beyond-tomorrow.js';
import type { Reach } from '../../kit/keyset.js';
import { keysetPages } from '../../kit/pages.js';
import { sourceId } from '../../kit/source-id.js';
import { maybeDay } from '../cells.js';
import { bamboohr } from '../source.js';

const text = z.string().nullish();

/** One row of the `employee` dataset. Loose: tenants add fields of their own, and we keep them. */
export const employeeRecord = z.looseObject({
  eeid: sourceId, // not `employeeNumber`: that one is edited by hand
  employeeNumber: text,
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  preferredName: text,
  workEmail: z.email().or(z.literal('')).nullish(),
  hireDate: z.iso.date(),
  terminationDate: maybeDay,
  status: z.enum(['Active', 'Inactive']),
  jobInformationDivision: text,
  jobInformationDepartment: text,
  jobInformationLocation: text,
  jobInformationJobTitle: text,
  jobLevel: text,
  supervisorEid: sourceId.or(z.literal('')).nullish(),
  customTeam: text,
  customJiraAccount: text,
  lastChanged: z.iso.datetime({ offset: true }),
});
export type EmployeeRecord = z.infer<typeof employeeRecord>;

const PAGE_SIZE = 1000; // the most the endpoint allows
// A row is judged when it lands, where one that does not fit is set aside: here only the page is.
const datasetPage = z.object({
  data: z.array(z.object({ fields: z.record(z.string(), z.unknown()) })),
  meta: z.looseObject({ totalItems: z.int().nonnegative() }).optional(),
});
const requested = Object.keys(employeeRecord.shape);

/** Everyone, active or not, in the order they last changed. */
export const employees = bamboohr.stream({
  name: 'employees',
  reference: 'https://documentation.bamboohr.com/reference/get-data-from-dataset-v2',
  record: employeeRecord,
  key: (employee) => employee.eeid,
  checkpoint: z.object({ changedSince: z.iso.datetime({ offset: true }) }),
  deletes: 'full-read',
  requested: () => requested,
  sensitivity: { rest: 'personal' },
  cost: (records) => Math.ceil(records / PAGE_SIZE) + 1,

  /** A row without a sensible `lastChanged` moves no checkpoint: the next read begins where the sensible ones ended. */
  async *read({ http }, from) {
    const pages = keysetPages({
      from: from && secondOf(from.changedSince),
      size: PAGE_SIZE,
      fetch: async (reach) => {
        const { data, meta } = await http.read({ method: 'POST', url: '/v2/datasets/employee/data', data: query(reach) }, datasetPage);
        return { rows: data.map((row) => row.fields), total: meta?.totalItems };
      },
      position: ({ lastChanged }) => {
        const { success, data } = employeeRecord.shape.lastChanged.safeParse(lastChanged);
        return success && !isBeyondTomorrow(data) ? secondOf(data) : undefined;
      },
      key: (row) => sourceId.safeParse(row['eeid']).data ?? JSON.stringify(row),
    });
    let isFirst = from === undefined; // only then does the total speak of everyone
    for await (const { rows, end, total } of pages) {
      yield {
        records: rows,
        ...(end === undefined ? {} : { checkpoint: { changedSince: end } }),
        ...(isFirst && total !== undefined ? { total } : {}),
      };
      isFirst = false;
    }
  },
});

/** The vendor shows whole seconds, whatever it keeps. */
const secondOf = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;
const secondAfter = (second: string): string => secondOf(new Date(Date.parse(second) + 1000).toISOString());

const query = (reach: Reach) => ({
  fields: requested,
  ...(reach.at === undefined ? {} : { filter: filterOf(reach, reach.at) }),
  orderBy: 'lastChanged asc, eeid asc', // the pages of one second need an order of their own
  page: reach.kind === 'at' ? reach.page : 1,
  pageSize: PAGE_SIZE,
});

function filterOf({ kind }: Reach, at: string): string {
  switch (kind) {
    case 'from':
      return `lastChanged ge '${at}'`; // not `gt`: other rows may have changed within the second at which we stopped
    case 'after':
      return `lastChanged ge '${secondAfter(at)}'`;
    case 'at':
      return `lastChanged ge '${at}' and lastChanged lt '${secondAfter(at)}'`;
  }
}
