import { z } from 'zod';
import type { RunningSimulator } from '../../../simulators/kit/simulator.js';
import { startQualtrics } from '../../../simulators/qualtrics/qualtrics.js';
import type { QualtricsSeed } from '../../../simulators/qualtrics/seed.js';
import { atTheSource, counter, type Harness, numbers, type StreamAtSource } from '../harness.js';

const API_TOKEN = 'synthetic-token-of-no-account-0123456789';
const NOON = Date.parse('2026-03-02T12:00:00Z');
/** One page of responses holds five hundred. */
const PAGES = 530;
const A_FEW = 4;
/** The third has no responses yet. */
const SURVEYS = ['SV_large', 'SV_anonymous', 'SV_new'] as const;

export const qualtrics: Harness = {
  async start(pagesOf) {
    let now = NOON;
    const places = { SV_large: numbers(pagesOf === 'responses' ? PAGES : A_FEW), SV_anonymous: numbers(3), SV_new: [] };
    const vendor = await startQualtrics({ seed: seedOf(places), apiToken: API_TOKEN, now: () => new Date(now) });
    return {
      url: vendor.url,
      config: (url) => ({ datacenter: 'fra1', apiToken: API_TOKEN, url, embeddedFields: ['Department'], pollEveryMs: 1 }),
      wrongCredential: { apiToken: 'another' },
      streams: { surveys: surveys(vendor), responses: responses(vendor, places) },
      operations: {},
      passLag: (share = 1) => void (now += share * 60_000),
      close: vendor.close,
    };
  },
};

const responseId = (surveyId: string, place: number) => `R_${surveyId.slice(3)}${place}`;
const recordedAt = (place: number) => new Date(NOON - 86_400_000 + place * 1_000).toISOString();

const response = (id: string, recordedDate: string, values: Readonly<Record<string, string>> = {}) => ({
  responseId: id,
  values: {
    ...{ recordedDate, externalDataReference: `E-${id}`, QID1: 4, QID2_TEXT: 'More focus time', Department: 'Finance' },
    ...values,
  },
});

const survey = (id: string) => ({
  ...{ id, name: `Pulse "${id}" / 2026?`, anonymize: id === 'SV_anonymous' },
  ...{ creationDate: '2026-01-10T08:00:00Z', lastModified: '2026-01-11T08:00:00Z' },
  questions: [
    {
      id: 'QID1',
      text: 'I am proud.',
      type: 'MC' as const,
      choices: [5, 4, 3, 2, 1].map((recode) => ({ recode, text: `Step ${recode}` })),
    },
    { id: 'QID2', text: 'What would help?', type: 'TE' as const },
  ],
  embeddedData: [{ name: 'Department' }],
});

type Places = Readonly<Record<(typeof SURVEYS)[number], readonly number[]>>;

const seedOf = (places: Places): QualtricsSeed => ({
  surveys: SURVEYS.map((id) => ({
    ...survey(id),
    responses: places[id].map((place) => response(responseId(id, place), recordedAt(place))),
  })),
});

const surveyAnswer = z.looseObject({ result: z.looseObject({}) });

function surveys({ url }: RunningSimulator): StreamAtSource {
  const [added, changed] = [counter(), counter()];
  return {
    keys: SURVEYS,
    add: async () => {
      const id = `SV_added${added()}`;
      await atTheSource(url, 'add-survey', survey(id));
      return id;
    },
    change: async () => {
      await atTheSource(url, 'rename-survey', { surveyId: 'SV_large', name: `Renamed ${changed()} times` });
      return 'SV_large';
    },
    spoil: async (line) => {
      line?.rewrite(/\/surveys\/SV_anonymous$/, (answer) => {
        const { result, ...rest } = surveyAnswer.parse(answer);
        return { ...rest, result: { ...result, name: null } };
      });
      return 'SV_anonymous';
    },
  };
}

function responses({ url }: RunningSimulator, places: Places): StreamAtSource {
  const [added, changed] = [counter(), counter()];
  const add = async (values: Readonly<Record<string, string>>) => {
    const place = added();
    const surveyId = SURVEYS[place % SURVEYS.length] ?? 'SV_new';
    const id = responseId(`${surveyId}Added`, place);
    await atTheSource(url, 'add-response', { surveyId, response: response(id, new Date(NOON).toISOString(), values) });
    return id;
  };
  return {
    keys: SURVEYS.flatMap((id) => places[id].map((place) => responseId(id, place))),
    add: () => add({}),
    change: async () => {
      const id = responseId('SV_large', changed());
      await put(`${url}/API/v3/responses/${id}`, { surveyId: 'SV_large', embeddedData: { Department: 'Sales' } });
      return id;
    },
    spoil: () => add({ status: 'odd' }),
    shapeless: { path: /\/file$/, reason: 'a file is bytes: one that is no archive was damaged on its way, and is fetched again later' },
  };
}

async function put(address: string, body: object): Promise<void> {
  const headers = { 'x-api-token': API_TOKEN, 'content-type': 'application/json' };
  const answer = await fetch(address, { method: 'PUT', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status} ${await answer.text()}`);
}
