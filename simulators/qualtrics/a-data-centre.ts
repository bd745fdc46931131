import type { RunningSimulator } from '../kit/simulator.js';
import { startQualtrics } from './qualtrics.js';
import type { QualtricsSeed } from './seed.js';

type SurveySeed = QualtricsSeed['surveys'][number];
type ResponseSeed = NonNullable<SurveySeed['responses']>[number];

export const SURVEY_ID = 'SV_0aBcDeFgHiJkLmN';
export const API_TOKEN = 'synthetic-token-of-no-account-0123456789';

/** A survey with a question of each kind; a test names only the fields it is about. */
export const aSurvey = (fields: Partial<SurveySeed> = {}): SurveySeed => ({
  id: SURVEY_ID,
  name: 'Engagement pulse',
  creationDate: '2025-01-10T08:00:00Z',
  lastModified: '2025-02-01T08:00:00Z',
  questions: [
    { id: 'QID1', text: 'I enjoy my work', type: 'MC', choices: AGREEMENT },
    {
      id: 'QID2',
      text: 'On which days?',
      type: 'MC',
      multiple: true,
      choices: [
        { recode: 1, text: 'Monday' },
        { recode: 2, text: 'Tuesday' },
        { recode: 3, text: 'Friday' },
      ],
    },
    { id: 'QID3', text: 'My team', type: 'Matrix', choices: AGREEMENT, subQuestions: [{ text: 'listens' }, { text: 'helps' }] },
    { id: 'QID4', text: 'What would help?', type: 'TE' },
  ],
  embeddedData: [{ name: 'Department' }, { name: 'Wave', defaultValue: '2025-1' }],
  responses: [aResponse('R_1', '2025-03-01T09:00:00.000Z'), aResponse('R_2', '2025-03-02T09:00:00.000Z')],
  ...fields,
});

export function aResponse(responseId: string, recordedDate: string, values: ResponseSeed['values'] = {}): ResponseSeed {
  return {
    responseId,
    values: {
      recordedDate,
      ipAddress: '192.0.2.7',
      externalDataReference: 'E-1042',
      QID1: 4,
      QID2: ['2', '3'],
      QID3_1: 5,
      QID4_TEXT: 'More focus time',
      Department: 'Finance',
      ...values,
    },
    displayedFields: ['QID1', 'QID2', 'QID3_1', 'QID3_2', 'QID4_TEXT'],
  };
}

/** The scale runs downwards, so that a choice's key and its recode differ. */
const AGREEMENT = [
  { recode: 5, text: 'Strongly agree' },
  { recode: 4, text: 'Agree' },
  { recode: 3, text: 'Neither' },
  { recode: 2, text: 'Disagree' },
  { recode: 1, text: 'Strongly disagree' },
];

/** The JSON of an answer; a test reads from it what it expects to be there. */
export const bodyOf = async (answer: Response) => JSON.parse(await answer.text());

/** A running data centre whose clock a test moves by hand, and the requests a test makes of it. */
export async function aDataCentre(seed: Partial<QualtricsSeed> = {}) {
  const clock = { now: new Date('2025-03-10T12:00:00.000Z') };
  const simulator = await startQualtrics({ seed: { surveys: [aSurvey()], ...seed }, apiToken: API_TOKEN, now: () => clock.now });
  const api = `${simulator.url}/API/v3`;
  const call = (method: string, path: string, body?: unknown) =>
    fetch(path.startsWith('http') ? path : `${api}${path}`, {
      method,
      headers: { 'X-API-TOKEN': API_TOKEN, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { ...requests(simulator, call), simulator, clock };
}
export type DataCentre = Awaited<ReturnType<typeof aDataCentre>>;

function requests({ url }: RunningSimulator, call: (method: string, path: string, body?: unknown) => Promise<Response>) {
  const result = async (answer: Response) => (await bodyOf(answer)).result;
  const exportsPath = `/surveys/${SURVEY_ID}/export-responses`;
  const poll = async (progressId: string) => result(await call('GET', `${exportsPath}/${progressId}`));

  /** Runs a job to its end and returns the last progress. */
  const finish = async (body: object) => {
    const { progressId } = await result(await call('POST', exportsPath, body));
    for (;;) {
      const progress = await poll(progressId);
      if (progress.status !== 'inProgress') return progress;
    }
  };
  const file = (fileId: string) => call('GET', `${exportsPath}/${fileId}/file`);

  return {
    call,
    poll,
    finish,
    file,
    result: async (path: string) => result(await call('GET', path)),
    /** The text of an uncompressed export. */
    exportText: async (body: object) => (await file((await finish({ compress: false, ...body })).fileId)).text(),
    control: async (name: string, body: object = {}) => {
      const answer = await fetch(`${url}/_simulator/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (answer.status !== 200) throw new Error(`${name}: ${await answer.text()}`);
      return bodyOf(answer);
    },
  };
}
