import { describe, expect, test } from '@jest/globals';
import { withCompany } from './spec-company.js';

const reviews = '/api/v1/employees/17/tables/customPerformanceReviews';
const review = { date: '2026-05-31', customRating: 'Exceeds', customHubRef: 'ref-1' };

describe('rows of a table', () => {
  test('bear their ids and every column', () =>
    withCompany(async ({ get }) => {
      expect((await get('/api/v1/employees/17/tables/jobInfo')).json).toEqual([
        {
          id: '300',
          employeeId: '17',
          date: '2023-05-01',
          location: null,
          department: 'Design',
          division: null,
          jobTitle: 'Designer',
          reportsTo: 'Mara Quill',
          teams: null,
        },
      ]);
    }));

  test('of all employees are read at once, and counted as served', () =>
    withCompany(async ({ get, simulator }) => {
      const { json } = await get('/api/v1/employees/all/tables/compensation');

      expect(json).toMatchObject([{ employeeId: '17', rate: { value: '65000.00', currency: 'USD' } }]);
      expect(simulator.ledger.served).toEqual({ 'tables/compensation': 1 });
    }));

  test('of one employee are not counted as served', () =>
    withCompany(async ({ get, simulator }) => {
      await get('/api/v1/employees/17/tables/compensation');

      expect(simulator.ledger.served).toEqual({});
    }));

  test('lack a column the user may not see, under the name of the field it shows in', () =>
    withCompany(async ({ get, control }) => {
      await control('hide-field', { field: 'compensationPayRate', hidden: true });

      const { json } = await get('/api/v1/employees/17/tables/compensation');

      expect(json).toMatchObject([{ id: '301', reason: 'Hire' }]);
      expect((json as object[])[0]).not.toHaveProperty('rate');
    }));

  test('speak XML unless JSON is accepted', () =>
    withCompany(async ({ get }) => {
      const { text } = await get('/api/v1/employees/17/tables/compensation', { accept: '' });

      expect(text).toContain(
        '<table><row id="301" employeeId="17"><field id="startDate">2023-05-01</field><field id="rate" currency="USD">65000.00</field>',
      );
    }));

  test.each([
    '/api/v1/employees/999/tables/jobInfo',
    '/api/v1/employees/17/tables/noSuchTable',
    '/api/v1/employees/all/tables/noSuchTable',
  ])('at %s answer 404', (path) => withCompany(async ({ get }) => expect((await get(path)).status).toBe(404)));
});

