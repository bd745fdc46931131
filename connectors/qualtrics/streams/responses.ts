import { z } from 'zod';
import { isBeyondTomorrow } from '../../kit/beyond-tomorrow.js';
import type { Refused } from '../../kit/connector.js';
import { exportedResponse, isAnonymous, readDefinition, withoutIdentity } from '../anonymity.js';
import { exportPosition, exportResponses } from '../export-job.js';
import { listSurveys } from '../list-surveys.js';
import { qualtrics } from '../source.js';

/** A response as exported, with its survey. Loose: questions and embedded data lie side by side in `values`. */
export const responseRecord = z.looseObject({
  responseId: z.string().min(1),
  surveyId: z.string().min(1),
  /** Whether its survey was anonymous when it was read: what would tell who answered is then already gone. */
  anonymous: z.boolean(),
  values: z.looseObject({
    /** 0 normal, 4 imported, 16 offline; 1, 2, 8, 9, 12, 17 and 256 are previews, tests, spam and made up by a machine. */
    status: z.number().int(),
    finished: z.union([z.literal(0), z.literal(1)]),
    externalDataReference: z.string().nullish(),
  }),
});
export type ResponseRecord = z.output<typeof responseRecord>;

const PAGE_SIZE = 500;
const REQUESTS_A_JOB = 6;
const USUAL_RESPONSES = 300;

const METADATA = ['status', 'finished', 'recordedDate', '_recordId'];
const METADATA_OF_THE_KNOWN = [...METADATA, 'externalDataReference', 'distributionChannel', 'userLanguage'];

/** What changed in the responses of each survey, one export job after the other; the first time, all. */
export const responses = qualtrics.stream({
  name: 'responses',
  reference: 'https://api.qualtrics.com/6b00592b9c013-start-response-export',
  record: responseRecord,
  key: ({ responseId }) => responseId,
  checkpoint: z.object({ surveys: z.record(z.string(), exportPosition) }),
  deletes: 'full-read', // the vendor never says that one was deleted
  requested: ({ embeddedFields }) => ['responseId', 'surveyId', 'values', ...embeddedFields.map((name) => `values.${name}`)],
  sensitivity: { rest: 'special' },
  cost: (records) => REQUESTS_A_JOB * (Math.ceil(records / USUAL_RESPONSES) + 1),

  async *read(connection, from) {
    let positions = from?.surveys ?? {};
    for (const surveyId of await listSurveys(connection)) {
      const anonymous = isAnonymous(await readDefinition(connection, surveyId));
      const survey = { id: surveyId, surveyMetadataIds: anonymous ? METADATA : METADATA_OF_THE_KNOWN };
      const exported = await exportResponses(connection, survey, positions[surveyId]);
      positions = {
        ...positions,
        [surveyId]: {
          continuationToken: exported.continuationToken,
          watermark: latestDay(exported.responses, positions[surveyId]?.watermark),
        },
      };
      for (let start = 0; start === 0 || start < exported.responses.length; start += PAGE_SIZE) {
        connection.signal.throwIfAborted();
        const page = sorted(exported.responses.slice(start, start + PAGE_SIZE), start, surveyId, anonymous);
        const isLast = start + PAGE_SIZE >= exported.responses.length;
        yield isLast ? { ...page, checkpoint: { surveys: positions } } : page;
      }
    }
  },
});

/** What is not shaped like a response is refused without an excerpt: nobody knows what it would tell about whom. */
function sorted(exported: readonly unknown[], start: number, surveyId: string, anonymous: boolean) {
  const records: unknown[] = [];
  const refused: Refused[] = [];
  exported.forEach((raw, index) => {
    const response = exportedResponse.safeParse(raw);
    if (response.success) records.push({ ...(anonymous ? withoutIdentity(response.data) : response.data), surveyId, anonymous });
    else refused.push({ key: `${surveyId} record ${start + index + 1}`, reason: 'it has no responseId or no values', excerpt: '' });
  });
  return { records, refused };
}

const instant = z.unknown().optional();
const dated = z.looseObject({ values: z.looseObject({ LastModifiedDate: instant, lastModifiedDate: instant, recordedDate: instant }) });

function latestDay(exported: readonly unknown[], before: string | undefined): string | undefined {
  const days = exported.flatMap((raw) => {
    const { values } = dated.safeParse(raw).data ?? {};
    const day = z.iso.date().safeParse(String(values?.LastModifiedDate ?? values?.lastModifiedDate ?? values?.recordedDate).slice(0, 10));
    return day.success && !isBeyondTomorrow(day.data) ? [day.data] : []; // whoever imports a response may date it as they like
  });
  return days.reduce((latest, day) => (latest === undefined || day > latest ? day : latest), before);
}
