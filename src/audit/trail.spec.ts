import { beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { until } from '../../test/until.js';
import { recordAudit } from './audit.js';
import { readTrail, type TrailQuestion } from './trail.js';

const database = testDatabase();
let tenantId: string;
let elsewhere: string;
const [ada, bob] = [anActor({ id: 'ada' }), anActor({ id: 'bob' })];
let between: Date;

const write = (tenant: string, actor: typeof ada, ...done: [event: string, subject: string][]) =>
  database.tenancy.inTenant(tenant, actor, async (tx) => {
    for (const [event, subject] of done) await recordAudit(tx, { event, subject });
  });
const trail = async (question: Omit<TrailQuestion, 'limit'>, limit = 100, tenant = tenantId) =>
  (await database.tenancy.inTenant(tenant, anActor(), (tx) => readTrail(tx, { ...question, limit }))).map(
    ({ actorId, event, subject }) => `${actorId} ${event} ${subject}`,
  );

/** A whole millisecond, which is all a Date holds, after all that was written and before whatever is written next. */
const aMomentLater = async () => {
  const clock = async () =>
    (await database.owner.query<{ ms: number }>(`select extract(epoch from clock_timestamp()) * 1000 as ms`)).rows[0];
  const next = Math.floor(Number((await clock())?.ms)) + 1;
  await until(async () => Number((await clock())?.ms) >= next);
  return new Date(next);
};

beforeAll(async () => {
  [tenantId, elsewhere] = [await aTenant(database.tenancy), await aTenant(database.tenancy)];
  await write(tenantId, ada, ['case.decided', 'case:1'], ['message.planned', 'message:1']);
  const inTwoSteps = anActor({ id: 'bob' });
  await write(tenantId, inTwoSteps, ['case.decided', 'case:3']);
  between = await aMomentLater();
  await write(tenantId, inTwoSteps, ['message.planned', 'message:3']);
  await write(tenantId, bob, ['message.approved', 'message:1']);
  await write(tenantId, bob, ['case.decided', 'case:2']);
  await write(elsewhere, bob, ['message.approved', 'message:1']);
});

test.each<[string, () => Omit<TrailQuestion, 'limit'>, string[]]>([
  ['one subject', () => ({ subject: 'message:1' }), ['ada message.planned message:1', 'bob message.approved message:1']],
  [
    'one actor',
    () => ({ by: 'bob' }),
    ['bob case.decided case:3', 'bob message.planned message:3', 'bob message.approved message:1', 'bob case.decided case:2'],
  ],
  ['one command', () => ({ traceId: ada.traceId }), ['ada case.decided case:1', 'ada message.planned message:1']],
  ['a time that ends', () => ({ until: between }), ['ada case.decided case:1', 'ada message.planned message:1', 'bob case.decided case:3']],
  ['a time that begins', () => ({ from: between, subject: 'message:1' }), ['bob message.approved message:1']],
  [
    'one subject and what belongs to it',
    () => ({ subject: 'case:1', isWhole: true }),
    ['ada case.decided case:1', 'ada message.planned message:1'],
  ],
  [
    'what belongs to one subject, from a time on at which it was done already',
    () => ({ subject: 'case:3', isWhole: true, from: between }),
    ['bob message.planned message:3'],
  ],
  ['what nobody did', () => ({ traceId: randomUUID() }), []],
])('tells of %s, in order, and of no other tenant', async (_what, question, expected) => {
  expect(await trail(question())).toEqual(expected);
});

test('gives one more than is asked for, to say that there is more', async () => {
  expect(await trail({}, 2)).toHaveLength(3);
});
