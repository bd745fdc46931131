import { afterEach, describe, expect, test } from '@jest/globals';
import { aDataCentre, aSurvey, API_TOKEN, bodyOf, type DataCentre, SURVEY_ID } from './a-data-centre.js';
import type { QualtricsSeed } from './seed.js';

let centre: DataCentre;
const start = async (seed: Partial<QualtricsSeed> = {}) => (centre = await aDataCentre(seed));
afterEach(() => centre.simulator.close());

const manySurveys = (count: number) =>
  Array.from({ length: count }, (_, index) => aSurvey({ id: `SV_${index}`, name: `Survey ${index}`, responses: [] }));

describe('the envelope', () => {
  test('wraps a result with its status and request id', async () => {
    const { call } = await start();

    const answer = await bodyOf(await call('GET', '/whoami'));

    expect(answer).toEqual({
      result: expect.objectContaining({ brandId: 'acmehr' }),
      meta: { httpStatus: '200 - OK', requestId: expect.any(String) },
    });
  });

  test('refuses a wrong token with 401 and a null request id', async () => {
    const { simulator } = await start();

    const answer = await fetch(`${simulator.url}/API/v3/whoami`, { headers: { 'X-API-TOKEN': `${API_TOKEN}x` } });

    expect(answer.status).toBe(401);
    expect(await bodyOf(answer)).toEqual({
      meta: {
        httpStatus: '401 - Unauthorized',
        error: { errorMessage: expect.any(String), errorCode: expect.any(String) },
        requestId: null,
      },
    });
  });

  test('answers a path the vendor does not have with 404', async () => {
    const { call } = await start();

    expect((await call('GET', `/surveys/${SURVEY_ID}/responses`)).status).toBe(404);
  });

  test.each([
    ['a survey', `/surveys/SV_none`, 404, 'GSI_2'],
    ['a survey definition, which is called forbidden', `/survey-definitions/SV_none`, 403, 'QMST_2.1'],
    ['an event subscription', `/eventsubscriptions/SUB_none`, 404, 'ESSG_2'],
  ])('answers the recorded code for %s that is not there', async (_reason, path, status, errorCode) => {
    const { call } = await start();

    const answer = await call('GET', path);

    expect(answer.status).toBe(status);
    expect((await bodyOf(answer)).meta.error.errorCode).toBe(errorCode);
  });
});

describe('the survey list', () => {
  test('pages by number with an absolute next page', async () => {
    const { call, simulator } = await start({ surveys: manySurveys(3) });

    const first = (await bodyOf(await call('GET', '/surveys?pageSize=2'))).result;
    const second = (await bodyOf(await call('GET', first.nextPage))).result;

    expect(first.nextPage).toBe(`${simulator.url}/API/v3/surveys?pageSize=2&offset=2`);
    expect(second).toEqual({ elements: [expect.objectContaining({ id: 'SV_2', name: 'Survey 2', isActive: true })], nextPage: null });
    expect(simulator.ledger.served).toEqual({ surveys: 3 });
  });

  test('pages by opaque token where asked to, and refuses a URL in its place', async () => {
    const { call } = await start({ surveys: manySurveys(3) });

    const first = (await bodyOf(await call('GET', '/surveys?pageSize=2&useNewPaginationScheme=true'))).result;
    const second = (await bodyOf(await call('GET', first.nextPage))).result;
    const misused = await call('GET', `/surveys?pageSize=2&skipToken=${encodeURIComponent(first.nextPage)}`);

    expect(new URL(first.nextPage).searchParams.has('offset')).toBe(false);
    expect(second.elements).toHaveLength(1);
    expect(misused.status).toBe(400);
  });

  test('leaves out what is shared through a group only', async () => {
    const { result } = await start({ surveys: [aSurvey({ groupShared: true })] });

    expect((await result('/surveys')).elements).toEqual([]);
    expect((await result(`/surveys/${SURVEY_ID}`)).id).toBe(SURVEY_ID);
  });

  test('sends the reader to another host while it is proxied, and says so', async () => {
    const { call, control } = await start({ surveys: manySurveys(3) });

    await control('proxied', { origin: 'https://az1.qualtrics.com' });
    const { result, meta } = await bodyOf(await call('GET', '/surveys?pageSize=2'));

    expect(new URL(result.nextPage).host).toBe('az1.qualtrics.com');
    expect(new URL(result.nextPage).searchParams.get('proxyDepth')).toBe('1');
    expect(meta.notice).toBe('Request proxied. For faster response times, use this host instead: az1.qualtrics.com');
  });

  test('may begin with an empty page that has a next one', async () => {
    const { call, control, result } = await start();

    await control('empty-first-page', { enabled: true });
    const first = await result('/surveys');
    const second = (await bodyOf(await call('GET', first.nextPage))).result;

    expect(first.elements).toEqual([]);
    expect(second).toEqual({ elements: [expect.objectContaining({ id: SURVEY_ID })], nextPage: null });
  });
});

