import { describe, expect, test } from '@jest/globals';
import { withCompany } from './spec-company.js';

describe('changed employees', () => {
  test('are told by what became of them, the second asked for included', () =>
    withCompany(async ({ get, post, control }) => {
      await control('add-employee', { id: '200', fields: { firstName: 'New', lastName: 'Person' } });
      await control('remove-employee', { employeeId: '4' });
      await post('/api/v1/employees/17', { customRating: 'Exceeds' });

      const { json } = await get('/api/v1/employees/changed?since=2026-06-01T12%3A00%3A00Z');

      expect(json).toEqual({
        latest: '2026-06-01T12:00:00Z',
        employees: {
          '4': { id: '4', action: 'Deleted', lastChanged: '2026-06-01T12:00:00Z' },
          '17': { id: '17', action: 'Updated', lastChanged: '2026-06-01T12:00:00Z' },
          '200': { id: '200', action: 'Inserted', lastChanged: '2026-06-01T12:00:00Z' },
        },
      });
    }));

  test('of one kind only are told when asked', () =>
    withCompany(async ({ get, control }) => {
      await control('remove-employee', { employeeId: '4' });

      const { json } = await get('/api/v1/employees/changed?since=2020-01-01T00:00:00Z&type=deleted');

      expect(Object.keys((json as { employees: object }).employees)).toEqual(['4']);
    }));

  test('are an empty list when there are none', () =>
    withCompany(async ({ get }) => {
      expect((await get('/api/v1/employees/changed?since=2027-01-01T00:00:00Z')).json).toEqual({
        latest: '2027-01-01T00:00:00Z',
        employees: [],
      });
    }));

  test.each(['', '?since=yesterday', '?since=2026-01-01T00:00:00Z&type=moved'])('asked with "%s" answers 400', (query) =>
    withCompany(async ({ get }) => expect((await get(`/api/v1/employees/changed${query}`)).status).toBe(400)),
  );

  test('speak XML unless JSON is accepted', () =>
    withCompany(async ({ get }) => {
      const { text } = await get('/api/v1/employees/changed?since=2026-05-01T00:00:00Z', { accept: '*/*' });

      expect(text).toContain(
        '<employees latest="2026-05-01T08:00:00Z"><employee id="121" action="Inserted" lastChanged="2026-05-01T08:00:00Z"/></employees>',
      );
    }));
});

describe('changed tables', () => {
  test('hold all rows of whoever changed in any way, without the ids of the rows', () =>
    withCompany(async ({ get, post }) => {
      await post('/api/v1/employees/17', { mobilePhone: '555-0100' });

      const { json } = await get('/api/v1/employees/changed/tables/jobInfo?since=2026-06-01T12:00:00Z');

      expect(json).toEqual({
        table: 'jobInfo',
        employees: {
          '17': {
            lastChanged: '2026-06-01T12:00:00Z',
            rows: [
              {
                date: '2023-05-01',
                location: null,
                department: 'Design',
                division: null,
                jobTitle: 'Designer',
                reportsTo: 'Mara Quill',
                teams: null,
              },
            ],
          },
        },
      });
    }));

  test.each([
    ['changed/tables/jobInfo', 400],
    ['changed/tables/jobInfo?since=nonsense', 400],
    ['changed/tables/noSuchTable?since=2026-06-01T12:00:00Z', 404],
  ])('at %s answer %i', (path, refusal) =>
    withCompany(async ({ get }) => expect((await get(`/api/v1/employees/${path}`)).status).toBe(refusal)),
  );
});
