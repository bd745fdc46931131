import { z } from 'zod';
import { keysetPages } from '../../kit/pages.js';
import { bamboohr } from '../source.js';

const text = z.string().nullish();

/** One row of the `employee` dataset. Loose: tenants add fields of their own, and we keep them. */
export const employeeRecord = z.looseObject({
  eeid: z.coerce.string().min(1), // not `employeeNumber`: that one is edited by hand
  employeeNumber: text,
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  preferredName: text,
  workEmail: z.email().or(z.literal('')).nullish(),
  hireDate: z.iso.date(),
  terminationDate: z.iso
    .date()
    .or(z.enum(['', '0000-00-00']))
    .nullish(),
  status: z.enum(['Active', 'Inactive']),
  jobInformationDivision: text,
  jobInformationDepartment: text,
  jobInformationLocation: text,
  jobInformationJobTitle: text,
  jobLevel: text,
  supervisorEid: z.coerce.string().nullish(),
  customTeam: text,
  customJiraAccount: text,
  lastChanged: z.iso.datetime({ offset: true }),
});
export type EmployeeRecord = z.infer<typeof employeeRecord>;

const PAGE_SIZE = 1000; // the most the endpoint allows
const datasetPage = z.object({
  data: z.array(z.object({ fields: z.looseObject({ lastChanged: z.string() }) })),
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

  async *read({ http }, from) {
    const pages = keysetPages({
      from: from?.changedSince,
      size: PAGE_SIZE,
      fetch: async (since) => {
        const { data } = await http.read({ method: 'POST', url: '/v2/datasets/employee/data', data: query(since) }, datasetPage);
        return data.map((row) => row.fields);
      },
      position: (row) => row.lastChanged,
    });
    for await (const { rows, end } of pages) {
      yield { records: rows, checkpoint: { changedSince: end } };
    }
  },
});

const query = (since: string | undefined) => ({
  fields: requested,
  // `ge`, not `gt`: other rows may have changed within the second at which we stopped.
  ...(since === undefined ? {} : { filter: `lastChanged ge '${since}'` }),
  orderBy: 'lastChanged asc',
  page: 1,
  pageSize: PAGE_SIZE,
});
