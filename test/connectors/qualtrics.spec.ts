import { afterEach, describe, expect, test } from '@jest/globals';
import qualtrics from '../../connectors/qualtrics/index.js';
import { responses } from '../../connectors/qualtrics/streams/responses.js';
import { surveys } from '../../connectors/qualtrics/streams/surveys.js';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { openConnection } from '../../connectors/kit/open.js';
import { mappingsOf } from '../../mappings/index.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { startQualtrics } from '../../simulators/qualtrics/qualtrics.js';
import type { QualtricsSeed } from '../../simulators/qualtrics/seed.js';

type SurveySeed = QualtricsSeed['surveys'][number];

const API_TOKEN = 'synthetic-token-of-no-account-0123456789';
const AGREEMENT = [5, 4, 3, 2, 1].map((recode) => ({ recode, text: `Step ${recode}` }));
const LIKELIHOOD = Array.from({ length: 11 }, (_, recode) => ({ recode, text: String(recode) }));

const aSurvey = (fields: Partial<SurveySeed> = {}): SurveySeed => ({
  id: 'SV_1',
  name: 'Pulse: "spring" / 2026?',
  creationDate: '2026-04-01T08:00:00Z',
  lastModified: '2026-04-02T08:00:00Z',
  questions: [
    { id: 'QID1', text: '<b>I am proud.</b>', type: 'MC', choices: AGREEMENT },
    { id: 'QID2', text: 'Would you recommend us?', type: 'MC', choices: LIKELIHOOD },
    { id: 'QID3', text: 'My team', type: 'Matrix', choices: AGREEMENT, subQuestions: [{ text: 'listens' }, { text: 'helps' }] },
    { id: 'QID4', text: 'What would help?', type: 'TE' },
  ],
  embeddedData: [{ name: 'Department' }],
  responses: [aResponse('R_1'), aResponse('R_2')],
  ...fields,
});

const aResponse = (responseId: string, values: Readonly<Record<string, string | number>> = {}) => ({
  responseId,
  values: {
    ...{ recordedDate: '2026-05-04T09:15:00.412Z', ipAddress: '192.0.2.7', externalDataReference: `E-${responseId}` },
    ...{ QID1: 4, QID2: 9, QID3_1: 5, QID4_TEXT: 'More focus time', Department: 'Finance' },
    ...values,
  },
});

let vendor: RunningSimulator;
afterEach(() => vendor.close());

async function aConnection(seeded: readonly SurveySeed[], now?: () => Date) {
  vendor = await startQualtrics({ seed: { surveys: [...seeded] }, apiToken: API_TOKEN, ...(now && { now }) });
  const config = { datacenter: 'iad1', apiToken: API_TOKEN, url: vendor.url, participantIs: 'bamboohr.employee', pollEveryMs: 1 };
  return openConnection(qualtrics, config, new AbortController().signal);
}
type Connection = Awaited<ReturnType<typeof aConnection>>;

