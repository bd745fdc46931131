import { afterEach, describe, expect, test } from '@jest/globals';
import { fromBuffer } from 'yauzl';
import { aDataCentre, aResponse, aSurvey, bodyOf, type DataCentre, SURVEY_ID } from './a-data-centre.js';
import type { QualtricsSeed } from './seed.js';

let centre: DataCentre;
const start = async (seed: Partial<QualtricsSeed> = {}) => (centre = await aDataCentre(seed));
afterEach(() => centre.simulator.close());

const EXPORTS = `/surveys/${SURVEY_ID}/export-responses`;
const recordsOf = async (body: object = {}) => JSON.parse(await centre.exportText({ format: 'json', ...body })).responses;
const idsOf = async (body: object = {}) => (await recordsOf(body)).map(({ responseId }: { responseId: string }) => responseId);

describe('an export job', () => {
  test('reaches 100 percent before it is complete', async () => {
    const { call, control, poll } = await start();
    await control('polls-until-complete', { polls: 3 });

    const started = (await bodyOf(await call('POST', EXPORTS, { format: 'json' }))).result;
    const polls = [await poll(started.progressId), await poll(started.progressId), await poll(started.progressId)];

    expect(started).toEqual({ progressId: expect.stringMatching(/^ES_/), percentComplete: 0, status: 'inProgress' });
    expect(polls).toEqual([
      { percentComplete: 50, status: 'inProgress', fileId: null },
      { percentComplete: 100, status: 'inProgress', fileId: null },
      { percentComplete: 100, status: 'complete', fileId: expect.any(String) },
    ]);
  });

  test('fails inside a 200, once', async () => {
    const { control, finish } = await start();
    await control('fail-next-export');

    const failed = await finish({ format: 'json' });
    const next = await finish({ format: 'json' });

    expect(failed).toMatchObject({ percentComplete: 100, status: 'failed', fileId: null });
    expect(next.status).toBe('complete');
  });

  test('is gone with 404 when unknown or expired', async () => {
    const { call, control, file, finish } = await start();
    const { progressId } = (await bodyOf(await call('POST', EXPORTS, { format: 'json' }))).result;
    const { fileId } = await finish({ format: 'json' });

    await control('expire-exports');

    expect((await call('GET', `${EXPORTS}/ES_none`)).status).toBe(404);
    expect((await call('GET', `${EXPORTS}/${progressId}`)).status).toBe(404);
    expect((await file(fileId)).status).toBe(404);
  });

  test('holds what was there when it started', async () => {
    const { call, control, file, poll } = await start();
    const { progressId } = (await bodyOf(await call('POST', EXPORTS, { format: 'json', compress: false }))).result;

    await control('remove-response', { surveyId: SURVEY_ID, responseId: 'R_1' });
    await poll(progressId);
    const { responses } = await bodyOf(await file((await poll(progressId)).fileId));

    expect(responses).toHaveLength(2);
    expect(await idsOf()).toEqual(['R_2']);
  });

  test.each([
    ['a format is missing', {}],
    ['the old lastResponseId is sent', { format: 'json', lastResponseId: 'R_1' }],
    ['a CSV option comes with json', { format: 'json', useLabels: true }],
    ['a CSV option comes with ndjson', { format: 'ndjson', timeZone: 'UTC' }],
    ['a filter comes with modified dates', { format: 'json', filterId: 'f', sortByLastModifiedDate: true }],
    ['a metadata id does not exist', { format: 'json', surveyMetadataIds: ['RecordedDate'] }],
    ['the continuation token is unknown', { format: 'json', continuationToken: 'CT_none' }],
  ])('is refused when %s', async (_reason, body) => {
    const { call } = await start();

    expect((await call('POST', EXPORTS, body)).status).toBe(400);
  });
});

