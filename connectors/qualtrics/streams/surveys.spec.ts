import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { openConnection } from '../../kit/open.js';
import qualtrics from '../index.js';
import { surveyRecord, surveys } from './surveys.js';

const HOST = 'https://iad1.qualtrics.com';
const OTHER_HOST = 'https://az1.qualtrics.com';
const open = () =>
  openConnection(qualtrics, { datacenter: 'iad1', apiToken: 'token-of-the-test', pollEveryMs: 1 }, new AbortController().signal);

const found = (result: unknown) => ({ result, meta: { httpStatus: '200 - OK', requestId: 'r' } });
const refused = (httpStatus: string, errorCode: string) => ({
  meta: { httpStatus, error: { errorMessage: 'No.', errorCode }, requestId: null },
});
const aSurvey = (id: string) => ({ id, name: `Survey ${id}`, isActive: true, questions: [], embeddedData: [] });
const listed = (...ids: string[]) => ids.map((id) => ({ id, name: id, isActive: true }));

async function readAll(): Promise<unknown[]> {
  const records: unknown[] = [];
  // the connection was opened with this connector's own configuration
  for await (const page of surveys.read(open() as Parameters<typeof surveys.read>[0], undefined)) records.push(...page.records);
  return records;
}

function answer(surveyId: string, anonymize = 'No') {
  nock(HOST)
    .get(`/API/v3/surveys/${surveyId}`)
    .reply(200, found(aSurvey(surveyId)));
  nock(HOST)
    .get(`/API/v3/survey-definitions/${surveyId}`)
    .reply(200, found({ SurveyID: surveyId, LastAccessed: 'changes each time', SurveyOptions: { AnonymizeResponse: anonymize } }));
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

afterAll(() => nock.restore()); // or it goes on catching what others of this process send

describe('the surveys', () => {
  test('stop being listed when page after page gives the same ones and names another', async () => {
    let pages = 0;
    nock(HOST)
      .get(/^\/API\/v3\/surveys/)
      .times(102)
      .reply(200, () => found({ elements: listed('SV_1'), nextPage: `${HOST}/API/v3/surveys?skipToken=${(pages += 1)}` }));

    await expect(readAll()).rejects.toThrow('101 pages one after the other brought nothing new');
  });

  test('come from every page, also from one of another host of the vendor, and past an empty one', async () => {
    const next = `${OTHER_HOST}/API/v3/surveys?skipToken=a&proxyDepth=1`;
    nock(HOST)
      .get('/API/v3/surveys')
      .matchHeader('x-api-token', 'token-of-the-test')
      .reply(200, found({ elements: listed('SV_1'), nextPage: next }));
    nock(OTHER_HOST)
      .get('/API/v3/surveys?skipToken=a&proxyDepth=1')
      .reply(200, found({ elements: [], nextPage: `${HOST}/API/v3/surveys?skipToken=b` }));
    nock(HOST)
      .get('/API/v3/surveys?skipToken=b')
      .reply(200, found({ elements: listed('SV_1', 'SV_2'), nextPage: null }));
    answer('SV_1');
    answer('SV_2', 'Yes');

    const records = await readAll();

    expect(records).toEqual([
      { survey: aSurvey('SV_1'), definition: { SurveyID: 'SV_1', SurveyOptions: { AnonymizeResponse: 'No' } } },
      { survey: aSurvey('SV_2'), definition: { SurveyID: 'SV_2', SurveyOptions: { AnonymizeResponse: 'Yes' } } },
    ]);
    expect(records.map((record) => surveys.key(surveyRecord.parse(record)))).toEqual(['SV_1', 'SV_2']);
  });

  test.each([
    ['of somebody else', 'https://qualtrics.com.example.org/API/v3/surveys'],
    ['that only begins like one of the vendor', 'https://iad1.qualtrics.com@example.org/API/v3/surveys'],
    ['that ends like one of the vendor', 'https://notqualtrics.com/API/v3/surveys'],
    ['without encryption', 'http://iad1.qualtrics.com/API/v3/surveys'],
    ['nobody can read', 'skip-token-only'],
  ])('are not asked for at an address %s', async (_reason, nextPage) => {
    nock(HOST)
      .get('/API/v3/surveys')
      .reply(200, found({ elements: [], nextPage }));

    await expect(readAll()).rejects.toMatchObject({ code: 'FATAL', message: expect.stringContaining('no host of Qualtrics') });
  });

  test('stop where the pages go round in a circle', async () => {
    nock(HOST)
      .get('/API/v3/surveys')
      .reply(200, found({ elements: [], nextPage: `${HOST}/API/v3/surveys?offset=0` }));
    nock(HOST)
      .get('/API/v3/surveys?offset=0')
      .reply(200, found({ elements: [], nextPage: `${HOST}/API/v3/surveys?offset=0` }));

    await expect(readAll()).rejects.toMatchObject({ code: 'FATAL' });
  });

  test('come without a definition where the user may not read it', async () => {
    nock(HOST)
      .get('/API/v3/surveys')
      .reply(200, found({ elements: listed('SV_1'), nextPage: null }));
    nock(HOST)
      .get('/API/v3/surveys/SV_1')
      .reply(200, found(aSurvey('SV_1')));
    nock(HOST).get('/API/v3/survey-definitions/SV_1').reply(403, refused('403 - Forbidden', 'QMST_2.1'));

    const records = await readAll();

    expect(records).toEqual([{ survey: aSurvey('SV_1') }]);
  });

  test('leave out one that was deleted after it was listed', async () => {
    nock(HOST)
      .get('/API/v3/surveys')
      .reply(200, found({ elements: listed('SV_gone', 'SV_1'), nextPage: null }));
    nock(HOST).get('/API/v3/surveys/SV_gone').reply(404, refused('404 - Not Found', 'GSI_2'));
    answer('SV_1');

    const records = await readAll();

    expect(records).toMatchObject([{ survey: { id: 'SV_1' } }]);
  });

  test('are told from a wrong token', async () => {
    nock(HOST).get('/API/v3/whoami').reply(401, refused('401 - Unauthorized', 'AUTH_6'));

    await expect(qualtrics.source.check(open() as Parameters<typeof qualtrics.source.check>[0])).rejects.toMatchObject({ code: 'FATAL' });
  });
});