async function control(name: string, body: unknown) {
  const answer = await fetch(`${vendor.url}/_simulator/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

/** Reads as the hub does: every record must fit, and a checkpoint goes through the schema that guards it. */
async function read(stream: AnyStream<unknown>, connection: Connection, from?: unknown) {
  const records: unknown[] = [];
  let checkpoint: unknown = from;
  for await (const page of stream.read(connection, from)) {
    expect(page.refused ?? []).toEqual([]);
    for (const record of page.records) expect(stream.record.safeParse(record).error).toBeUndefined();
    records.push(...page.records);
    if (page.checkpoint !== undefined) checkpoint = stream.checkpoint.parse(JSON.parse(JSON.stringify(page.checkpoint)));
  }
  return { records, checkpoint, keys: records.map((record) => stream.key(stream.record.parse(record))) };
}

function mapped(stream: string, { config }: Connection, records: readonly unknown[]) {
  return records.flatMap((raw) =>
    mappingsOf('qualtrics', stream, config).flatMap((mapping) => mapping.map(raw).map(({ kind, record }) => ({ kind, record }))),
  );
}

describe('Qualtrics', () => {
  test('is checked by asking who the token belongs to', async () => {
    const connection = await aConnection([]);
    const stranger = openConnection(qualtrics, { datacenter: 'iad1', apiToken: 'wrong', url: vendor.url }, new AbortController().signal);

    await qualtrics.source.check(connection as Parameters<typeof qualtrics.source.check>[0]);

    await expect(qualtrics.source.check(stranger as Parameters<typeof qualtrics.source.check>[0])).rejects.toMatchObject({ code: 'FATAL' });
  });

  test('gives its surveys as waves with items, past an empty first page and over many pages', async () => {
    const connection = await aConnection([
      aSurvey(),
      ...Array.from({ length: 120 }, (_, index) => aSurvey({ id: `SV_more${index}`, anonymize: index === 0 })),
    ]);
    await control('empty-first-page', { enabled: true });

    const { records, keys } = await read(surveys, connection);

    expect(new Set(keys).size).toBe(121);
    const agreement = { scale: { min: 1, max: 5 }, favourable: [4, 5] };
    const waves = mapped('surveys', connection, records).map(({ record }) => record);
    expect(waves).toHaveLength(121);
    expect(waves).toContainEqual({
      ...{ key: 'SV_1', label: 'Pulse: "spring" / 2026?', opensOn: '2026-04-01', closesOn: null, smallestGroup: null, anonymous: false },
      items: [
        { id: 'QID1', text: 'I am proud.', ...agreement },
        { id: 'QID2', text: 'Would you recommend us?', scale: { min: 0, max: 10 }, favourable: [9, 10] },
        { id: 'QID3_1', text: 'listens', ...agreement },
        { id: 'QID3_2', text: 'helps', ...agreement },
      ],
      openQuestions: [{ id: 'QID4_TEXT', text: 'What would help?' }],
      fields: ['Department'],
    });
    expect(waves).toContainEqual(expect.objectContaining({ key: 'SV_more0', anonymous: true }));
  });

  test('sends the token to no host it does not know', async () => {
    const connection = await aConnection(Array.from({ length: 101 }, (_, index) => aSurvey({ id: `SV_${index}` })));
    await control('proxied', { origin: 'http://qualtrics.example.org' });

    await expect(read(surveys, connection)).rejects.toMatchObject({ code: 'FATAL' });
  });

  test('gives responses whose answers belong to the items of their survey', async () => {
    const connection = await aConnection([
      aSurvey({ responses: [aResponse('R_1'), aResponse('R_2', { status: 1 }), aResponse('R_3', { finished: 0 })] }),
    ]);

    const { records, keys } = await read(responses, connection);

    expect(keys.toSorted()).toEqual(['R_1', 'R_2', 'R_3']);
    expect(mapped('responses', connection, records)).toEqual([
      {
        kind: 'response',
        record: {
          ...{ surveyKey: 'SV_1', respondent: { kind: 'bamboohr.employee', value: 'E-R_1' }, answeredOn: null },
          ...{ answers: { QID1: 4, QID2: 9, QID3_1: 5 }, attributes: { Department: 'Finance' } },
        },
      },
      { kind: 'comment', record: { surveyKey: 'SV_1', responseKey: 'R_1', questionId: 'QID4_TEXT', text: 'More focus time' } },
    ]);
  });

  test('gives what changed since the checkpoint, and nothing twice or never', async () => {
    const clock = { now: new Date('2026-05-10T12:00:00Z') };
    const connection = await aConnection([aSurvey(), aSurvey({ id: 'SV_2', responses: [] })], () => clock.now);
    const first = await read(responses, connection);
    clock.now = new Date('2026-05-11T12:00:00Z');
    await control('add-response', { surveyId: 'SV_2', response: aResponse('R_9', { recordedDate: '2026-05-11T11:00:00.000Z' }) });

    const second = await read(responses, connection, first.checkpoint);
    const third = await read(responses, connection, second.checkpoint);

    expect([first.keys.toSorted(), second.keys, third.keys]).toEqual([['R_1', 'R_2'], ['R_9'], []]);
  });

  test('goes on from the day of the latest change once its token has expired', async () => {
    const clock = { now: new Date('2026-05-10T12:00:00Z') };
    const old = aResponse('R_old', { recordedDate: '2026-04-20T09:00:00.000Z' });
    const connection = await aConnection([aSurvey({ responses: [old, aResponse('R_1')] })], () => clock.now);
    const first = await read(responses, connection);
    clock.now = new Date('2026-05-30T12:00:00Z');
    await control('add-response', { surveyId: 'SV_1', response: aResponse('R_9', { recordedDate: '2026-05-30T11:00:00.000Z' }) });

    const second = await read(responses, connection, first.checkpoint);

    expect(first.keys.toSorted()).toEqual(['R_1', 'R_old']);
    expect(second.keys.toSorted()).toEqual(['R_1', 'R_9']);
    expect(second.checkpoint).toMatchObject({ surveys: { SV_1: { watermark: '2026-05-30', continuationToken: expect.any(String) } } });
  });

  test('keeps nothing that tells who answered an anonymous survey', async () => {
    const connection = await aConnection([aSurvey({ anonymize: true })]);

    const { records } = await read(responses, connection);

    expect(records).toHaveLength(2);
    expect(JSON.stringify(records)).not.toMatch(/192\.0\.2\.7|E-R_|09:15/);
    expect(mapped('responses', connection, records)).toContainEqual(
      expect.objectContaining({ kind: 'response', record: expect.objectContaining({ respondent: null }) }),
    );
  });

  test('reads a response no longer there away by a full read', async () => {
    const connection = await aConnection([aSurvey()]);
    await read(responses, connection);
    await control('remove-response', { surveyId: 'SV_1', responseId: 'R_1' });

    const { keys } = await read(responses, connection);

    expect(keys).toEqual(['R_2']);
  });

  test('fails for now when a job fails, and reads everything the next time', async () => {
    const connection = await aConnection([aSurvey()]);
    await control('fail-next-export', { times: 1 });

    await expect(read(responses, connection)).rejects.toMatchObject({ code: 'TRANSIENT' });

    expect((await read(responses, connection)).keys).toHaveLength(2);
  });

  test('survives overload, a lost answer and a wait that was asked for', async () => {
    const connection = await aConnection([aSurvey()]);
    vendor.faults.arm({ method: 'POST', path: '/export-responses$', fault: { kind: 'status', status: 504 } });
    vendor.faults.arm({ path: '/file$', fault: { kind: 'lose-answer', when: 'after' } });
    vendor.faults.arm({ path: '/surveys$', fault: { kind: 'status', status: 429, retryAfter: '0' } });

    expect((await read(responses, connection)).keys.toSorted()).toEqual(['R_1', 'R_2']);
  });
});