describe('a survey', () => {
  test('names its questions, its export columns and its embedded data', async () => {
    const { result } = await start();

    const survey = await result(`/surveys/${SURVEY_ID}`);

    expect(survey.questions.QID1).toMatchObject({
      questionType: { type: 'MC', selector: 'SAVR' },
      questionText: 'I enjoy my work',
      choices: { '1': { recode: '5', choiceText: 'Strongly agree' }, '2': { recode: '4', choiceText: 'Agree' } },
    });
    expect(survey.exportColumnMap).toEqual({
      Q1: { question: 'QID1' },
      Q2_1: { question: 'QID2', choice: 'QID2.choices.1' },
      Q2_2: { question: 'QID2', choice: 'QID2.choices.2' },
      Q2_3: { question: 'QID2', choice: 'QID2.choices.3' },
      Q3_1: { question: 'QID3', subQuestion: 'QID3.subQuestions.1' },
      Q3_2: { question: 'QID3', subQuestion: 'QID3.subQuestions.2' },
      Q4: { question: 'QID4' },
    });
    expect(survey.embeddedData).toEqual([{ name: 'Department' }, { name: 'Wave', defaultValue: '2025-1' }]);
    expect(survey.responseCounts).toEqual({ auditable: 2, generated: 0, deleted: 0 });
  });

  test('describes its records as a JSON schema', async () => {
    const { result } = await start();

    const { values } = (await result(`/surveys/${SURVEY_ID}/response-schema`)).properties;

    expect(values.properties.QID1).toMatchObject({ type: 'number', exportTag: 'Q1', dataType: 'question' });
    expect(values.properties.QID2).toMatchObject({ type: 'array', items: { type: 'string' } });
    expect(values.properties.recordedDate).toMatchObject({ type: 'string', format: 'date-time', dataType: 'metadata' });
    expect(values.properties.Department).toMatchObject({ type: 'string', dataType: 'embeddedData' });
  });
});

describe('a survey definition', () => {
  test('says in words whether it is anonymised, and carries embedded data in its flow', async () => {
    const { result } = await start({ surveys: [aSurvey({ anonymize: true })] });

    const definition = await result(`/survey-definitions/${SURVEY_ID}`);

    expect(definition).toMatchObject({
      SurveyID: SURVEY_ID,
      QuestionCount: '4',
      SurveyOptions: { AnonymizeResponse: 'Yes', BackButton: 'false' },
    });
    expect(definition.SurveyFlow.Flow[0]).toMatchObject({
      Type: 'EmbeddedData',
      EmbeddedData: [{ Field: 'Department' }, { Field: 'Wave', Value: '2025-1' }],
    });
  });

  test('keys choices by id and gives their recodes apart', async () => {
    const { result } = await start();

    const { Questions } = await result(`/survey-definitions/${SURVEY_ID}`);

    expect(Questions.QID1.Choices['1']).toEqual({ Display: 'Strongly agree' });
    expect(Questions.QID1.RecodeValues).toEqual({ '1': '5', '2': '4', '3': '3', '4': '2', '5': '1' });
    expect(Questions.QID2.RecodeValues).toBeUndefined();
    expect(Questions.QID3).toMatchObject({ Choices: { '1': { Display: 'listens' } }, Answers: { '1': { Display: 'Strongly agree' } } });
  });

  test('writes an empty object as an empty array', async () => {
    const { result } = await start({ surveys: [aSurvey(), aSurvey({ id: 'SV_empty', questions: [], responses: [] })] });

    const withQuestions = await result(`/survey-definitions/${SURVEY_ID}`);
    const withoutQuestions = await result('/survey-definitions/SV_empty');

    expect(withQuestions.Questions.QID4.Choices).toEqual([]);
    expect(withoutQuestions).toMatchObject({ Questions: [], Blocks: [] });
  });
});

describe('rate limits', () => {
  test.each([
    ['with Retry-After', true, '30'],
    ['without Retry-After', false, null],
  ])('refuse what is over the limit of one endpoint, %s', async (_reason, sendsRetryAfter, retryAfter) => {
    const { call, control } = await start();
    await control('rate-limit', { enforced: true, sendsRetryAfter, perMinute: { 'GET /API/v3/whoami': 2 } });

    const statuses = [await call('GET', '/whoami'), await call('GET', '/whoami')].map(({ status }) => status);
    const refused = await call('GET', '/whoami');
    const elsewhere = await call('GET', '/surveys');

    expect([...statuses, refused.status, elsewhere.status]).toEqual([200, 200, 429, 200]);
    expect(refused.headers.get('Retry-After')).toBe(retryAfter);
  });

  test('let one more through once enough time has passed', async () => {
    const { call, clock, control } = await start();
    await control('rate-limit', { enforced: true, perMinute: { 'GET /API/v3/whoami': 1 } });
    await call('GET', '/whoami');

    clock.now = new Date(clock.now.getTime() + 60_000);

    expect((await call('GET', '/whoami')).status).toBe(200);
    expect((await call('GET', '/whoami')).status).toBe(429);
  });
});
