import { describe, expect, test } from '@jest/globals';
import { withCompany } from './spec-company.js';

describe('the list of employees', () => {
  const ids = (json: unknown) => (json as { data: { employeeId: string }[] }).data.map(({ employeeId }) => employeeId);

  test('holds inactive people too, and shows extras by its own names', () =>
    withCompany(async ({ get, simulator }) => {
      const { json } = await get('/api/v1/employees?fields=departmentName,reportsToId,reportsToName,noSuchField');

      expect(ids(json)).toEqual(['4', '17', '121']);
      expect(json).toMatchObject({
        data: [
          {},
          {
            firstName: 'Ilse',
            jobTitleName: 'Designer',
            departmentName: 'Design',
            reportsToId: '4',
            reportsToName: 'Mara Quill',
            _restrictedFields: [],
          },
          { status: 'Inactive' },
        ],
        meta: { total: 3, page: { nextCursor: null, prevCursor: null } },
      });
      expect(simulator.ledger.served).toEqual({ employees: 3 });
    }));

  test('goes forth and back by cursor', () =>
    withCompany(async ({ get }) => {
      const cursors = (json: unknown) => (json as { meta: { page: { nextCursor: string | null; prevCursor: string | null } } }).meta.page;

      const first = (await get('/api/v1/employees?sort=-employeeId&page[limit]=2')).json;
      const second = (await get(`/api/v1/employees?sort=-employeeId&page[limit]=2&page[after]=${cursors(first).nextCursor}`)).json;
      const back = (await get(`/api/v1/employees?sort=-employeeId&page[limit]=2&page[before]=${cursors(second).prevCursor}`)).json;

      expect([ids(first), ids(second), ids(back)]).toEqual([['121', '17'], ['4'], ['121', '17']]);
      expect(cursors(second).nextCursor).toBeNull();
    }));

  test('refuses a cursor whose employee is gone', () =>
    withCompany(async ({ get, control }) => {
      const { json } = await get('/api/v1/employees?page[limit]=2');
      const { nextCursor } = (json as { meta: { page: { nextCursor: string } } }).meta.page;
      await control('remove-employee', { employeeId: '17' });

      const { status, json: refusal } = await get(`/api/v1/employees?page[after]=${nextCursor}`);

      expect({ status, refusal }).toMatchObject({ status: 400, refusal: { error: { code: 'BadPage' } } });
    }));

  test('refuses a cursor turned the wrong way', () =>
    withCompany(async ({ get }) => {
      const { json } = await get('/api/v1/employees?page[limit]=2');
      const { nextCursor } = (json as { meta: { page: { nextCursor: string } } }).meta.page;

      const { status, json: refusal } = await get(`/api/v1/employees?page[before]=${nextCursor}`);

      expect({ status, refusal }).toMatchObject({ status: 400, refusal: { error: { code: 'BadPage' } } });
    }));

  test.each([
    ['page[after]=nonsense', 'BadPage'],
    ['page[limit]=0', 'BadRequest'],
    ['sort=salary', 'BadRequest'],
    ['filter[status]=gone', 'BadRequest'],
  ])('refuses %s', (query, code) =>
    withCompany(async ({ get }) => {
      const { status, json } = await get(`/api/v1/employees?${query}`);

      expect({ status, json }).toMatchObject({ status: 400, json: { error: { code } } });
    }),
  );

  test.each([
    ['filter[status]=inactive', ['121']],
    ['filter[ids][]=4&filter[ids][]=121', ['4', '121']],
    ['filter[ids]=4,17', ['4', '17']],
    ['filter[jobTitleName]=DESIGN&filter[status]=active', ['17']],
  ])('narrows to %s', (query, found) =>
    withCompany(async ({ get }) => {
      expect(ids((await get(`/api/v1/employees?${query}`)).json)).toEqual(found);
    }),
  );

  test('nulls and names a hidden field, and matches nobody by it', () =>
    withCompany(async ({ get, control }) => {
      await control('hide-field', { field: 'jobTitle', hidden: true });

      const { json } = await get('/api/v1/employees?filter[ids]=17&fields=jobTitleId');

      expect(json).toMatchObject({ data: [{ jobTitleName: null, jobTitleId: null, _restrictedFields: ['jobTitleName', 'jobTitleId'] }] });
      expect(ids((await get('/api/v1/employees?filter[jobTitleName]=lead')).json)).toEqual([]);
    }));
});

describe('the directory', () => {
  test('holds active people only', () =>
    withCompany(async ({ get }) => {
      const { json } = await get('/api/v1/employees/directory');

      expect(json).toMatchObject({ fields: expect.arrayContaining([{ id: 'displayName', type: 'text', name: 'Display name' }]) });
      expect((json as { employees: unknown[] }).employees).toMatchObject([
        { id: '4', displayName: 'Mara Quill' },
        { id: '17', supervisor: 'Mara Quill' },
      ]);
    }));

  test('that is empty answers 404', () =>
    withCompany(async ({ get }) => expect((await get('/api/v1/employees/directory')).status).toBe(404), { seed: {} }));
});
