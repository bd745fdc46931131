import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { OpenConnection } from '../kit/connector.js';
import { FatalError, TransientError } from '../kit/errors.js';
import type { QualtricsConfig } from './source.js';
import { unpack } from './unpack.js';

/** Where the last export of a survey ended. */
export const exportPosition = z.object({
  /** The vendor's own mark; it forgets it after seven days. */
  continuationToken: z.string().optional(),
  /** The day of the latest change seen: never finer, because anonymous responses have no finer time. */
  watermark: z.iso.date().optional(),
});
export type ExportPosition = z.output<typeof exportPosition>;

const started = z.object({ result: z.looseObject({ progressId: z.string().min(1) }) });
const progress = z.object({
  result: z.looseObject({ status: z.string(), fileId: z.string().nullish(), continuationToken: z.string().nullish() }),
  meta: z.looseObject({ requestId: z.string().nullish() }).optional(),
});
const exportFile = z.object({ responses: z.array(z.unknown()) });

/** With the growth of the waits about half an hour at five seconds. */
const MOST_LOOKS = 60;
const GROWTH = 1.5;
const LONGEST_WAIT = 6;

/**
 * What changed in a survey's responses since the position, by way of an export job.
 * https://api.qualtrics.com/6b00592b9c013-start-response-export
 * @throws TransientError when the job failed, is gone or does not end: start another one later.
 */
export async function exportResponses(
  connection: OpenConnection<QualtricsConfig>,
  survey: { readonly id: string; readonly surveyMetadataIds: readonly string[] },
  from: ExportPosition | undefined,
): Promise<{ readonly responses: readonly unknown[]; readonly continuationToken: string | undefined }> {
  const progressId = await startFrom(connection, survey, from);
  const { fileId, continuationToken } = await finished(connection, survey.id, progressId);
  const archive = await ofJob(survey.id, () =>
    connection.http.read(
      { url: `${jobsOf(survey.id)}/${encodeURIComponent(fileId)}/file`, responseType: 'arraybuffer', headers: { accept: '*/*' } },
      z.instanceof(Uint8Array),
    ),
  );
  return { responses: unpack(archive).flatMap(recordsOf), continuationToken };
}

const jobsOf = (surveyId: string) => `/surveys/${encodeURIComponent(surveyId)}/export-responses`;

type Survey = Parameters<typeof exportResponses>[1];

/** A continuation token too old is a 400, like any bad request: the same request without it tells which it was. */
async function startFrom(connection: OpenConnection<QualtricsConfig>, survey: Survey, from: ExportPosition | undefined): Promise<string> {
  const since = from?.watermark === undefined ? {} : { startDate: `${dayBefore(from.watermark)}T00:00:00Z` };
  if (from?.continuationToken === undefined) return start(connection, survey, since);
  try {
    return await start(connection, survey, { continuationToken: from.continuationToken });
  } catch (cause) {
    if (cause instanceof FatalError && cause.context.status === 400) return start(connection, survey, since);
    throw cause;
  }
}

/** Sent as a read: a job started twice costs the vendor some work and changes nothing. */
async function start(
  { http }: OpenConnection<QualtricsConfig>,
  { id, surveyMetadataIds }: Survey,
  since: Readonly<Record<string, string>>,
): Promise<string> {
  const data = { format: 'json', compress: true, allowContinuation: true, sortByLastModifiedDate: true, surveyMetadataIds, ...since };
  const { result } = await http.read({ method: 'POST', url: jobsOf(id), data }, started);
  return result.progressId;
}

/** Goes by `status` alone: the percentage reaches 100 before the file is there, and also when the job failed. */
async function finished({ http, config, signal }: OpenConnection<QualtricsConfig>, surveyId: string, progressId: string) {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { result, meta } = await ofJob(surveyId, () =>
      http.read({ url: `${jobsOf(surveyId)}/${encodeURIComponent(progressId)}` }, progress),
    );
    if (result.status === 'failed')
      throw new TransientError(`the export of survey ${surveyId} failed at Qualtrics (request ${meta?.requestId ?? 'unknown'})`);
    if (result.status === 'complete' && result.fileId)
      return { fileId: result.fileId, continuationToken: result.continuationToken ?? undefined };
    await pause(config.pollEveryMs * Math.min(LONGEST_WAIT, GROWTH ** look), undefined, { signal });
  }
  throw new TransientError(`the export of survey ${surveyId} did not end`, undefined, { looks: MOST_LOOKS });
}

async function ofJob<Answer>(surveyId: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof FatalError) || cause.context.status !== 404) throw cause;
    throw new TransientError(`the export of survey ${surveyId} is gone before it was fetched`, undefined, {}, { cause });
  }
}

function recordsOf(text: string): readonly unknown[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw new TransientError('the export file is cut off', undefined, { characters: text.length }, { cause });
  }
  const parsed = exportFile.safeParse(file);
  if (!parsed.success) throw new FatalError('the export file has no list of responses');
  return parsed.data.responses;
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
