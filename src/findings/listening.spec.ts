import { beforeEach, describe, expect, test } from '@jest/globals';
import { aReviewService } from '../../test/a-review-service.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantReading } from '../../test/a-tenant-reading.js';
import { asRead } from '../../test/as-read.js';
import { anActor, testDatabase } from '../../test/database.js';
import { storeCanonical } from '../../test/store-canonical.js';
import { approvePolicy } from '../policy/policy.js';
import { PrivacyLedger } from '../privacy/ledger.js';
import { Records } from '../records/records.js';
import { Findings } from './findings.js';
import { Listening } from './listening.js';
import { Waves } from './wave.js';

const database = testDatabase();
const envelope = anEnvelope();
const PEOPLE = 40;
interface WaveChange {
  readonly people?: number;
  readonly smallestGroup?: number;
  readonly favourable?: readonly number[];
  readonly text?: string;
}
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
let findings: Findings;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
  findings = new Findings(database.tenancy, envelope);
  await wave('spring', '2022-04-30', 2);
});

/** A wave in which the same people all give one question the same answer. */
async function wave(key: string, closesOn: string, answer: number, { people = PEOPLE, ...changed }: WaveChange = {}): Promise<void> {
  const { favourable = [4, 5], text = 'I would stay.', smallestGroup = null } = changed;
  const question = { id: 'q1', text, scale: { min: 1, max: 5 }, favourable };
  const survey = { key, label: key, opensOn: null, closesOn, items: [question], openQuestions: [], fields: [], smallestGroup };
  await storeCanonical(database, envelope, tenant, 'survey', { [key]: { ...survey, anonymous: false } });
  const response = (number: number) => ({
    surveyKey: key,
    respondent: { kind: 'survey.participant', value: String(number) },
    answeredOn: null,
    answers: { q1: answer },
    attributes: {},
  });
  const responses = Array.from({ length: people }, (_none, number) => [`${key} ${number}`, response(number)]);
  await storeCanonical(database, envelope, tenant, 'response', Object.fromEntries(responses));
}
const run = (key: string, despite: readonly string[] = [], by: readonly string[] = [], progress?: (step: string) => void) => {
  const records = new Records(database.tenancy, envelope);
  const waves = new Waves(database.tenancy, records, envelope);
  return new Listening(database.tenancy, records, new PrivacyLedger(envelope), findings, waves).run(tenant.tenantId, anActor(), key, by, {
    despite,
    ...(progress && { progress }),
  });
};
async function listen(key: string): Promise<{ opened: number; closed: number }> {
  await run(key);
  return aReviewService(database.tenancy, envelope).followFindings(tenant.tenantId, anActor());
}
const found = () => findings.list(tenant.tenantId, anActor());
const holding = async () => (await found()).filter(({ supersededAt }) => supersededAt === null);
const raise = (kScores: number) =>
  database.tenancy.inTenant(tenant.tenantId, anActor(), (tx) => approvePolicy(tx, tenant.tenantId, { privacy: { kScores } }));

describe('what listening finds', () => {
  test('is found once, however often it runs, and whatever answers come later', async () => {
    expect(await listen('spring')).toEqual({ opened: 1, closed: 0 });
    const before = await found();
    await wave('spring', '2022-04-30', 5);

    expect(await listen('spring')).toEqual({ opened: 0, closed: 0 });

    expect(await found()).toEqual(before);
  });

  test('rests on the release under the thresholds that hold: raised, it is found anew', async () => {
    await listen('spring');
    const [older] = await holding();
    await raise(7);

    expect(await listen('spring')).toEqual({ opened: 1, closed: 1 });

    const [newer] = await holding();
    expect((await found()).find(({ id }) => id === older?.id)).toMatchObject({ supersededBy: newer?.id });
    expect(newer?.body.sentences[0]?.evidence).not.toEqual(older?.body.sentences[0]?.evidence);
  });

  test('is withdrawn where thresholds were raised so far that it may not be shown any longer', async () => {
    await listen('spring');
    await raise(PEOPLE + 1);

    expect(await listen('spring')).toEqual({ opened: 0, closed: 1 });

    expect(await holding()).toEqual([]);
  });

  test('about a change since the wave before is withdrawn where another wave turns out to be the one before', async () => {
    await wave('autumn', '2022-10-31', 5);
    await listen('autumn');
    expect((await holding()).map(({ kind }) => kind)).toEqual(['clear-change']);
    await wave('summer', '2022-07-31', 5);

    expect(await listen('autumn')).toEqual({ opened: 0, closed: 1 });

    expect(await holding()).toEqual([]);
  });
});

test('what every object has is neither an answer nor a group of those who gave none', async () => {
  const question = { id: 'constructor', text: 'I would stay.', scale: { min: 1, max: 5 }, favourable: [4, 5] };
  const survey = { key: 'own', label: 'own', opensOn: null, closesOn: null, items: [question], openQuestions: [], fields: ['toString'] };
  await storeCanonical(database, envelope, tenant, 'survey', { own: { ...survey, smallestGroup: null, anonymous: true } });
  const responses = Array.from({ length: 30 }, (_none, number) => [
    `own ${number}`,
    {
      surveyKey: 'own',
      respondent: null,
      answeredOn: null,
      answers: number < 20 ? { constructor: 4 } : {},
      attributes: number < 10 ? { toString: 'here' } : {},
    },
  ]);
  await storeCanonical(database, envelope, tenant, 'response', Object.fromEntries(responses));

  const [everybody, byField] = (await run('own', [], ['toString'])).tables;

  expect(everybody?.everybody.items?.map(({ answers }) => answers)).toEqual([20]);
  expect(byField?.groups.map(({ name, respondents }) => [name, respondents])).toEqual([
    ['(blank)', 20],
    ['here', 10],
  ]);
});

