import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { storeCanonical } from '../../test/store-canonical.js';
import { Connections } from '../connections/connections.js';
import { Records } from './records.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenantId: string;
beforeEach(async () => {
  tenantId = await aTenant(database.tenancy);
});
const connect = (name: string, fields: Readonly<Record<string, unknown>> = {}) =>
  new Connections(database.tenancy, envelope).configure(tenantId, anActor({ traceId: randomUUID() }), {
    name,
    connector: 'jira',
    config: { site: 'acme', email: 'hub@example.com', apiToken: 'token', projects: ['ATL'], ...fields },
  });
/** What a connection reads of an issue. */
const read = (connectionId: string, title: string, key = '10001') =>
  storeCanonical(database, envelope, { tenantId, connectionId }, 'work-item', {
    [key]: {
      assignee: { kind: 'jira.account', value: 'x' },
      reference: `ATL-${key}`,
      project: 'Atlas',
      title,
      state: 'done',
      createdOn: '2026-02-01',
      resolvedOn: '2026-03-01',
      points: null,
      labels: [],
    },
  });
const counted = async () => {
  const held = await database.tenancy.inTenant(tenantId, anActor(), (tx) =>
    new Records(database.tenancy, envelope).current(tx, tenantId, 'work-item'),
  );
  return held.map(({ id, record }) => ({ id, title: record.title }));
};
const titles = async () => (await counted()).map(({ title }) => title);

describe('an issue that two connections to one site read', () => {
  test('is one, and stays the one it was where the second reads it alike', async () => {
    await read(await connect('work'), 'as it is');
    const before = await counted();
    const second = await connect('work-too', { projects: ['ATL', 'BOR'] });
    await read(second, 'as it is');
    await read(second, 'another issue', '10002');

    expect(await counted()).toEqual(expect.arrayContaining(before));
    expect(new Set(await titles())).toEqual(new Set(['as it is', 'another issue']));
  });

  test('is as it was learned last, by whichever of them', async () => {
    const [first, second] = [await connect('work'), await connect('work-too')];
    await read(first, 'as it was');
    await read(second, 'as it was');

    await read(second, 'as it is');
    expect(await titles()).toEqual(['as it is']);
    await read(first, 'as it is now');
    expect(await titles()).toEqual(['as it is now']);
  });

  test('is there for as long as one of them has it', async () => {
    const [first, second] = [await connect('work'), await connect('work-too')];
    await read(first, 'as it is');
    await read(second, 'as it is');

    await storeCanonical(database, envelope, { tenantId, connectionId: first }, 'work-item', { '10001': undefined });

    expect(await titles()).toEqual(['as it is']);
  });
});

test('issues of two sites under one number are two', async () => {
  await read(await connect('work'), 'of the one');
  await read(await connect('theirs', { site: 'other' }), 'of the other');

  expect(new Set(await titles())).toEqual(new Set(['of the one', 'of the other']));
});
