import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { AmbiguousWriteError, RecordError } from '../kit/errors.js';
import { marker } from '../kit/marker.js';
import { openConnection } from '../kit/open.js';
import bamboohr from './index.js';
import { createOutcomeRow } from './operations/create-outcome-row.js';
import { updateEmployee } from './operations/update-employee.js';
import { type BamboohrConfig } from './source.js';
import { employees } from './streams/employees.js';
import { reviews } from './streams/tables.js';
import type { OpenConnection } from '../kit/connector.js';

// The configuration below is parsed by the source's own schema.
const connection = openConnection(
  bamboohr,
  { subdomain: 'acme', apiKey: 'test-key' },
  new AbortController().signal,
) as OpenConnection<BamboohrConfig>;
const api = () => nock('https://acme.bamboohr.com/api');
const DATASET = '/v2/datasets/employee/data';
const OUTCOMES = '/v1/employees/42/tables/customCalibrationOutcome';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.restore());

const employee = (eeid: string, lastChanged: string) => ({ fields: { eeid, lastChanged } });

describe('employees', () => {
  test('moves the checkpoint to the last row of the page', async () => {
    api()
      .post(DATASET)
      .reply(200, { data: [employee('1', '2026-01-15T09:30:00Z'), employee('2', '2026-01-16T09:30:00Z')] });

    const pages = await Array.fromAsync(employees.read(connection, undefined));

    expect(pages.map(({ checkpoint }) => checkpoint)).toEqual([{ changedSince: '2026-01-16T09:30:00Z' }]);
  });

  test('asks again for the second at which it stopped', async () => {
    api()
      .post(DATASET, (body: { filter?: string }) => body.filter === "lastChanged ge '2026-01-15T09:30:00Z'")
      .reply(200, { data: [] });

    expect(await Array.fromAsync(employees.read(connection, { changedSince: '2026-01-15T09:30:00Z' }))).toEqual([]);
  });

  test('says how many there are only of a read from the beginning', async () => {
    api()
      .post(DATASET)
      .times(2)
      .reply(200, { data: [employee('1', '2026-01-15T09:30:00Z')], meta: { totalItems: 7 } });

    const [whole] = await Array.fromAsync(employees.read(connection, undefined));
    const [changed] = await Array.fromAsync(employees.read(connection, { changedSince: '2026-01-15T09:30:00Z' }));

    expect([whole?.total, changed?.total]).toEqual([7, undefined]);
  });

  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['a day there never was', '0000-00-00'],
    ['words', 'yesterday'],
    ['a number', 1768469400],
    ['a year far off', '2999-01-01T00:00:00Z'],
  ])('hands a record on whose last change is %s, and moves the checkpoint by the others', async (_what, lastChanged) => {
    const odd = { fields: { eeid: '9', lastChanged } };
    api()
      .post(DATASET)
      .reply(200, { data: [odd, employee('1', '2026-01-15T09:30:00Z'), odd] });

    const pages = await Array.fromAsync(employees.read(connection, undefined));

    expect(pages).toEqual([
      {
        records: [odd.fields, { eeid: '1', lastChanged: '2026-01-15T09:30:00Z' }, odd.fields],
        checkpoint: { changedSince: '2026-01-15T09:30:00Z' },
      },
    ]);
  });

  test('moves no checkpoint where no record says when it changed', async () => {
    api()
      .post(DATASET)
      .reply(200, { data: [{ fields: { eeid: '9', lastChanged: null } }] });

    expect(await Array.fromAsync(employees.read(connection, undefined))).toEqual([{ records: [{ eeid: '9', lastChanged: null }] }]);
  });

  test.each([
    ['an id that is nothing', { eeid: null }],
    ['an empty id', { eeid: '' }],
    ['no id', {}],
  ])('takes %s for no id, and never for the word', (_what, id) => {
    const whole = { firstName: 'Ada', lastName: 'Okafor', hireDate: '2020-01-01', status: 'Active', lastChanged: '2026-01-15T09:30:00Z' };

    expect(employees.record.safeParse({ ...whole, eeid: 42 }).data).toMatchObject({ eeid: '42' });
    expect(employees.record.safeParse({ ...whole, ...id }).success).toBe(false);
  });
});

describe('a table', () => {
  test.each([null, '', '  ', 'soon'])('takes a rating of %j for none, and never for a zero', (customRating) => {
    const review = { id: '1', employeeId: '2', date: '2026-01-15', customCycle: '2025-H2', customReviewer: '3', customText: 'Good.' };

    expect(reviews.record.safeParse({ ...review, customRating: ' 4.5 ' }).data).toMatchObject({ customRating: 4.5 });
    expect(reviews.record.safeParse({ ...review, customRating }).success).toBe(false);
  });

  test('is read whole, in pieces, with the total it had', async () => {
    const rows = Array.from({ length: 1001 }, (_nothing, at) => ({ id: String(at) }));
    api().get('/v1/employees/all/tables/customPerformanceReviews').reply(200, rows);

    const pages = await Array.fromAsync(reviews.read(connection, undefined));

    expect(pages.map(({ records, total }) => [records.length, total])).toEqual([
      [1000, 1001],
      [1, 1001],
    ]);
  });
});

