import type { Request } from 'express';
import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import { jsonBody } from '../kit/simulator.js';
import { badRequest, notFound, parameter, parseOrRefuse, Refusal, surveyNotFound } from './envelope.js';
import { embeddedNames, isEmbedded } from './fields.js';
import { visibleRecord } from './records.js';
import type { QualtricsState, ResponseRecord, StoredResponse, Survey } from './state.js';
import { surveyOf } from './surveys.js';

const embeddedDataUpdate = z.strictObject({
  surveyId: z.string(),
  /** The sheet's section 7 has two limits for values; this is the lower one. */
  embeddedData: z.record(z.string().min(1).max(200), z.string().max(1000)),
  resetRecordedDate: z.boolean().default(true),
});

/** `GET /surveys/:surveyId/responses/:responseId` (vendor sheet section 4.3). */
export function readResponse(state: QualtricsState, request: Request): ResponseRecord {
  const survey = surveyOf(state, request);
  return visibleRecord(survey, responseOf(survey, parameter(request, 'responseId')));
}

/** `PUT /responses/:responseId`: sets embedded data and moves the recorded date, even if nothing differs (vendor sheet section 7). */
export function updateEmbeddedData(state: QualtricsState, ledger: Ledger, request: Request): undefined {
  const update = parseOrRefuse(embeddedDataUpdate, jsonBody(request));
  const survey = state.surveys.get(update.surveyId);
  if (survey === undefined) throw surveyNotFound();
  const stored = responseOf(survey, parameter(request, 'responseId'));
  const embeddedData = underStoredNames(survey, update.embeddedData);
  touch(state, stored, update.resetRecordedDate, embeddedData);
  ledger.record({ kind: 'response.update', target: stored.record.responseId, values: embeddedData });
  if (state.switches.writesToTimeOut > 0) {
    state.switches.writesToTimeOut -= 1;
    throw new Refusal(504, 'GEN_504', 'The request timed out.'); // the write has happened all the same
  }
  return undefined;
}

function responseOf({ responses }: Survey, responseId: string): StoredResponse {
  const stored = responses.get(responseId);
  if (stored === undefined) throw notFound('Response not found.');
  return stored;
}

/** Field names do not differ by case alone: `department` sets `Department`. */
function underStoredNames(survey: Survey, given: Readonly<Record<string, string>>): Record<string, string> {
  const known = new Map(embeddedNames(survey).map((name) => [name.toLowerCase(), name]));
  const named = Object.entries(given).map(([name, value]): [string, string] => [known.get(name.toLowerCase()) ?? name, value]);
  const taken = named.filter(([name]) => !isEmbedded(survey, name)).map(([name]) => name);
  if (taken.length > 0) throw badRequest(`Not embedded data: ${taken.join(', ')}.`);
  return Object.fromEntries(named);
}

function touch(state: QualtricsState, stored: StoredResponse, resets: boolean, embeddedData: Readonly<Record<string, string>>): void {
  const now = state.now().toISOString();
  const oneLater = new Date(Date.parse(String(stored.record.values['recordedDate'])) + 1).toISOString();
  const recordedDate = resets ? now : oneLater;
  stored.record = { ...stored.record, values: { ...stored.record.values, ...embeddedData, recordedDate } };
  stored.lastModifiedDate = now;
  state.revision += 1;
  stored.modifiedRevision = state.revision;
  if (resets) stored.recordedRevision = state.revision;
}
