import { describe, expect, test } from '@jest/globals';
import type { ArmedFault } from '../kit/faults.js';
import type { Exchange } from '../kit/simulator.js';
import { withCompany } from './spec-company.js';

describe('metadata', () => {
  test('names fields with their ids and aliases', () =>
    withCompany(async ({ get }) => {
      expect((await get('/api/v1/meta/fields')).json).toEqual(
        expect.arrayContaining([
          { id: 4340, name: 'Last rating', type: 'list', alias: 'customRating' },
          { id: expect.any(Number), name: 'Department', type: 'list', alias: 'department' },
        ]),
      );
    }));

  test('names tables with their columns', () =>
    withCompany(async ({ get }) => {
      const tables = (await get('/api/v1/meta/tables')).json as { alias: string; fields: { alias: string; type: string }[] }[];

      expect(tables.map(({ alias }) => alias)).toEqual(['jobInfo', 'employmentStatus', 'compensation', 'customPerformanceReviews']);
      expect(tables.at(-1)?.fields.map(({ alias, type }) => [alias, type])).toEqual([
        ['date', 'date'],
        ['customRating', 'list'],
        ['customHubRef', 'text'],
      ]);
    }));

  test('names lists, those in use without being given among them', () =>
    withCompany(async ({ get }) => {
      const lists = (await get('/api/v1/meta/lists?format=json', { accept: '*/*' })).json as {
        alias: string;
        fieldId: string;
        options: { name: string; archived: string }[];
      }[];
      const named = (wanted: string) => lists.find(({ alias }) => alias === wanted);

      expect(named('customRating')).toMatchObject({ fieldId: '4340', manageable: 'yes', multiple: 'no' });
      expect(named('customRating')?.options.at(-1)).toMatchObject({ name: 'Stellar', archived: 'yes' });
      expect(named('department')?.options.map(({ name }) => name)).toEqual(['Design']);
      expect(named('payChangeReason')?.options.map(({ name }) => name)).toEqual(['Hire']);
    }));

  test('names users, 0 standing for nobody', () =>
    withCompany(async ({ get }) => {
      expect((await get('/api/v1/meta/users')).json).toMatchObject({
        '2370': { id: 2370, employeeId: 4, status: 'enabled' },
        '2371': { employeeId: 0 },
      });
      expect(Object.keys((await get('/api/v1/meta/users?status=enabled')).json as object)).toEqual(['2370']);
    }));

  test.each(['fields', 'tables', 'lists', 'users'])('of %s speaks XML unless JSON is accepted', (what) =>
    withCompany(async ({ get }) => {
      const { text } = await get(`/api/v1/meta/${what}`, { accept: '*/*' });

      expect(text).toMatch(new RegExp(`<${what}>.+</${what}>`));
    }),
  );
});

describe('goals', () => {
  const goals = '/api/v1/performance/employees/17/goals';
  const goal = { title: 'Write the guide', dueDate: '2026-09-30', sharedWithEmployeeIds: [17, 4] };

  test('are created each time they are sent, with a stamp six hours behind', () =>
    withCompany(async ({ get, post, simulator }) => {
      const created = await post(goals, goal);
      await post(goals, goal);

      expect(created).toMatchObject({
        status: 201,
        json: { goal: { ...goal, percentComplete: 0, status: 'in_progress', lastChangedDateTime: '2026-06-01T06:00:00Z' } },
      });
      expect((await get(goals)).json).toMatchObject({ goals: [{ title: goal.title }, { title: goal.title }] });
      expect(simulator.ledger.effects.map(({ kind }) => kind)).toEqual(['goal.create', 'goal.create']);
    }));

  test('are listed by status, an unknown one being no filter', () =>
    withCompany(async ({ get, post }) => {
      await post(goals, goal);
      await post(goals, { ...goal, title: 'Done', percentComplete: 100, completionDate: '2026-05-01' });
      const titles = async (filter: string) =>
        ((await get(`${goals}${filter}`)).json as { goals: { title: string }[] }).goals.map(({ title }) => title);

      expect(await titles('?filter=status-completed')).toEqual(['Done']);
      expect(await titles('?filter=status-inProgress')).toEqual([goal.title]);
      expect(await titles('?filter=status-closed')).toEqual([]);
      expect(await titles('?filter=whatever')).toEqual([goal.title, 'Done']);
    }));

  test('stop at fifty in a list', () =>
    withCompany(async ({ get, post }) => {
      for (let count = 0; count < 51; count += 1) await post(goals, goal);

      expect(((await get(`${goals}?filter=status-all`)).json as { goals: unknown[] }).goals).toHaveLength(50);
    }));

  test.each([
    ['the owner is not among those it is shared with', { ...goal, sharedWithEmployeeIds: [4] }],
    ['it has a day of completion without being complete', { ...goal, percentComplete: 50, completionDate: '2026-05-01' }],
    ['it has no title', { dueDate: goal.dueDate, sharedWithEmployeeIds: [17] }],
    ['it is due on no day', { ...goal, dueDate: 'soon' }],
  ])('are refused when %s', (_reason, body) =>
    withCompany(async ({ post, simulator }) => {
      expect((await post(goals, body)).status).toBe(400);
      expect(simulator.ledger.effects).toEqual([]);
    }),
  );
});

