import { describe, expect, test } from '@jest/globals';
import { withCompany } from './spec-company.js';

const eeids = (json: unknown) => (json as { data: { fields: { eeid: string } }[] }).data.map(({ fields }) => fields.eeid);

describe('the catalogue', () => {
  test('names one dataset', () =>
    withCompany(async ({ get }) => {
      expect((await get('/api/v1_2/datasets')).json).toEqual({ datasets: [{ name: 'employee', label: 'Employee' }] });
    }));

  test('describes its fields page by page, the nearest page when there is no such one', () =>
    withCompany(async ({ get }) => {
      const all = (await get('/api/v1_2/datasets/employee/fields')).json as {
        fields: { name: string }[];
        pagination: { total_records: number };
      };
      const last = (await get('/api/v1_2/datasets/employee/fields?page=99&page_size=10')).json;

      expect(all.fields.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['eeid', 'jobInformationJobTitle', 'supervisorEid', 'customRating', 'lastChanged']),
      );
      expect(all.fields.map(({ name }) => name)).not.toContain('jobTitle');
      const pages = Math.ceil(all.pagination.total_records / 10);
      expect(last).toMatchObject({ pagination: { current_page: pages, total_pages: pages, next_page: null, prev_page: pages - 1 } });
    }));

  test('does not describe what the user may not see', () =>
    withCompany(async ({ get, control }) => {
      await control('hide-field', { field: 'jobTitle', hidden: true });

      const { json } = await get('/api/v1_2/datasets/employee/fields');

      expect((json as { fields: { name: string }[] }).fields.map(({ name }) => name)).not.toContain('jobInformationJobTitle');
    }));

  test('answers 422 for another dataset', () =>
    withCompany(async ({ get }) => {
      expect((await get('/api/v1_2/datasets/planets/fields')).json).toMatchObject({ status: 422, code: 'DATASET_NOT_FOUND' });
    }));
});

describe('the rows', () => {
  test('bear the dataset names of fields, each row under its own key', () =>
    withCompany(async ({ query, simulator }) => {
      const { json } = await query({
        fields: [
          'eeid',
          'jobInformationJobTitle',
          'jobInformationReportsTo',
          'supervisorEid',
          'compensationPayRate',
          'compensationPayRateCurrencyCode',
          'isSupervisor',
          'lastChanged',
        ],
        filter: "eeid eq '17'",
      });

      expect(json).toEqual({
        data: [
          {
            fields: {
              eeid: '17',
              jobInformationJobTitle: 'Designer',
              jobInformationReportsTo: 'Mara Quill',
              supervisorEid: '4',
              compensationPayRate: '65000.00',
              compensationPayRateCurrencyCode: 'USD',
              isSupervisor: 'No',
              lastChanged: '2026-04-01T08:00:00+00:00',
            },
          },
        ],
        links: { next: null, prev: null },
        meta: { page: 1, pageSize: 100, totalPages: 1, totalItems: 1 },
      });
      expect(simulator.ledger.served).toEqual({ employees: 1 });
    }));

  test('lack hidden and unknown fields', () =>
    withCompany(async ({ query, control }) => {
      await control('hide-field', { field: 'workEmail', hidden: true });

      const { json } = await query({ fields: ['eeid', 'workEmail', 'jobTitle'], filter: "eeid eq '4'" });

      expect(json).toMatchObject({ data: [{ fields: { eeid: '4' } }] });
      expect(Object.keys((json as { data: { fields: object }[] }).data[0]?.fields ?? {})).toEqual(['eeid']);
    }));

  test.each([
    ["lastChanged gt '2026-04-01T08:00:00Z'", ['121']],
    ["lastChanged ge '2026-04-01T10:00:00+02:00'", ['17', '121']],
    ["lastChanged lt '2026-04-01T08:00:00Z'", ['4']],
    ["status ne 'Active'", ['121']],
    ["lastName eq 'O''Dell'", ['17']],
    ['eeid gt 9', ['17', '121']],
    ["hireDate le '2020-02-01'", ['4']],
    ['hireDate eq null', ['121']],
    ["jobInformationJobTitle in ('Lead','Writer')", ['4', '121']],
    ["status eq 'Inactive' or status eq 'Active' and eeid eq 4", ['4', '121']],
    ["(status eq 'Inactive' or status eq 'Active') and eeid eq 4", ['4']],
    ["customRating eq 'Meets'", ['17']],
  ])('pass %s', (filter, found) =>
    withCompany(async ({ query }) => {
      expect(eeids((await query({ fields: ['eeid'], filter })).json)).toEqual(found);
    }),
  );

  test('come in the order asked for, page by page', () =>
    withCompany(async ({ query, simulator }) => {
      const asked = { fields: ['eeid', 'status', 'lastChanged'], orderBy: 'status desc, lastChanged desc', pageSize: 2 };

      const first = await query({ ...asked, page: 1 });
      const second = await query({ ...asked, page: 2 });
      const third = await query({ ...asked, page: 3 });

      expect([first, second, third].map(({ json }) => eeids(json))).toEqual([['121', '17'], ['4'], []]);
      expect(second.json).toMatchObject({
        links: { next: null, prev: expect.any(String) },
        meta: { page: 2, pageSize: 2, totalPages: 2, totalItems: 3 },
      });
      expect(simulator.ledger.served).toEqual({ employees: 3 });
    }));

  test('echo the id of the request', () =>
    withCompany(async ({ call }) => {
      const { headers } = await call('POST', '/api/v2/datasets/employee/data', { fields: ['eeid'] }, { 'x-request-id': 'mine' });

      expect(headers.get('x-request-id')).toBe('mine');
    }));
});