describe('an export file', () => {
  test('is a ZIP of one entry named after the survey, as odd as its title', async () => {
    const { file, finish, simulator } = await start({ surveys: [aSurvey({ name: 'Puls: "Wie geht’s?" <März> & 100 %' })] });

    const zip = Buffer.from(await (await file((await finish({ format: 'json' })).fileId)).arrayBuffer());
    const entries = await entriesOf(zip);

    expect(Object.keys(entries)).toEqual(['Puls: "Wie geht’s?" <März> & 100 %.json']);
    expect(JSON.parse(Object.values(entries).join('')).responses).toHaveLength(2);
    expect(simulator.ledger.served).toEqual({ responses: 2 });
  });

  test('is bare without compression', async () => {
    const { file, finish } = await start();

    const answer = await file((await finish({ format: 'ndjson', compress: false })).fileId);
    const lines = (await answer.text()).trimEnd().split('\n');

    expect(answer.headers.get('content-type')).toMatch('application/json');
    expect(lines.map((line) => JSON.parse(line).responseId)).toEqual(['R_1', 'R_2']);
  });

  test('holds flat records with labels and what was seen', async () => {
    await start();

    const [record] = await recordsOf();

    expect(record).toMatchObject({
      responseId: 'R_1',
      values: { _recordId: 'R_1', finished: 1, status: 0, QID1: 4, QID2: ['2', '3'], QID3_1: 5, Department: 'Finance' },
      labels: { finished: 'True', QID1: 'Agree', QID2: ['Tuesday', 'Friday'], QID3_1: 'Strongly agree' },
      displayedFields: ['QID1', 'QID2', 'QID3_1', 'QID3_2', 'QID4_TEXT'],
    });
  });

  test('leaves hidden embedded data out without a word', async () => {
    const { control, result } = await start();
    await control('hide-embedded-field', { surveyId: SURVEY_ID, field: 'Department', hidden: true });

    const [record] = await recordsOf({ embeddedDataIds: ['Department'] });
    await control('hide-embedded-field', { surveyId: SURVEY_ID, field: 'Department', hidden: false });

    expect(record.values).not.toHaveProperty('Department');
    expect((await result(`/surveys/${SURVEY_ID}`)).embeddedData).toContainEqual({ name: 'Department' });
    expect((await recordsOf())[0].values.Department).toBe('Finance');
  });

  test('carries no contact link and no address of an anonymised survey', async () => {
    await start({ surveys: [aSurvey({ anonymize: true })] });

    const [record] = await recordsOf();

    expect(record.values).not.toHaveProperty('ipAddress');
    expect(record.values).not.toHaveProperty('externalDataReference');
    expect(record.values.QID1).toBe(4);
  });
});

describe('a selection', () => {
  test('takes an empty list as nothing of that class', async () => {
    await start();

    const records = await recordsOf({ questionIds: [], embeddedDataIds: [], surveyMetadataIds: ['_recordId'] });

    expect(records).toEqual(
      ['R_1', 'R_2'].map((responseId) => ({
        responseId,
        values: { _recordId: responseId },
        labels: {},
        displayedFields: [],
        displayedValues: {},
      })),
    );
  });

  test('takes all keys of a named question', async () => {
    await start();

    const [record] = await recordsOf({ questionIds: ['QID3'], embeddedDataIds: ['Department'], surveyMetadataIds: [] });

    expect(record.values).toEqual({ QID3_1: 5, Department: 'Finance' });
    expect(record.displayedFields).toEqual(['QID3_1', 'QID3_2']);
  });

  test('includes the start date, excludes the end date and ends at the limit', async () => {
    await start({
      surveys: [aSurvey({ responses: ['01', '02', '03'].map((day) => aResponse(`R_${day}`, `2025-03-${day}T09:00:00.000Z`)) })],
    });

    expect(await idsOf({ startDate: '2025-03-02T09:00:00Z' })).toEqual(['R_02', 'R_03']);
    expect(await idsOf({ endDate: '2025-03-02T09:00:00Z' })).toEqual(['R_01']);
    expect(await idsOf({ limit: 2 })).toEqual(['R_01', 'R_02']);
  });
});

