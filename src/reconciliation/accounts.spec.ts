import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { RecordError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewService } from '../../test/a-review-service.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { openCase } from '../review/open-case.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope); // with one decision, to approve
});

const accounts = async () => (await tenant.reconcile()).accounts;
const sumOfPlaces = ({ total: _total, ...places }: Readonly<Record<string, number>>) =>
  Object.values(places).reduce((sum, count) => sum + count, 0);
const aCase = async () =>
  (
    await database.tenancy.inTenant(tenant.tenantId, tenant.actor, (tx) =>
      openCase(tx, tenant.tenantId, { kind: 'test.kind', subject: `test:${randomUUID()}` }),
    )
  ).id;
const decide = async (decision: 'approve' | 'reject' | 'return', caseId?: string) =>
  aReviewService(database.tenancy, envelope).decide(tenant.tenantId, tenant.actor, caseId ?? (await aCase()), {
    decision,
    reasonCode: 'seen',
    reason: 'as discussed',
  });
const none = { total: 1, planned: 0, unplanned: 0, rejected: 0, returned: 0, contradicted: 0 };

describe('of the decisions a report counts', () => {
  test('one that led to writes once, however many', async () => {
    await tenant.plan('1', '4');
    await tenant.plan('2', '4');

    expect((await accounts()).decisions).toEqual({ ...none, planned: 1 });
  });

  test('one that led to none', async () => {
    expect((await accounts()).decisions).toEqual({ ...none, unplanned: 1 });
  });

  test('each one that was rejected, and each one that was returned and made again', async () => {
    await decide('reject');
    await decide('reject');
    const returned = await aCase();
    await decide('return', returned);
    await decide('approve', returned);

    expect((await accounts()).decisions).toEqual({ ...none, total: 5, unplanned: 2, rejected: 2, returned: 1 });
  });

  test('one that was rejected and written all the same, apart from all others', async () => {
    const { decisionId } = await decide('reject');
    await tenant.plan('1', '4', { decisionId });

    expect((await accounts()).decisions).toEqual({ ...none, total: 2, unplanned: 1, contradicted: 1 });
  });
});

describe('of the writes that were planned a report counts', () => {
  const places = async () => {
    const { messages } = await accounts();
    return Object.fromEntries(Object.entries(messages).filter(([, count]) => count > 0));
  };

  test('what it compared, and what still waits', async () => {
    await tenant.approved('1', '4');
    await tenant.deliver();
    await tenant.plan('2', '4');
    await tenant.approved('3', '4');

    expect(await places()).toEqual({ total: 3, compared: 1, waiting: 2 });
  });

  test('what the source refused, what it no longer was as seen for, and what was called off', async () => {
    await tenant.approved('1', '4');
    tenant.held.onApply = async () => Promise.reject(new RecordError('answered 422'));
    await tenant.deliver();
    await tenant.approved('2', '4');
    tenant.held.rating.set('2', '1');
    await tenant.deliver();
    await tenant.plan('3', '4', { naturalKey: 'rating 3' });
    await tenant.plan('3', '5', { naturalKey: 'rating 3' });

    expect(await places()).toEqual({ total: 4, refused: 1, conflict: 1, calledOff: 1, waiting: 1 });
  });

  test('a value that a newer write was meant to replace, apart from that one', async () => {
    for (const rating of ['3', '4']) {
      await tenant.approved('1', rating, { naturalKey: 'rating 1' });
      await tenant.deliver();
    }

    expect(await places()).toEqual({ total: 2, compared: 1, replaced: 1 });
  });

  test('what leaves while the report is made, as under way', async () => {
    await tenant.approved('1', '4');
    await tenant.deliver();
    await tenant.approved('2', '4');
    tenant.held.readBack = async () => {
      tenant.held.readBack = undefined;
      await tenant.deliver();
      return { rating: '4' };
    };

    expect(await places()).toEqual({ total: 2, compared: 1, underway: 1 });
  });
});

test('the places add up to the totals, which are those of the tables', async () => {
  await decide('reject');
  await tenant.approved('1', '4');
  await tenant.deliver();
  await tenant.plan('2', '4');

  const { decisions, messages } = await accounts();

  expect([decisions.total, messages.total]).toEqual([2, 2]);
  expect([sumOfPlaces(decisions), sumOfPlaces(messages)]).toEqual([2, 2]);
});