describe('a query', () => {
  test.each([
    ['the filter is no filter', { fields: ['eeid'], filter: 'eeid is 4' }, 422],
    ['the filter ends too early', { fields: ['eeid'], filter: "(eeid eq '4'" }, 422],
    ['a quote is not closed', { fields: ['eeid'], filter: "status eq 'Active" }, 422],
    ['the filter asks about a field there is not', { fields: ['eeid'], filter: "planet eq 'Earth'" }, 422],
    ['a timestamp is none', { fields: ['eeid'], filter: "lastChanged gt 'yesterday'" }, 422],
    ['a page is too large', { fields: ['eeid'], pageSize: 1001 }, 422],
    ['there is no page before the first', { fields: ['eeid'], page: 0 }, 422],
    ['the order is by a field not asked for', { fields: ['eeid'], orderBy: 'lastName asc' }, 422],
    ['no field is asked for', { fields: [] }, 400],
    ['fields are missing', {}, 400],
    ['too many fields are asked for', { fields: Array.from({ length: 401 }, (_, index) => `custom${index}`) }, 400],
  ])('is refused with a problem when %s', (_reason, body, refusal) =>
    withCompany(async ({ query }) => {
      const { status, headers, json } = await query(body);

      expect(status).toBe(refusal);
      expect(headers.get('content-type')).toMatch(/application\/problem\+json/);
      expect(json).toMatchObject({
        type: expect.any(String),
        title: expect.any(String),
        status: refusal,
        detail: expect.any(String),
        code: expect.any(String),
      });
    }),
  );

  test('is refused when it filters by a field the user may not see', () =>
    withCompany(async ({ query, control }) => {
      await control('hide-field', { field: 'status', hidden: true });

      expect((await query({ fields: ['eeid'], filter: "status eq 'Active'" })).status).toBe(422);
    }));

  test('for another dataset answers 404', () =>
    withCompany(async ({ post }) => {
      expect((await post('/api/v2/datasets/planets/data', { fields: ['eeid'] })).json).toMatchObject({
        status: 404,
        code: 'DATASET_NOT_FOUND',
      });
    }));
});
