import type { Response } from 'express';
import { writeCsv } from './csv.js';
import { surveyNotFound } from './envelope.js';
import type { ExportJob, QualtricsState, Survey } from './state.js';
import { zipOf } from './zip.js';

/** Sends a finished export: a ZIP of one entry named after the survey, or the bare file with `compress: false` (vendor sheet section 4.2). */
export function sendExportFile(state: QualtricsState, job: ExportJob, response: Response): void {
  const survey = state.surveys.get(job.surveyId);
  if (survey === undefined) throw surveyNotFound();
  const bytes = Buffer.from(contentOf(state, survey, job), 'utf8');
  if (job.request.compress) {
    response.type('application/zip').send(zipOf(`${survey.name}.${job.request.format}`, bytes, state.now()));
  } else {
    response.type(isJson(job) ? 'application/json' : 'text/csv').send(bytes);
  }
}

function contentOf(state: QualtricsState, survey: Survey, { request, records }: ExportJob): string {
  switch (request.format) {
    case 'json':
      return JSON.stringify({ responses: records });
    case 'ndjson':
      return records.map((record) => `${JSON.stringify(record)}\n`).join('');
    default:
      return writeCsv(state, survey, records, request);
  }
}

const isJson = ({ request }: ExportJob): boolean => request.format === 'json' || request.format === 'ndjson';
