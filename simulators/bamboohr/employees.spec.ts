import { describe, expect, test } from '@jest/globals';
import { withCompany } from './spec-company.js';

const ilse = '/api/v1/employees/17';

describe('one employee', () => {
  test('shows the fields asked for, by alias or id, and the id always', () =>
    withCompany(async ({ get }) => {
      const { json } = await get(`${ilse}?fields=firstName,4340,supervisor,supervisorEId,payRate,lastChanged`);

      expect(json).toEqual({
        id: '17',
        firstName: 'Ilse',
        '4340': 'Meets',
        supervisor: 'Mara Quill',
        supervisorEId: '4',
        payRate: '65000.00 USD',
        lastChanged: '2026-04-01T08:00:00+00:00',
      });
    }));

  test('shows the names when no field is asked for', () =>
    withCompany(async ({ get }) => {
      expect((await get(ilse)).json).toEqual({ id: '17', firstName: 'Ilse', lastName: "O'Dell" });
    }));

  test('takes 0 for the employee behind the key', () =>
    withCompany(async ({ get }) => {
      expect((await get('/api/v1/employees/0')).json).toEqual({ id: '4', firstName: 'Mara', lastName: 'Quill' });
    }));

  test('leaves out what the user may not see and what there is not', () =>
    withCompany(async ({ get, control }) => {
      await control('hide-field', { field: 'jobInformationJobTitle', hidden: true });

      const { json } = await get(`${ilse}?fields=jobTitle,firstName,jobInformationJobTitle,noSuchField`);

      expect(json).toEqual({ id: '17', firstName: 'Ilse' });
    }));

  test('speaks XML unless JSON is accepted', () =>
    withCompany(async ({ get }) => {
      const { headers, text } = await get(`${ilse}?fields=lastName,department`, { accept: '*/*' });

      expect(headers.get('content-type')).toMatch(/text\/xml/);
      expect(text).toContain(`<employee id="17"><field id="lastName">O'Dell</field><field id="department">Design</field></employee>`);
    }));

  test('answers 404 for nobody, with the reason in a header', () =>
    withCompany(async ({ get }) => {
      const { status, headers } = await get('/api/v1/employees/999');

      expect(status).toBe(404);
      expect(headers.get('x-bamboohr-error-message')).toBe('The employee does not exist');
    }));

  test.each([
    [400, 200],
    [401, 400],
  ])('asked for %i fields answers %i', (count, status) =>
    withCompany(async ({ get }) => {
      const fields = Array.from({ length: count }, (_, index) => `custom${index}`).join(',');

      expect((await get(`${ilse}?fields=${fields}`)).status).toBe(status);
    }),
  );
});

describe('an update', () => {
  test('changes what is sent and nothing else, and stamps the employee', () =>
    withCompany(async ({ get, post, simulator }) => {
      const { status, json } = await post(ilse, { customRating: 'Exceeds', mobilePhone: '555-0100' });

      expect({ status, json }).toEqual({ status: 200, json: { id: '17', firstName: 'Ilse', lastName: "O'Dell", status: 'Active' } });
      expect((await get(`${ilse}?fields=customRating,mobilePhone,department,lastChanged`)).json).toEqual({
        id: '17',
        customRating: 'Exceeds',
        mobilePhone: '555-0100',
        department: 'Design',
        lastChanged: '2026-06-01T12:00:00+00:00',
      });
      expect(simulator.ledger.effects).toEqual([
        { kind: 'employee.update', target: '17', values: { customRating: 'Exceeds', mobilePhone: '555-0100' } },
      ]);
    }));

  test('drops without a word what the user may not write', () =>
    withCompany(async ({ get, post, control, simulator }) => {
      await control('read-only-field', { field: 'mobilePhone', readOnly: true });

      const { status } = await post(ilse, {
        customRating: 'Exceeds',
        mobilePhone: '555-0100',
        lastChanged: '2000-01-01',
        noSuchField: 'x',
      });

      expect(status).toBe(200);
      expect((await get(`${ilse}?fields=customRating,mobilePhone`)).json).toEqual({ id: '17', customRating: 'Exceeds', mobilePhone: null });
      expect(simulator.ledger.effects.map(({ values }) => values)).toEqual([{ customRating: 'Exceeds' }]);
    }));

  test('does not write what the user may not even see', () =>
    withCompany(async ({ get, post, control }) => {
      await control('hide-field', { field: 'customRating', hidden: true });

      expect((await post(ilse, { customRating: 'Exceeds' })).status).toBe(403);

      await control('hide-field', { field: 'customRating', hidden: false });
      expect((await get(`${ilse}?fields=customRating`)).json).toEqual({ id: '17', customRating: 'Meets' });
    }));

  test.each([
    ['a value is not on its list', { customRating: 'Great', mobilePhone: '555-0100' }, 409],
    ['a value on its list is archived', { customRating: 'Stellar' }, 409],
    ['an address belongs to somebody else', { workEmail: 'MARA@example.com' }, 409],
    ['a date is none', { hireDate: '01/02/2026' }, 409],
    ['nothing sent can be written', { id: '9' }, 403],
    ['the body is not JSON', '{"firstName":', 400],
    ['the body is empty', {}, 400],
  ])('is refused as a whole when %s', (_reason, body, refusal) =>
    withCompany(async ({ get, post, simulator }) => {
      const before = await get(`${ilse}?fields=customRating,mobilePhone,workEmail,hireDate,lastChanged`);

      const { status, headers } = await post(ilse, body);

      expect(status).toBe(refusal);
      expect(headers.get('x-bamboohr-error-message')).not.toBeNull();
      expect((await get(`${ilse}?fields=customRating,mobilePhone,workEmail,hireDate,lastChanged`)).json).toEqual(before.json);
      expect(simulator.ledger.effects).toEqual([]);
    }),
  );

  test('of nobody answers 404', () =>
    withCompany(async ({ post }) => {
      expect((await post('/api/v1/employees/999', { firstName: 'X' })).status).toBe(404);
    }));

  test('of a field with a history begins a row of today, and changes it on the same day', () =>
    withCompany(async ({ get, post }) => {
      await post(ilse, { jobTitle: 'Senior Designer' });
      await post(ilse, { supervisorEId: '121' });

      const { json } = await get(`${ilse}/tables/jobInfo`);

      expect(json).toMatchObject([
        { id: '300', jobTitle: 'Designer' },
        { date: '2026-06-01', jobTitle: 'Senior Designer', department: 'Design', reportsTo: 'Tomas Berg' },
      ]);
    }));
});
