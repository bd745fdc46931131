import { z } from 'zod';
import type { OpenConnection } from '../kit/connector.js';
import { FatalError } from '../kit/errors.js';
import { byName } from './by-name.js';
import type { QualtricsConfig } from './source.js';

/** What is kept of a survey's definition: the rest changes whenever somebody looks at it. */
export const surveyDefinition = z.object({
  SurveyID: z.string().optional(),
  SurveyOptions: byName(z.unknown()),
});
export type SurveyDefinition = z.output<typeof surveyDefinition>;

/**
 * Undefined where the user may not read the definition: the vendor says 403 for that and for a survey it does not have.
 * https://api.qualtrics.com/9d0928392673d-get-survey
 */
export async function readDefinition({ http }: OpenConnection<QualtricsConfig>, surveyId: string): Promise<SurveyDefinition | undefined> {
  try {
    const { result } = await http.read(
      { url: `/survey-definitions/${encodeURIComponent(surveyId)}` },
      z.object({ result: surveyDefinition }),
    );
    return result;
  } catch (cause) {
    if (cause instanceof FatalError && (cause.context.status === 403 || cause.context.status === 404)) return undefined;
    throw cause;
  }
}

/** A survey nobody can vouch for counts as anonymous: to join what should not be joined cannot be undone. */
export function isAnonymous(definition: SurveyDefinition | undefined): boolean {
  if (definition === undefined) return true;
  const said = definition.SurveyOptions['AnonymizeResponse'];
  return said === true || (typeof said === 'string' && ['yes', 'true'].includes(said.toLowerCase()));
}

/** Names under which an export tells who answered, from where, how or with which address. */
const TELLING = new Set(
  [
    ...['ipAddress', 'locationLatitude', 'locationLongitude', 'recipientLastName', 'recipientFirstName', 'recipientEmail'],
    ...['externalDataReference', 'distributionChannel', 'userLanguage', 'duration'],
  ].map((name) => name.toLowerCase()),
);
const TIMES = new Set(['startDate', 'endDate', 'recordedDate', 'lastModifiedDate'].map((name) => name.toLowerCase()));

export const exportedResponse = z.looseObject({
  responseId: z.string().min(1),
  values: byName(z.unknown()),
  labels: byName(z.unknown()).optional(),
  displayedFields: z.array(z.unknown()).optional(),
  displayedValues: byName(z.unknown()).optional(),
});
export type ExportedResponse = z.output<typeof exportedResponse>;

/** The response of an anonymous survey as it may be stored: nothing that says who, from where, or when within the day. */
export function withoutIdentity(response: ExportedResponse): ExportedResponse {
  const { responseId, values, labels, displayedFields, displayedValues } = response;
  return {
    responseId,
    values: Object.fromEntries(keptOf(values).map(([name, value]) => [name, isTime(name) ? dayOf(value) : value])),
    ...(labels && { labels: Object.fromEntries(keptOf(labels).filter(([name]) => !isTime(name))) }),
    ...(displayedFields && {
      displayedFields: displayedFields.filter((name) => typeof name === 'string' && !TELLING.has(name.toLowerCase())),
    }),
    ...(displayedValues && { displayedValues: Object.fromEntries(keptOf(displayedValues).filter(([name]) => !isTime(name))) }),
  };
}

const keptOf = (fields: Readonly<Record<string, unknown>>) => Object.entries(fields).filter(([name]) => !TELLING.has(name.toLowerCase()));
const isTime = (name: string) => TIMES.has(name.toLowerCase());
const dayOf = (instant: unknown) => (typeof instant === 'string' ? instant.slice(0, 10) : null);