test('what is said while it works tells nothing of how many answered, who may be too few to be shown', async () => {
  const said: string[] = [];
  await wave('few', '2022-04-30', 2, { people: 3 });

  const { tables } = await run('few', [], [], (step) => said.push(step));

  expect(tables[0]?.everybody).toEqual({ name: 'everybody', visibility: 'withheld' });
  expect(said).toEqual(['reading the answers', 'everybody together']);
});

describe('what comes in after a survey was let out', () => {
  const first = async () => (await run('spring')).tables[0]?.everybody;

  test('is not shown, and it is said that there is something, and never how many where they are few', async () => {
    expect((await run('spring')).since).toBeNull();
    const before = await first();
    const said = [];
    for (const people of [PEOPLE, PEOPLE + 1, PEOPLE + 6, PEOPLE + 27]) {
      await wave('spring', '2022-04-30', 2, { people });
      said.push((await run('spring')).since?.answers);
    }

    expect(said).toEqual(['none', 'some', 'some', 20]);
    expect(await first()).toEqual(before);
  });

  test('is said of answers that changed and went as well', async () => {
    await run('spring');
    await wave('spring', '2022-04-30', 5);

    expect(await run('spring')).toMatchObject({ since: { answers: 20, isDefinitionChanged: false } });
  });

  test('is said of questions that are asked otherwise, which are shown as they were', async () => {
    await run('spring');
    await wave('spring', '2022-04-30', 2, { text: 'I would leave.' });

    const { since, tables } = await run('spring');

    expect(since).toMatchObject({ answers: 'none', isDefinitionChanged: true });
    expect(tables[0]?.everybody.items?.[0]?.text).toBe('I would stay.');
  });

  test('renews which steps count as favourable, and what was said before is said again where they are put back', async () => {
    const before = await first();
    await wave('spring', '2022-04-30', 2, { favourable: [2, 3, 4, 5] });
    const after = await first();
    const { since } = await run('spring');
    await wave('spring', '2022-04-30', 2);

    expect(before?.items?.[0]?.favourable?.value).toBe(0);
    expect(after?.items?.[0]?.favourable?.value).toBe(1);
    expect(since).toMatchObject({ answers: 'none', isDefinitionChanged: false });
    expect(await first()).toEqual(before);
  });

  test('raises the smallest group at once, and never lowers it', async () => {
    expect((await first())?.visibility).toBe('shown');
    await wave('spring', '2022-04-30', 2, { smallestGroup: PEOPLE + 1 });
    expect((await first())?.visibility).toBe('withheld');
    await wave('spring', '2022-04-30', 2, { smallestGroup: 3 });

    expect((await first())?.visibility).toBe('withheld');
  });
});

describe('a survey is not let out, and stays free to change,', () => {
  const isFixed = async (key: string) =>
    (await database.owner.query('select from cycle where tenant_id = $1 and key = $2 and frozen is not null', [tenant.tenantId, key]))
      .rowCount === 1;

  test('while people may still answer it', async () => {
    await wave('open', '2199-12-31', 3);

    await expect(run('open')).rejects.toThrow(/people may answer open until 2199-12-31/);

    expect(await isFixed('open')).toBe(false);
  });

  test('while a stream that brings it was not read to its end; what was let out before is shown', async () => {
    await run('spring');
    await wave('summer', '2022-08-31', 3);
    await database.owner.query(`insert into stream_state (tenant_id, connection_id, stream) values ($1, $2, 'response')`, [
      tenant.tenantId,
      tenant.connectionId,
    ]);
    await asRead(database, tenant.tenantId, tenant.connectionId, 'failed', ['response']);

    await expect(run('summer')).rejects.toThrow(/the survey summer waits.*hr response was not read to its end/);

    expect(await isFixed('summer')).toBe(false);
    expect((await run('spring')).tables[0]?.everybody.respondents).toBe(PEOPLE);
  });

  test('while its answers seem to have come in twice, unless somebody says that they are of different people', async () => {
    await wave('export', '2022-06-30', 2, { people: 0 });
    const answers = (number: number) =>
      Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((at) => [`q${at}`, 1 + (Math.floor(number / 2 ** at) % 2)]));
    const rows = ['R', 'X'].flatMap((prefix) =>
      Array.from({ length: 12 }, (_none, number) => {
        const response = { surveyKey: 'export', respondent: null, answeredOn: null, answers: answers(number), attributes: {} };
        return [`${prefix}${number}`, response] as const;
      }),
    );
    await storeCanonical(database, envelope, tenant, 'response', Object.fromEntries(rows));

    await expect(run('export')).rejects.toThrow(/12 of 24 responses .* twice under other keys.*--drop-missing.*--despite hr/);
    expect(await isFixed('export')).toBe(false);

    expect((await run('export', ['hr'])).tables[0]?.everybody.respondents).toBe(24);
    const { rows: audited } = await database.owner.query(
      `select details from audit_entry where tenant_id = $1 and event = 'twice-told.disregarded'`,
      [tenant.tenantId],
    );
    expect(audited[0]).toEqual({ details: { for: 'export', again: 12, of: 24 } });
  });

  test('by a later one that it would be compared with, either', async () => {
    await wave('longer', '2199-12-30', 3);
    await wave('last', '2199-12-31', 3);
    await database.owner.query(`update cycle set closes_on = current_date - 1 where tenant_id = $1 and key = 'last'`, [tenant.tenantId]);

    expect((await run('last')).findings).not.toContainEqual(expect.objectContaining({ kind: 'clear-change' }));

    expect(await isFixed('longer')).toBe(false);
  });
});
