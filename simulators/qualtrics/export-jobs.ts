import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import { jsonBody } from '../kit/simulator.js';
import { continueFrom, issueContinuation } from './continuations.js';
import { notFound, parameter, parseOrRefuse } from './envelope.js';
import { type ExportRequest, exportRequest } from './export-request.js';
import { LAST_MODIFIED } from './metadata.js';
import { selectFields, visibleRecord } from './records.js';
import { type ExportJob, newId, type QualtricsState, type ResponseRecord, type StoredResponse, type Survey } from './state.js';
import { surveyOf } from './surveys.js';

/** `POST /surveys/:surveyId/export-responses`: the records are those the survey holds now. */
export function startExport(state: QualtricsState, request: Request) {
  const survey = surveyOf(state, request);
  const asked = parseOrRefuse(exportRequest, jsonBody(request));
  const from = continueFrom(state, survey, asked);
  const byModification = from?.byModification ?? asked.sortByLastModifiedDate;
  const chosen = choose([...survey.responses.values()], asked, byModification, (stored) => from?.holds(stored) ?? false);
  const job: ExportJob = {
    progressId: newId('ES'),
    fileId: `${randomUUID()}-def`,
    surveyId: survey.id,
    request: { ...asked, sortByLastModifiedDate: byModification },
    records: chosen.map((stored) => exported(survey, stored, asked, byModification)),
    continuationToken: issueContinuation(state, survey, asked, byModification, chosen, from),
    pollsUntilComplete: state.switches.pollsUntilComplete,
    fails: state.switches.exportsToFail > 0,
    polls: 0,
  };
  state.switches.exportsToFail = Math.max(0, state.switches.exportsToFail - 1);
  state.exportJobs.set(job.progressId, job);
  return { progressId: job.progressId, percentComplete: 0, status: 'inProgress' };
}

/** `GET /surveys/:surveyId/export-responses/:progressId`: each question brings the job one step on. */
export function readProgress(state: QualtricsState, request: Request) {
  const job = state.exportJobs.get(parameter(request, 'progressId'));
  if (job === undefined || job.surveyId !== parameter(request, 'surveyId')) throw notFound('Export progress not found.');
  job.polls += 1;
  if (!isFinished(job)) {
    // Reaches 100 one question before the job is done: only `status` tells.
    return { percentComplete: (100 * job.polls) / Math.max(1, job.pollsUntilComplete - 1), status: 'inProgress', fileId: null };
  }
  if (job.fails) return { percentComplete: 100, status: 'failed', fileId: null, ...EXPORT_FAILURE };
  const continuation = job.continuationToken === undefined ? {} : { continuationToken: job.continuationToken };
  return { percentComplete: 100, status: 'complete', fileId: job.fileId, ...continuation };
}

/** The finished job behind `GET /surveys/:surveyId/export-responses/:fileId/file`. */
export function finishedExport(state: QualtricsState, request: Request): ExportJob {
  const fileId = parameter(request, 'fileId');
  const job = [...state.exportJobs.values()].find((one) => one.fileId === fileId && one.surveyId === parameter(request, 'surveyId'));
  if (job === undefined || !isFinished(job) || job.fails) throw notFound('Export file not found.');
  return job;
}

/** Where the vendor puts it is not known; a client should do well without. */
const EXPORT_FAILURE = { errorCode: 'ERE_5', errorMessage: 'The export could not be completed.' };

const isFinished = (job: ExportJob): boolean => job.polls >= job.pollsUntilComplete;

function choose(
  held: readonly StoredResponse[],
  { startDate, endDate, limit }: ExportRequest,
  byModification: boolean,
  isHandedOut: (stored: StoredResponse) => boolean,
): readonly StoredResponse[] {
  const time = ({ record, lastModifiedDate }: StoredResponse) =>
    Date.parse(byModification ? lastModifiedDate : String(record.values['recordedDate']));
  return held
    .filter((stored) => startDate === undefined || time(stored) >= Date.parse(startDate))
    .filter((stored) => endDate === undefined || time(stored) < Date.parse(endDate))
    .filter((stored) => !isHandedOut(stored))
    .sort((one, other) => time(one) - time(other))
    .slice(0, limit);
}

function exported(survey: Survey, stored: StoredResponse, asked: ExportRequest, byModification: boolean): ResponseRecord {
  const record = selectFields(survey, visibleRecord(survey, stored), asked);
  return byModification ? { ...record, values: { ...record.values, [LAST_MODIFIED]: stored.lastModifiedDate } } : record;
}