describe('employee.update', () => {
  const change = { employeeId: '42', fields: { customLastRating: '4' } };

  test('sends once, and calls a lost answer ambiguous', async () => {
    api().post('/v1/employees/42', { customLastRating: '4' }).once().reply(502);

    await expect(updateEmployee.apply(connection, change, 'key-1')).rejects.toThrow(AmbiguousWriteError);
  });

  test('is refused for good when the value is invalid', async () => {
    api().post('/v1/employees/42').once().reply(409);

    await expect(updateEmployee.apply(connection, change, 'key-1')).rejects.toThrow(RecordError);
  });

  test.each([
    ['found when the field holds it', { id: '42', customLastRating: ' 4 ' }, 'found'],
    ['found when the field writes it with other digits', { id: '42', customLastRating: '4.0' }, 'found'],
    ['absent when the field holds something else', { id: '42', customLastRating: '3' }, 'absent'],
    ['not to be told when the field may not be seen', { id: '42' }, 'cannot-tell'],
    ['absent when the field is empty', { id: '42', customLastRating: null }, 'absent'],
  ])('is %s', async (_reason, held, seen) => {
    api().get('/v1/employees/42').query({ fields: 'customLastRating' }).reply(200, held);

    expect(await updateEmployee.find(connection, change, 'key-1')).toMatchObject({ seen });
  });
});

describe('outcome-row.create', () => {
  const change = { employeeId: '42', fields: { date: '2026-07-01', customRating: '4' } };

  test('carries our mark, by which it is found and read back among rows of others', async () => {
    const ours = { id: '9', employeeId: '42', date: '2026-07-01', customRating: '4', customHubRef: marker('key-1') };
    api()
      .post(OUTCOMES, (body: { customHubRef?: string }) => body.customHubRef === marker('key-1'))
      .reply(200);
    api()
      .get(OUTCOMES)
      .times(2)
      .reply(200, [{ id: '8', employeeId: '42', customRating: '1', customHubRef: null }, ours]);

    await createOutcomeRow.apply(connection, change, 'key-1');

    expect(await createOutcomeRow.find(connection, change, 'key-1')).toEqual({ seen: 'found', reference: '42/9' });
    expect(await createOutcomeRow.readBack(connection, change, 'key-1', undefined)).toEqual(change.fields);
  });

  test('is named in one form by whoever finds it, and read back by that name where its mark was emptied', async () => {
    const ours = { id: '9', employeeId: '42', date: '2026-07-01', customRating: '4', customHubRef: marker('key-1') };
    api().get(OUTCOMES).reply(200, [ours]);
    api().get('/v1/employees/all/tables/customCalibrationOutcome').reply(200, [ours]);
    api()
      .get(OUTCOMES)
      .reply(200, [{ ...ours, customHubRef: '' }]);

    const found = await createOutcomeRow.find(connection, change, 'key-1');
    const marked = await Array.fromAsync(createOutcomeRow.marked?.(connection) ?? []);
    const held = await createOutcomeRow.readBack(connection, change, 'key-1', '42/9');

    expect(found).toEqual({ seen: 'found', reference: '42/9' });
    expect(marked).toEqual([{ marker: marker('key-1'), reference: '42/9' }]);
    expect(held).toEqual(change.fields);
  });

  test.each([
    ['is hidden', {}],
    ['may not be written', { customHubRef: null }],
  ])('cannot be told from a row of others where the column of the mark %s', async (_reason, unmarked) => {
    const alike = { id: '8', employeeId: '42', ...change.fields, ...unmarked };
    api().get(OUTCOMES).reply(200, [alike]);

    expect(await createOutcomeRow.find(connection, change, 'key-1')).toEqual({ seen: 'cannot-tell' });
  });

  test('is not proved absent, nor listed, where the column of the mark is hidden, whatever the rows hold', async () => {
    const other = { id: '8', employeeId: '42', date: '2020-01-01', customRating: '1' };
    api().get(OUTCOMES).times(2).reply(200, [other]);
    api().get('/v1/employees/all/tables/customCalibrationOutcome').reply(200, [other]);

    expect(await createOutcomeRow.find(connection, change, 'key-1')).toEqual({ seen: 'cannot-tell' });
    await expect(createOutcomeRow.readBack(connection, change, 'key-1', undefined)).rejects.toThrow(
      /does not show the column customHubRef/,
    );
    await expect(Array.fromAsync(createOutcomeRow.marked?.(connection) ?? [])).rejects.toThrow(/does not show the column/);
  });

  test('is absent when no row carries the mark', async () => {
    api()
      .get(OUTCOMES)
      .reply(200, [{ id: '8', employeeId: '42', customHubRef: marker('key-2') }]);

    expect(await createOutcomeRow.find(connection, change, 'key-1')).toEqual({ seen: 'absent' });
  });
});