describe('a person at the vendor', () => {
  test('changes a field, unseen by the ledger, and stamps the employee', () =>
    withCompany(async ({ get, control, simulator }) => {
      await control('set-clock', { now: '2026-06-02T09:00:00Z' });
      await control('set-field', { employeeId: '17', field: 'customRating', value: 'Entirely new' });

      expect((await get('/api/v1/employees/17?fields=customRating,lastChanged')).json).toEqual({
        id: '17',
        customRating: 'Entirely new',
        lastChanged: '2026-06-02T09:00:00+00:00',
      });
      expect(simulator.ledger.effects).toEqual([]);
    }));

  test('adds, changes and removes rows, unseen by the ledger', () =>
    withCompany(async ({ get, control, simulator }) => {
      const rows = '/api/v1/employees/17/tables/customPerformanceReviews';
      const place = { employeeId: '17', table: 'customPerformanceReviews' };
      const { rowId } = (await control('add-table-row', { ...place, values: { date: '2026-01-01', customRating: 'Meets' } })).json as {
        rowId: string;
      };
      await control('set-table-row', { ...place, rowId, values: { customRating: 'Below' } });

      expect((await get(rows)).json).toEqual([
        { id: rowId, employeeId: '17', date: '2026-01-01', customRating: 'Below', customHubRef: null },
      ]);

      await control('remove-table-row', { ...place, rowId });
      expect((await get(rows)).json).toEqual([]);
      expect(simulator.ledger.effects).toEqual([]);
    }));

  test('gives a field back that was hidden', () =>
    withCompany(async ({ get, control }) => {
      await control('hide-field', { field: 'jobTitle', hidden: true });
      await control('hide-field', { field: 'jobInformationJobTitle', hidden: false });

      expect((await get('/api/v1/employees/17?fields=jobTitle')).json).toEqual({ id: '17', jobTitle: 'Designer' });
    }));

  test.each([
    ['hide-field', { field: 'noSuchField', hidden: true }],
    ['set-field', { employeeId: '999', field: 'firstName', value: 'X' }],
    ['set-field', { employeeId: '17', field: 'hireDate', value: 'soon' }],
    ['add-employee', { id: '17', fields: {} }],
    ['add-table-row', { employeeId: '17', table: 'jobInfo', values: { noSuchColumn: 'x' } }],
    ['set-clock', { now: 'later' }],
  ])('cannot %s with %j', (name, wish) =>
    withCompany(async ({ post }) => {
      const { status, json } = await post(`/_simulator/${name}`, wish);

      expect(status).toBe(400);
      expect(json).toHaveProperty('error');
    }),
  );
});

describe('a lost answer', () => {
  const writes = [
    ['an update', '/api/v1/employees/17', { customRating: 'Exceeds' }],
    ['a new row', '/api/v1/employees/17/tables/customPerformanceReviews', { date: '2026-06-01', customRating: 'Exceeds' }],
    ['a new goal', '/api/v1/performance/employees/17/goals', { title: 'Guide', dueDate: '2026-09-30', sharedWithEmployeeIds: [17] }],
  ] as const;
  const cases = writes.flatMap(([name, path, body]) => [[name, 'before', 0, path, body] as const, [name, 'after', 1, path, body] as const]);

  test.each(cases)('to %s, lost %s the effect, leaves %i of it', (_name, when, effects, path, body) =>
    withCompany(async ({ simulator, post }) => {
      const lost: ArmedFault = { method: 'POST', fault: { kind: 'lose-answer', when } };
      simulator.faults.arm(lost);

      await expect(post(path, body)).rejects.toThrow('fetch failed');

      expect(simulator.ledger.effects).toHaveLength(effects);
      await post(path, body);
      expect(simulator.ledger.effects).toHaveLength(effects + 1);
    }),
  );

  test('to a deletion leaves nothing to delete', () =>
    withCompany(async ({ simulator, call }) => {
      simulator.faults.arm({ method: 'DELETE', fault: { kind: 'lose-answer', when: 'after' } });

      await expect(call('DELETE', '/api/v1/employees/17/tables/jobInfo/300')).rejects.toThrow('fetch failed');

      expect((await call('DELETE', '/api/v1/employees/17/tables/jobInfo/300')).json).toMatchObject({ success: false });
      expect(simulator.ledger.effects.map(({ kind }) => kind)).toEqual(['table-row.delete']);
    }));
});

test('an unknown path answers 404', () => withCompany(async ({ get }) => expect((await get('/api/v1/planets')).status).toBe(404)));

test('whoever listens hears each exchange', async () => {
  const heard: Exchange[] = [];

  await withCompany(async ({ get }) => void (await get('/api/v1/employees/17')), { onExchange: (exchange) => heard.push(exchange) });

  expect(heard).toMatchObject([
    { vendor: 'bamboohr', method: 'GET', path: '/api/v1/employees/17', status: 200, responseBody: expect.stringContaining('Ilse') },
  ]);
});

test.each([
  ['a field the vendor does not have', { employees: [{ id: '1', fields: { planet: 'Earth' } }] }],
  ['rows of a table without columns', { tables: { customNotes: [] } }],
  ['rows of nobody', { tables: { jobInfo: [{ employeeId: '1', date: '2026-01-01' }] } }],
])('a seed with %s is refused', async (_reason, seed) => {
  await expect(withCompany(async () => undefined, { seed })).rejects.toThrow(/the seed/);
});