describe('modified dates and continuation', () => {
  const update = (responseId: string, embeddedData: Readonly<Record<string, string>>) =>
    centre.call('PUT', `/responses/${responseId}`, { surveyId: SURVEY_ID, embeddedData, resetRecordedDate: false });

  test('filter and sort by the date of the last change', async () => {
    await start();
    await update('R_1', { Department: 'Legal' });

    const records = await recordsOf({ sortByLastModifiedDate: true });

    expect(records.map(({ values }: { values: Record<string, string> }) => values['lastModifiedDate'])).toEqual([
      '2025-03-02T09:00:00.000Z',
      '2025-03-10T12:00:00.000Z',
    ]);
    expect(await idsOf({ sortByLastModifiedDate: true, startDate: '2025-03-10T00:00:00Z' })).toEqual(['R_1']);
    expect(await idsOf({ startDate: '2025-03-10T00:00:00Z' })).toEqual([]);
  });

  test('go on with what is new or changed since', async () => {
    const { control, finish } = await start();
    const { continuationToken } = await finish({ format: 'json', allowContinuation: true, sortByLastModifiedDate: true });
    await update('R_1', { Department: 'Legal' });
    await control('add-response', { surveyId: SURVEY_ID, response: aResponse('R_3', '2025-03-10T11:59:00.000Z') });

    const next = await finish({ format: 'json', continuationToken });

    expect(await idsOf({ continuationToken })).toEqual(['R_1', 'R_3']);
    expect(await idsOf({ continuationToken: next.continuationToken })).toEqual([]);
  });

  test('do not show an edit when the chain goes by recorded date', async () => {
    const { finish } = await start();
    const { continuationToken } = await finish({ format: 'json', allowContinuation: true });

    await update('R_1', { Department: 'Legal' });

    expect(await idsOf({ continuationToken })).toEqual([]);
  });

  test('never report a deletion', async () => {
    const { control, finish } = await start();
    const { continuationToken } = await finish({ format: 'json', allowContinuation: true, sortByLastModifiedDate: true });

    await control('remove-response', { surveyId: SURVEY_ID, responseId: 'R_1' });

    expect(await idsOf({ continuationToken })).toEqual([]);
    expect(await idsOf()).toEqual(['R_2']);
  });

  test('give a token to nobody who did not ask', async () => {
    const { finish } = await start();

    expect(await finish({ format: 'json', sortByLastModifiedDate: true })).not.toHaveProperty('continuationToken');
  });

  test('end with 400 after seven days', async () => {
    const { call, clock, finish } = await start();
    const { continuationToken } = await finish({ format: 'json', allowContinuation: true });
    const afterDays = async (days: number) => {
      clock.now = new Date(Date.parse('2025-03-10T12:00:00.000Z') + days * 86_400_000);
      return (await call('POST', EXPORTS, { format: 'json', continuationToken })).status;
    };

    expect(await afterDays(7)).toBe(200);
    expect(await afterDays(7.01)).toBe(400);
  });

  test('end with 400 when the tokens are made to expire', async () => {
    const { call, control, finish } = await start();
    const { continuationToken } = await finish({ format: 'json', allowContinuation: true });

    await control('expire-continuations');

    expect((await call('POST', EXPORTS, { format: 'json', continuationToken })).status).toBe(400);
  });
});

/** File name to text, read by another library than the one that wrote it. */
async function entriesOf(zip: Buffer): Promise<Readonly<Record<string, string>>> {
  const archive = await new Promise<import('yauzl').ZipFile>((opened, failed) =>
    fromBuffer(zip, { lazyEntries: true }, (error, file) => (error ? failed(error) : opened(file))),
  );
  const entries: Record<string, string> = {};
  await new Promise<void>((ended, failed) => {
    archive.on('error', failed).on('end', () => ended());
    archive.on('entry', (entry: import('yauzl').Entry) =>
      archive.openReadStream(entry, async (error, stream) => {
        if (error) return failed(error);
        entries[entry.fileName] = Buffer.concat(await stream.toArray()).toString('utf8');
        archive.readEntry();
      }),
    );
    archive.readEntry();
  });
  return entries;
}