describe('a new row', () => {
  test.each(['v1', 'v1_1'])('over %s answers nothing, and is there on the next read', (version) =>
    withCompany(async ({ get, post, simulator }) => {
      const { status, text, headers } = await post(reviews.replace('v1', version), review);

      expect({ status, text, location: headers.get('location') }).toEqual({ status: 200, text: '', location: null });
      const { json } = await get(reviews);
      expect(json).toEqual([{ id: '38001', employeeId: '17', ...review }]);
      expect(simulator.ledger.effects).toEqual([{ kind: 'table-row.create', target: '17/customPerformanceReviews/38001', values: review }]);
    }),
  );

  test('sent twice is two rows', () =>
    withCompany(async ({ get, post, simulator }) => {
      await post(reviews, review);
      await post(reviews, review);

      expect((await get(reviews)).json).toHaveLength(2);
      expect(simulator.ledger.effects).toHaveLength(2);
    }));

  test('keeps pay as amount and currency, however it was sent', () =>
    withCompany(async ({ get, post }) => {
      const pay = '/api/v1/employees/17/tables/compensation';
      const row = { type: 'Salary', paidPer: 'Year', reason: 'Hire', comment: 'ref-2' };
      await post(pay, { ...row, startDate: '2026-06-01', rate: { value: '68000', currency: 'EUR' } });
      await post(pay, { ...row, startDate: '2026-07-01', rate: '70000.5 EUR' });

      expect((await get(pay)).json).toMatchObject([
        {},
        { rate: { value: '68000.00', currency: 'EUR' } },
        { rate: { value: '70000.50', currency: 'EUR' } },
      ]);
      expect((await get('/api/v1/employees/17?fields=payRate')).json).toEqual({ id: '17', payRate: '68000.00 EUR' });
      expect((await get('/api/v1/employees/17?fields=payRate&onlyCurrent=false')).json).toEqual({ id: '17', payRate: '70000.50 EUR' });
    }));

  test('of the job history shows in the employee from its day on, and stamps the employee', () =>
    withCompany(async ({ get, post }) => {
      await post('/api/v1/employees/17/tables/jobInfo', {
        date: '2026-06-01',
        jobTitle: 'Senior Designer',
        department: 'Design',
        reportsTo: '121',
      });

      expect((await get('/api/v1/employees/17?fields=jobTitle,supervisor,supervisorEId,lastChanged')).json).toEqual({
        id: '17',
        jobTitle: 'Senior Designer',
        supervisor: 'Tomas Berg',
        supervisorEId: '121',
        lastChanged: '2026-06-01T12:00:00+00:00',
      });
    }));

  test('skips columns that cannot be written as long as one is left', () =>
    withCompany(async ({ get, post, control }) => {
      await control('read-only-field', { field: 'customPerformanceReviews.customHubRef', readOnly: true });

      expect((await post(reviews, { ...review, noSuchColumn: 'x' })).status).toBe(200);

      expect((await get(reviews)).json).toMatchObject([{ customRating: 'Exceeds', customHubRef: null }]);
    }));

  test.each([
    ['a value is not on its list', reviews, { ...review, customRating: 'Great' }, 406],
    ['a date is none', reviews, { ...review, date: 'tomorrow' }, 406],
    ['nobody bears the name of the manager', '/api/v1/employees/17/tables/jobInfo', { date: '2026-06-01', reportsTo: 'Nobody Known' }, 406],
    ['an amount is none', '/api/v1/employees/17/tables/compensation', { startDate: '2026-06-01', rate: 'plenty' }, 406],
    ['what every row needs is missing', reviews, { customRating: 'Exceeds' }, 400],
    ['the body is not JSON', reviews, '<row/>', 400],
    ['no column is known', reviews, { noSuchColumn: 'x' }, 403],
    ['there is no such table', '/api/v1/employees/17/tables/noSuchTable', review, 404],
    ['there is no such employee', '/api/v1/employees/999/tables/jobInfo', { date: '2026-06-01' }, 404],
    ['it is for all', '/api/v1/employees/all/tables/jobInfo', { date: '2026-06-01' }, 404],
  ])('is refused when %s', (_reason, path, body, refusal) =>
    withCompany(async ({ post, simulator }) => {
      const { status, headers } = await post(path, body);

      expect(status).toBe(refusal);
      expect(headers.get('x-bamboohr-error-message')).not.toBeNull();
      expect(simulator.ledger.effects).toEqual([]);
    }),
  );
});

describe('a row that is there', () => {
  test('is changed in part', () =>
    withCompany(async ({ get, post, simulator }) => {
      const { status, text } = await post('/api/v1/employees/17/tables/jobInfo/300', { jobTitle: 'Senior Designer' });

      expect({ status, text }).toEqual({ status: 200, text: '' });
      expect((await get('/api/v1/employees/17/tables/jobInfo')).json).toMatchObject([
        { id: '300', jobTitle: 'Senior Designer', department: 'Design' },
      ]);
      expect((await get('/api/v1/employees/17?fields=jobTitle')).json).toMatchObject({ jobTitle: 'Senior Designer' });
      expect(simulator.ledger.effects).toEqual([
        { kind: 'table-row.update', target: '17/jobInfo/300', values: { jobTitle: 'Senior Designer' } },
      ]);
    }));

  test.each([
    ['300', { jobTitle: 'Astronaut' }, 406],
    ['300', { date: null }, 400],
    ['999', { jobTitle: 'Lead' }, 404],
  ])('%s is not changed by %j: %i', (rowId, body, refusal) =>
    withCompany(async ({ post, simulator }) => {
      expect((await post(`/api/v1/employees/17/tables/jobInfo/${rowId}`, body)).status).toBe(refusal);
      expect(simulator.ledger.effects).toEqual([]);
    }),
  );

  test('is deleted once; the second time is a failure inside a 200', () =>
    withCompany(async ({ call, get, simulator }) => {
      const first = await call('DELETE', '/api/v1/employees/17/tables/jobInfo/300');
      const second = await call('DELETE', '/api/v1/employees/17/tables/jobInfo/300');

      expect([first.status, first.json]).toEqual([200, { success: true }]);
      expect([second.status, second.json]).toEqual([200, { success: false, error: expect.any(String) }]);
      expect((await get('/api/v1/employees/17/tables/jobInfo')).json).toEqual([]);
      expect(simulator.ledger.effects.map(({ kind, target }) => [kind, target])).toEqual([['table-row.delete', '17/jobInfo/300']]);
    }));

  test('of an unknown table cannot even be asked to go', () =>
    withCompany(async ({ call }) => expect((await call('DELETE', '/api/v1/employees/17/tables/noSuchTable/1')).status).toBe(400)));
});
