import { z } from 'zod';
import type { OpenConnection } from '../../kit/connector.js';
import { FatalError } from '../../kit/errors.js';
import { readDefinition, surveyDefinition } from '../anonymity.js';
import { byName } from '../by-name.js';
import { listSurveys } from '../list-surveys.js';
import { qualtrics, type QualtricsConfig } from '../source.js';

const text = z.string().nullish();
const instant = z.iso.datetime({ offset: true }).nullish();

const choice = z.looseObject({
  recode: z.union([z.string(), z.number()]).nullish(),
  choiceText: text,
  description: text,
  analyze: z.boolean().nullish(),
});

export const surveyQuestion = z.looseObject({
  questionType: z.looseObject({ type: z.string(), selector: text, subSelector: text }),
  questionText: text,
  questionLabel: text,
  questionName: text,
  choices: byName(choice).nullish(),
  /** Rows of a matrix. */
  subQuestions: byName(choice).nullish(),
});
export type SurveyQuestion = z.output<typeof surveyQuestion>;

/** A survey as given, beside what is kept of its definition where the user may read that. */
export const surveyRecord = z.looseObject({
  survey: z.looseObject({
    id: z.string().min(1),
    name: z.string(),
    creationDate: instant,
    expiration: z.looseObject({ startDate: instant, endDate: instant }).nullish(),
    questions: byName(surveyQuestion).prefault({}),
    embeddedData: z.array(z.looseObject({ name: z.string().min(1) })).nullish(),
  }),
  definition: surveyDefinition.optional(),
});
export type SurveyRecord = z.output<typeof surveyRecord>;

/** Every survey the token's user sees, whole each time: the vendor has no filter for what changed. */
export const surveys = qualtrics.stream({
  name: 'surveys',
  reference: 'https://api.qualtrics.com/73d7e07ec68b2-get-survey',
  record: surveyRecord,
  key: ({ survey }) => survey.id,
  checkpoint: z.never(),
  deletes: 'full-read',
  requested: () => ['survey', 'definition'],
  sensitivity: { rest: 'internal' },
  cost: (records) => 2 * records + Math.ceil(records / 100),

  async *read(connection) {
    for (const surveyId of await listSurveys(connection)) {
      const survey = await readSurvey(connection, surveyId);
      if (survey === undefined) continue; // deleted since it was listed
      const definition = await readDefinition(connection, surveyId);
      yield { records: [definition === undefined ? { survey } : { survey, definition }] };
    }
  },
});

async function readSurvey({ http }: OpenConnection<QualtricsConfig>, surveyId: string): Promise<unknown> {
  try {
    const { result } = await http.read({ url: `/surveys/${encodeURIComponent(surveyId)}` }, z.object({ result: z.looseObject({}) }));
    return result;
  } catch (cause) {
    if (cause instanceof FatalError && cause.context.status === 404) return undefined;
    throw cause;
  }
}
