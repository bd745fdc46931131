import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import nock from 'nock';
import { openConnection } from '../../kit/open.js';
import qualtrics from '../index.js';
import { responseRecord, responses } from './responses.js';

type Connection = Parameters<typeof responses.read>[0];
type Checkpoint = Parameters<typeof responses.read>[1];

const HOST = 'https://iad1.qualtrics.com';
const JOBS = '/API/v3/surveys/SV_1/export-responses';
// opened with this connector's own configuration
const open = () =>
  openConnection(
    qualtrics,
    { datacenter: 'iad1', apiToken: 'token-of-the-test', pollEveryMs: 1 },
    new AbortController().signal,
  ) as Connection;

const found = (result: unknown) => ({ result, meta: { httpStatus: '200 - OK', requestId: 'request-1' } });
const refused = (httpStatus: string) => ({ meta: { httpStatus, error: { errorMessage: 'No.', errorCode: 'X_1' }, requestId: null } });

function aResponse(responseId: string, values: Readonly<Record<string, unknown>> = {}) {
  return {
    responseId,
    values: {
      status: 0,
      finished: 1,
      recordedDate: '2026-05-04T09:15:00.412Z',
      _recordId: responseId,
      externalDataReference: 'E-1042',
      QID1: 4,
      ...values,
    },
    labels: { finished: 'True', QID1: 'Agree' },
    displayedFields: ['QID1'],
    displayedValues: { QID1: [1, 2, 3, 4, 5] },
  };
}

async function readAll(from?: Checkpoint) {
  const records: unknown[] = [];
  const keys: string[] = [];
  let checkpoint: unknown;
  for await (const page of responses.read(open(), from)) {
    records.push(...page.records);
    keys.push(...(page.refused ?? []).map(({ key }) => key));
    checkpoint = page.checkpoint ?? checkpoint;
  }
  return { records, refused: keys, checkpoint };
}

const archiveOf = (exported: readonly unknown[]) =>
  Buffer.from(zipSync({ 'Puls: Mai?.json': strToU8(JSON.stringify({ responses: exported })) }));

function aSurveyOf(options: unknown) {
  nock(HOST)
    .get('/API/v3/surveys')
    .reply(200, found({ elements: [{ id: 'SV_1' }], nextPage: null }));
  nock(HOST)
    .get('/API/v3/survey-definitions/SV_1')
    .reply(200, found({ SurveyID: 'SV_1', SurveyOptions: options }));
}

