import { describe, expect, test } from '@jest/globals';
import { anIssue, keysOf, onSite, within } from './a-site.js';

const paragraph = (text: string) => ({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });
const home = { project: { key: 'PERF' }, issuetype: { id: '10001' } };
const oneIssue = { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1', labels: ['red'] })] } };

describe('create', () => {
  test('makes an issue with its properties in one go', () =>
    onSite(async ({ call, simulator }) => {
      const value = { opKey: 'ap:1', rev: 1 };

      const { status, body } = await call('POST', '/issue', {
        fields: { ...home, summary: 'Plan', labels: ['hrhub'], description: paragraph('Why'), duedate: '2026-12-31' },
        properties: [{ key: 'hrhub.writeback', value }],
      });

      const self = `${simulator.url}/rest/api/3/issue/10001`;
      expect({ status, body }).toEqual({ status: 201, body: { id: '10001', key: 'PERF-1', self } });
      expect((await call('GET', '/issue/10001/properties/hrhub.writeback')).body).toEqual({ key: 'hrhub.writeback', value });
      expect(simulator.ledger.effects).toMatchObject([
        {
          kind: 'issue.create',
          target: '10001',
          values: { key: 'PERF-1', summary: 'Plan', duedate: '2026-12-31', properties: { 'hrhub.writeback': value } },
        },
      ]);
    }));

  test('made twice, makes two issues', () =>
    onSite(async ({ call, search, control, simulator }) => {
      const request = { fields: { ...home, summary: 'Plan', labels: ['marker'] } };
      await call('POST', '/issue', request, { 'idempotency-key': '1' });
      await call('POST', '/issue', request, { 'idempotency-key': '1' });
      await control('index-now');

      expect(await search('labels = marker ORDER BY key')).toEqual(['PERF-1', 'PERF-2']);
      expect(simulator.ledger.effects).toHaveLength(2);
    }));

  test('happens though its answer is lost', () =>
    onSite(async ({ call, simulator }) => {
      simulator.faults.arm({ method: 'POST', path: '/issue$', fault: { kind: 'lose-answer', when: 'after' } });

      await expect(call('POST', '/issue', { fields: { ...home, summary: 'Plan' } })).rejects.toThrow();

      expect((await call('GET', '/issue/PERF-1')).status).toBe(200);
      expect(simulator.ledger.effects).toHaveLength(1);
    }));

  test('without anything names every field it misses', () =>
    onSite(async ({ call, simulator }) => {
      const answers = [await call('POST', '/issue', {}), await call('POST', '/issue', { fields: {} })];

      const body = {
        errorMessages: [],
        errors: {
          summary: 'You must specify a summary of the issue.',
          issuetype: 'Specify a valid issue type',
          project: 'Specify a valid project ID or key',
        },
      };
      expect(answers).toMatchObject([
        { status: 400, body },
        { status: 400, body },
      ]);
      expect(simulator.ledger.effects).toEqual([]);
    }));

  test.each([
    ['a project that is not there', { project: { key: 'NOPE' } }, 'project'],
    ['an issue type of another project', { project: { key: 'KAN' }, issuetype: { id: '10002' } }, 'issuetype'],
    ['a summary of 256 characters', { summary: 'x'.repeat(256) }, 'summary'],
    ['a summary of two lines', { summary: 'one\ntwo' }, 'summary'],
    ['a label with a space', { labels: ['a b'] }, 'labels'],
    ['a label of 256 characters', { labels: ['x'.repeat(256)] }, 'labels'],
    ['a description that is a text', { description: 'text' }, 'description'],
    ['an empty text node', { description: paragraph('') }, 'description'],
    [
      'an attribute rich text does not have',
      { description: { ...paragraph('x'), content: [{ type: 'paragraph', attrs: { colour: 'red' } }] } },
      'description',
    ],
    ['a person who is not there', { assignee: { accountId: 'nobody' } }, 'assignee'],
    ['a person who has left', { assignee: { accountId: '712020:gone' } }, 'assignee'],
    ['a due date that is none', { duedate: '31.12.2026' }, 'duedate'],
    ['a field no screen has', { customfield_1: 1 }, 'customfield_1'],
    ['a status', { status: { id: '10020' } }, 'status'],
    ['a parent that is not there', { parent: { key: 'PERF-99' } }, 'parent'],
    ['a sub-task without a parent', { issuetype: { id: '10002' } }, 'parent'],
  ])('refuses %s', (_reason, fields, field) =>
    onSite(async ({ call, simulator }) => {
      const { status, body } = await call('POST', '/issue', { fields: { ...home, summary: 'Plan', ...fields } });

      expect(status).toBe(400);
      expect(Object.keys(within(body, 'errors') as object)).toEqual([field]);
      expect(simulator.ledger.effects).toEqual([]);
    }),
  );

  test('refuses a field that was taken off the screen, until it is back', () =>
    onSite(async ({ call, control }) => {
      const request = { fields: { ...home, summary: 'Plan', labels: ['hrhub'] } };
      await control('hide-field', { field: 'labels', hidden: true });
      const refused = await call('POST', '/issue', request);
      await control('hide-field', { field: 'labels', hidden: false });

      expect(within(refused.body, 'errors')).toEqual({
        labels: "Field 'labels' cannot be set. It is not on the appropriate screen, or unknown.",
      });
      expect((await call('POST', '/issue', request)).status).toBe(201);
    }));

  test('with a property too long makes nothing', () =>
    onSite(async ({ call, simulator }) => {
      const properties = [{ key: 'a', value: 'x'.repeat(32_768) }];

      const { status } = await call('POST', '/issue', { fields: { ...home, summary: 'Plan' }, properties });

      expect(status).toBe(400);
      expect(simulator.ledger.effects).toEqual([]);
    }));

  test('below a parent is at once among its sub-tasks', () =>
    onSite(async ({ call }) => {
      await call('POST', '/issue', { fields: { ...home, issuetype: { id: '10002' }, summary: 'Step', parent: { key: 'PERF-1' } } });

      const { body } = await call('GET', '/issue/PERF-1?fields=subtasks');

      expect(body).toMatchObject({ fields: { subtasks: [{ key: 'PERF-2', fields: { summary: 'Step' } }] } });
    }, oneIssue));
});

describe('read', () => {
  test('answers by id and by key in any case, with all fields or those asked for', () =>
    onSite(async ({ call }) => {
      const whole = await call('GET', '/issue/10001');
      const part = await call('GET', '/issue/perf-1?fields=status,duedate');

      expect(whole.body).toMatchObject({
        key: 'PERF-1',
        fields: { description: null, labels: ['red'], project: { key: 'PERF' }, resolution: null },
      });
      expect(within(part.body, 'fields')).toMatchObject({ duedate: null, status: { statusCategory: { id: 2, key: 'new' } } });
      expect(Object.keys(within(part.body, 'fields') as object).sort()).toEqual(['duedate', 'status']);
    }, oneIssue));

  test('says the same of an issue that is missing and one that is forbidden', () =>
    onSite(
      async ({ call }) => {
        const answers = [await call('GET', '/issue/PERF-99'), await call('GET', '/issue/PERF-2')];

        const body = { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} };
        expect(answers).toMatchObject([
          { status: 404, body },
          { status: 404, body },
        ]);
      },
      { seed: { issues: [anIssue({ id: '10002', key: 'PERF-2', hidden: true })] } },
    ));

  test('in bulk leaves out what is missing without a word, and comes in the order of ids', () =>
    onSite(
      async ({ call, simulator }) => {
        await call('PUT', '/issue/PERF-1/properties/a', 1);

        const { body } = await call('POST', '/issue/bulkfetch', {
          issueIdsOrKeys: ['PERF-2', '99', '10001', 'PERF-1'],
          fields: ['summary'],
          properties: ['a'],
        });

        expect(keysOf(body)).toEqual(['PERF-1', 'PERF-2']);
        expect(body).toMatchObject({ issueErrors: [], issues: [{ properties: { a: 1 } }, { properties: {} }] });
        expect(simulator.ledger.served).toEqual({ 'issues-by-id': 2 });
      },
      { seed: { issues: [anIssue({ id: '10001', key: 'PERF-1' }), anIssue({ id: '10002', key: 'PERF-2' })] } },
    ));

  test.each([
    ['none', []],
    ['more than a hundred', Array.from({ length: 101 }, (_, index) => String(index))],
  ])('in bulk refuses %s', (_reason, issueIdsOrKeys) =>
    onSite(async ({ call }) => expect((await call('POST', '/issue/bulkfetch', { issueIdsOrKeys })).status).toBe(400)),
  );
});
