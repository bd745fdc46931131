import { afterEach, describe, expect, test } from '@jest/globals';
import { aDataCentre, aResponse, aSurvey, bodyOf, type DataCentre, SURVEY_ID } from './a-data-centre.js';
import type { QualtricsSeed } from './seed.js';

let centre: DataCentre;
const start = async (seed: Partial<QualtricsSeed> = {}) => (centre = await aDataCentre(seed));
afterEach(() => centre.simulator.close());

const put = (body: object, responseId = 'R_1') => centre.call('PUT', `/responses/${responseId}`, { surveyId: SURVEY_ID, ...body });
const held = async () => (await centre.result(`/surveys/${SURVEY_ID}/responses/R_1`)).values;

describe('one response', () => {
  test('is read as an export would give it', async () => {
    const { exportText, result } = await start();

    const exported = JSON.parse(await exportText({ format: 'json' })).responses[0];

    expect(await result(`/surveys/${SURVEY_ID}/responses/R_1`)).toEqual(exported);
  });

  test('is not found under another survey', async () => {
    const { call } = await start({ surveys: [aSurvey(), aSurvey({ id: 'SV_other', responses: [] })] });

    expect((await call('GET', '/surveys/SV_other/responses/R_1')).status).toBe(404);
  });
});

describe('an embedded data update', () => {
  test('sets the fields, answers meta only, and is on the ledger', async () => {
    const { simulator } = await start();

    const answer = await put({ embeddedData: { hub_score_band: 'B' }, resetRecordedDate: false });

    expect(await bodyOf(answer)).toEqual({ meta: { httpStatus: '200 - OK', requestId: expect.any(String) } });
    expect(await held()).toMatchObject({ hub_score_band: 'B', Department: 'Finance' });
    expect(simulator.ledger.effects).toEqual([{ kind: 'response.update', target: 'R_1', values: { hub_score_band: 'B' } }]);
  });

  test('moves the recorded date by a millisecond every time, even if nothing differs', async () => {
    await start();

    await put({ embeddedData: { Department: 'Finance' }, resetRecordedDate: false });
    await put({ embeddedData: { Department: 'Finance' }, resetRecordedDate: false });

    expect((await held()).recordedDate).toBe('2025-03-01T09:00:00.002Z');
  });

  test('resets the recorded date to now unless told not to', async () => {
    await start();

    await put({ embeddedData: { Department: 'Legal' } });

    expect((await held()).recordedDate).toBe('2025-03-10T12:00:00.000Z');
  });

  test('takes a name that differs by case alone for the same field', async () => {
    const { simulator } = await start();

    await put({ embeddedData: { department: 'Legal' } });

    expect(await held()).toMatchObject({ Department: 'Legal' });
    expect(await held()).not.toHaveProperty('department');
    expect(simulator.ledger.effects[0]?.values).toEqual({ Department: 'Legal' });
  });

  test.each([
    ['names no survey', { surveyId: undefined, embeddedData: { a: 'b' } }, 400],
    ['has no embedded data', {}, 400],
    ['has a value that is not text', { embeddedData: { a: 1 } }, 400],
    ['has a value over the limit', { embeddedData: { a: 'x'.repeat(1001) } }, 400],
    ['would set an answer', { embeddedData: { QID1: '5' } }, 400],
    ['would set metadata', { embeddedData: { recordedDate: '2025-01-01T00:00:00Z' } }, 400],
    ['names an unknown survey', { surveyId: 'SV_none', embeddedData: { a: 'b' } }, 404],
  ])('changes nothing when it %s', async (_reason, body, status) => {
    const { simulator } = await start();
    const before = await held();

    const answer = await put(body);

    expect(answer.status).toBe(status);
    expect(await held()).toEqual(before);
    expect(simulator.ledger.effects).toEqual([]);
  });

  test('happens although the answer is 504', async () => {
    const { control, simulator } = await start();
    await control('time-out-after-write');

    const answer = await put({ embeddedData: { Department: 'Legal' } });

    expect(answer.status).toBe(504);
    expect((await bodyOf(answer)).meta.error).toMatchObject({ instanceId: expect.any(String) });
    expect((await held()).Department).toBe('Legal');
    expect(simulator.ledger.effects).toHaveLength(1);
    expect((await put({ embeddedData: { Department: 'Legal' } })).status).toBe(200);
  });

  test('cannot be read back from a hidden field', async () => {
    const { control, simulator } = await start();
    await control('hide-embedded-field', { surveyId: SURVEY_ID, field: 'Department', hidden: true });

    await put({ embeddedData: { Department: 'Legal' } });

    expect(await held()).not.toHaveProperty('Department');
    expect(simulator.ledger.effects).toHaveLength(1);
  });
});

describe('people at the vendor', () => {
  test('add and remove responses', async () => {
    const { control, result } = await start();

    await control('add-response', { surveyId: SURVEY_ID, response: aResponse('R_3', '2025-03-03T09:00:00.000Z') });
    await control('remove-response', { surveyId: SURVEY_ID, responseId: 'R_1' });

    expect((await result(`/surveys/${SURVEY_ID}/responses/R_3`)).responseId).toBe('R_3');
    expect((await result(`/surveys/${SURVEY_ID}`)).responseCounts).toEqual({ auditable: 2, generated: 0, deleted: 1 });
  });

  test('make surveys and give them other names', async () => {
    const { control, result } = await start();

    await control('add-survey', aSurvey({ id: 'SV_made' }));
    await control('rename-survey', { surveyId: SURVEY_ID, name: 'Spring pulse' });

    const { elements } = await result('/surveys');
    expect(elements.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([
      [SURVEY_ID, 'Spring pulse'],
      ['SV_made', 'Engagement pulse'],
    ]);
    expect((await result(`/surveys/${SURVEY_ID}/responses/R_1`)).responseId).toBe('R_1');
  });

  test.each([
    ['add-survey', aSurvey()],
    ['rename-survey', { surveyId: 'SV_none', name: 'Spring pulse' }],
    ['add-response', { surveyId: SURVEY_ID, response: aResponse('R_1', '2025-03-03T09:00:00.000Z') }],
    ['remove-response', { surveyId: SURVEY_ID, responseId: 'R_none' }],
    ['hide-embedded-field', { surveyId: 'SV_none', field: 'Department', hidden: true }],
    ['polls-until-complete', { polls: 0 }],
  ])('are told when %s makes no sense', async (name, body) => {
    const { control } = await start();

    await expect(control(name, body)).rejects.toThrow(name);
  });
});
