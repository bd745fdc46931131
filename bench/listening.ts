import { parseArgs } from 'node:util';
import { Listening } from '../src/findings/listening.js';
import { seededRandom } from '../src/statistics/seeded-random.js';
import { made, onAHub, peakMegabytes, rounded, timed } from './on-a-hub.js';

/** What answers are grouped by, and into how many groups: as many as companies have departments, teams and places. */
const FIELDS: Readonly<Record<string, number>> = { region: 5, department: 20, team: 200 };
const ITEMS = 10;
const BATCH = 2_000;

export interface ListeningMeasure {
  readonly bench: 'listening';
  readonly respondents: number;
  readonly items: number;
  readonly by: readonly string[];
  readonly groupsShown: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** How long it takes to let a survey out, and how much memory: `--respondents 100000 --by department,team`. */
export async function listening(args: readonly string[]): Promise<number> {
  const { respondents, by } = parseArgs({
    args: [...args],
    options: { respondents: { type: 'string', default: '10000' }, by: { type: 'string', default: 'department,team' } },
  }).values;
  console.log(JSON.stringify(await measureListening(Number(respondents), by.split(','))));
  return 0;
}

export const measureListening = (respondents: number, by: readonly string[]): Promise<ListeningMeasure> =>
  onAHub(async ({ connection, store, get, tenantId, actor }) => {
    const connectionId = await connection('bench');
    for (const records of batches(respondents)) await store(connectionId, records);
    const { result, seconds, cpuSeconds } = await timed(() => get(Listening).run(tenantId, actor, 'bench', by));
    const groupsShown = result.tables.flatMap(({ groups }) => groups).filter(({ visibility }) => visibility === 'shown').length;
    return {
      bench: 'listening',
      respondents,
      items: ITEMS,
      by,
      groupsShown,
      seconds: rounded(seconds),
      cpuSeconds: rounded(cpuSeconds),
      peakMegabytes: peakMegabytes(),
    };
  });

/** A survey, and then answers by chance: the same for the same number. */
function* batches(respondents: number) {
  const random = seededRandom(7);
  const oneOf = (groups: number) => `group ${Math.floor(random() ** 2 * groups)}`;
  const items = Array.from({ length: ITEMS }, (_nothing, at) => ({
    id: `q${at}`,
    text: `Question ${at}`,
    scale: { min: 1, max: 5 },
    favourable: [4, 5],
  }));
  const days = { opensOn: null, closesOn: '2026-03-20' };
  const fields = Object.keys(FIELDS);
  yield [
    made('survey', 'survey', {
      key: 'bench',
      label: 'Bench',
      ...days,
      items,
      openQuestions: [],
      fields,
      smallestGroup: null,
      anonymous: true,
    }),
  ];
  for (let from = 0; from < respondents; from += BATCH)
    yield Array.from({ length: Math.min(BATCH, respondents - from) }, (_nothing, at) => {
      const answered = items.filter(() => random() < 0.97);
      return made('response', `row ${from + at}`, {
        surveyKey: 'bench',
        respondent: null,
        answeredOn: null,
        answers: Object.fromEntries(answered.map(({ id }) => [id, 1 + Math.floor(random() * 5)])),
        attributes: Object.fromEntries(Object.entries(FIELDS).map(([field, groups]) => [field, oneOf(groups)])),
      });
    });
}