/** @returns the bodies of the export jobs that were asked for. */
function aJobGiving(exported: readonly unknown[], continuationToken?: string): unknown[] {
  const bodies: unknown[] = [];
  nock(HOST)
    .post(JOBS, (body) => bodies.push(body) > 0)
    .reply(200, found({ progressId: 'ES_1', percentComplete: 0, status: 'inProgress' }));
  nock(HOST)
    .get(`${JOBS}/ES_1`)
    .reply(200, found({ percentComplete: 100, status: 'complete', fileId: 'file-1', continuationToken }));
  nock(HOST).get(`${JOBS}/file-1/file`).reply(200, archiveOf(exported), { 'content-type': 'application/octet-stream' });
  return bodies;
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

afterAll(() => nock.restore()); // or it goes on catching what others of this process send

describe('the responses', () => {
  test('come with their survey, and with where the next read goes on', async () => {
    aSurveyOf({});
    const bodies = aJobGiving([aResponse('R_1'), aResponse('R_2', { LastModifiedDate: '2026-05-09T00:00:01Z' })], 'token-1');

    const { records, checkpoint } = await readAll();

    expect(records).toEqual([
      { ...aResponse('R_1'), surveyId: 'SV_1', anonymous: false },
      { ...aResponse('R_2', { LastModifiedDate: '2026-05-09T00:00:01Z' }), surveyId: 'SV_1', anonymous: false },
    ]);
    expect(records.map((record) => responses.key(responseRecord.parse(record)))).toEqual(['R_1', 'R_2']);
    expect(checkpoint).toEqual({ surveys: { SV_1: { continuationToken: 'token-1', watermark: '2026-05-09' } } });
    expect(bodies).toEqual([
      {
        ...{ format: 'json', compress: true, allowContinuation: true, sortByLastModifiedDate: true },
        surveyMetadataIds: [
          'status',
          'finished',
          'recordedDate',
          '_recordId',
          'externalDataReference',
          'distributionChannel',
          'userLanguage',
        ],
      },
    ]);
  });

  test('go on from the continuation token, and keep the day where nothing is new', async () => {
    aSurveyOf({});
    const bodies = aJobGiving([], 'token-2');

    const { records, checkpoint } = await readAll({
      surveys: { SV_1: { continuationToken: 'token-1', watermark: '2026-05-09' }, SV_0: {} },
    });

    expect(records).toEqual([]);
    expect(bodies).toMatchObject([{ continuationToken: 'token-1' }]);
    expect(checkpoint).toEqual({ surveys: { SV_1: { continuationToken: 'token-2', watermark: '2026-05-09' }, SV_0: {} } });
  });

  test('go on from a day before the latest change once the token has expired', async () => {
    aSurveyOf({});
    nock(HOST)
      .post(JOBS, (body) => body.continuationToken === 'token-1')
      .reply(400, refused('400 - Bad Request'));
    const bodies = aJobGiving([aResponse('R_1')], 'token-2');

    const { records, checkpoint } = await readAll({ surveys: { SV_1: { continuationToken: 'token-1', watermark: '2026-03-01' } } });

    expect(records).toHaveLength(1);
    expect(bodies).toEqual([expect.objectContaining({ startDate: '2026-02-28T00:00:00Z', sortByLastModifiedDate: true })]);
    expect(bodies).toEqual([expect.not.objectContaining({ continuationToken: 'token-1' })]);
    expect(checkpoint).toEqual({ surveys: { SV_1: { continuationToken: 'token-2', watermark: '2026-05-04' } } });
  });

  test('dated beyond tomorrow are read, and say nothing of where the next read begins', async () => {
    aSurveyOf({});
    aJobGiving([aResponse('R_1'), aResponse('R_2', { recordedDate: '2999-01-01T00:00:00.000Z' })], 'token-1');

    const { records, checkpoint } = await readAll();

    expect(records).toHaveLength(2);
    expect(checkpoint).toEqual({ surveys: { SV_1: { continuationToken: 'token-1', watermark: '2026-05-04' } } });
  });

  test('stop on a bad request that is not about a token', async () => {
    aSurveyOf({});
    nock(HOST).post(JOBS).reply(400, refused('400 - Bad Request'));

    await expect(readAll()).rejects.toMatchObject({ code: 'FATAL' });
  });

  test('wait for the job to say that it is complete, whatever percentage it has', async () => {
    aSurveyOf({});
    nock(HOST)
      .post(JOBS)
      .reply(200, found({ progressId: 'ES_1', percentComplete: 0, status: 'inProgress' }));
    nock(HOST)
      .get(`${JOBS}/ES_1`)
      .reply(200, found({ percentComplete: 100, status: 'inProgress', fileId: null }));
    nock(HOST)
      .get(`${JOBS}/ES_1`)
      .reply(200, found({ percentComplete: 100, status: 'complete', fileId: null }));
    nock(HOST)
      .get(`${JOBS}/ES_1`)
      .reply(200, found({ percentComplete: 100, status: 'complete', fileId: 'file-1' }));
    nock(HOST)
      .get(`${JOBS}/file-1/file`)
      .reply(200, archiveOf([aResponse('R_1')]));

    const { records, checkpoint } = await readAll();

    expect(records).toHaveLength(1);
    expect(checkpoint).toEqual({ surveys: { SV_1: { continuationToken: undefined, watermark: '2026-05-04' } } });
  });

  test('are to be asked for again when the job failed within a 200', async () => {
    aSurveyOf({});
    nock(HOST)
      .post(JOBS)
      .reply(200, found({ progressId: 'ES_1', status: 'inProgress' }));
    nock(HOST)
      .get(`${JOBS}/ES_1`)
      .reply(200, found({ percentComplete: 100, status: 'failed', fileId: null }));

    await expect(readAll()).rejects.toMatchObject({ code: 'TRANSIENT', message: expect.stringContaining('request-1') });
  });

  test.each([
    ['the job', (): void => void nock(HOST).get(`${JOBS}/ES_1`).reply(404, refused('404 - Not Found'))],
    [
      'its file',
      (): void => {
        nock(HOST)
          .get(`${JOBS}/ES_1`)
          .reply(200, found({ status: 'complete', fileId: 'file-1' }));
        nock(HOST).get(`${JOBS}/file-1/file`).reply(404, refused('404 - Not Found'));
      },
    ],
  ])('are to be asked for again when %s is gone', async (_what, isGone) => {
    aSurveyOf({});
    nock(HOST)
      .post(JOBS)
      .reply(200, found({ progressId: 'ES_1', status: 'inProgress' }));
    isGone();

    await expect(readAll()).rejects.toMatchObject({ code: 'TRANSIENT', message: expect.stringContaining('gone') });
  });

  test('are expected to carry the embedded data their connection names', () => {
    const { config } = openConnection(
      qualtrics,
      { datacenter: 'iad1', apiToken: 'token-of-the-test', embeddedFields: ['Department'] },
      new AbortController().signal,
    ) as Connection;

    expect(responses.requested(config)).toEqual(['responseId', 'surveyId', 'values', 'values.Department']);
  });

  test('are to be asked for again when the job does not end', async () => {
    aSurveyOf({});
    nock(HOST)
      .post(JOBS)
      .reply(200, found({ progressId: 'ES_1', status: 'inProgress' }));
    nock(HOST)
      .get(`${JOBS}/ES_1`)
      .times(60)
      .reply(200, found({ percentComplete: 99, status: 'inProgress' }));

    await expect(readAll()).rejects.toMatchObject({ code: 'TRANSIENT', message: expect.stringContaining('did not end') });
  });

  test('of more than a page give their checkpoint with the last page only', async () => {
    aSurveyOf({});
    aJobGiving(
      Array.from({ length: 1_001 }, (_, index) => aResponse(`R_${index}`)),
      'token-1',
    );

    const pages: { records: number; hasCheckpoint: boolean }[] = [];
    for await (const { records, checkpoint } of responses.read(open(), undefined)) {
      pages.push({ records: records.length, hasCheckpoint: checkpoint !== undefined });
    }

    expect(pages).toEqual([
      { records: 500, hasCheckpoint: false },
      { records: 500, hasCheckpoint: false },
      { records: 1, hasCheckpoint: true },
    ]);
  });

  test('that are shaped like none are set aside, and the others come', async () => {
    aSurveyOf({});
    aJobGiving([aResponse('R_1'), { responseId: '', values: {} }, 'text', aResponse('R_2')]);

    const { records, refused: setAside } = await readAll();

    expect(records).toMatchObject([{ responseId: 'R_1' }, { responseId: 'R_2' }]);
    expect(setAside).toEqual(['SV_1 record 2', 'SV_1 record 3']);
  });
});

describe('the responses of an anonymous survey', () => {
  const telling = {
    ...{ ipAddress: '198.51.100.7', locationLatitude: '52.1', locationLongitude: '4.3' },
    ...{ recipientEmail: 'a@example.org', recipientFirstName: 'Ada', recipientLastName: 'Berg', externalDataReference: 'E-1042' },
    ...{
      startDate: '2026-05-04T09:10:02Z',
      endDate: '2026-05-04T09:15:00Z',
      LastModifiedDate: '2026-05-04T09:15:00.413Z',
      userLanguage: 'FI',
      duration: 298,
    },
  };

  test('are stored without who, where and when, even if the vendor sends it', async () => {
    aSurveyOf({ AnonymizeResponse: 'Yes' });
    const response = aResponse('R_1', { ...telling, Department: 'Finance' });
    const bodies = aJobGiving([
      {
        ...response,
        labels: { ...response.labels, ipAddress: '198.51.100.7', recordedDate: '4 May 9:15' },
        displayedFields: ['QID1', 'recipientEmail'],
      },
    ]);

    const { records, checkpoint } = await readAll();

    expect(records).toEqual([
      {
        ...{ responseId: 'R_1', surveyId: 'SV_1', anonymous: true },
        values: {
          ...{ status: 0, finished: 1, _recordId: 'R_1', QID1: 4, Department: 'Finance' },
          ...{ recordedDate: '2026-05-04', startDate: '2026-05-04', endDate: '2026-05-04', LastModifiedDate: '2026-05-04' },
        },
        labels: { finished: 'True', QID1: 'Agree' },
        displayedFields: ['QID1'],
        displayedValues: { QID1: [1, 2, 3, 4, 5] },
      },
    ]);
    expect(responseRecord.safeParse(records[0]).success).toBe(true);
    expect(bodies).toMatchObject([{ surveyMetadataIds: ['status', 'finished', 'recordedDate', '_recordId'] }]);
    expect(checkpoint).toEqual({ surveys: { SV_1: { continuationToken: undefined, watermark: '2026-05-04' } } });
  });

  test.each([403, 404])('include those of a survey whose definition answers %d', async (status) => {
    nock(HOST)
      .get('/API/v3/surveys')
      .reply(200, found({ elements: [{ id: 'SV_1' }], nextPage: null }));
    nock(HOST)
      .get('/API/v3/survey-definitions/SV_1')
      .reply(status, refused(`${status} - No`));
    aJobGiving([aResponse('R_1')]);

    const { records } = await readAll();

    expect(records).toMatchObject([{ anonymous: true }]);
    expect(JSON.stringify(records)).not.toContain('E-1042');
  });

  test.each([
    ['a list, as the vendor writes nothing', [], false],
    ['No', { AnonymizeResponse: 'No' }, false],
    ['Yes', { AnonymizeResponse: 'Yes' }, true],
    ['true as text', { AnonymizeResponse: 'true' }, true],
  ])('are told by the survey options: %s', async (_reason, options, anonymous) => {
    aSurveyOf(options);
    aJobGiving([aResponse('R_1')]);

    const { records } = await readAll();

    expect(records).toMatchObject([{ anonymous }]);
  });
});
