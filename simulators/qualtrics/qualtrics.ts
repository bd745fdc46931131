import type { Request, Response } from 'express';
import type { ContractRoute } from '../kit/contract.js';
import { type Exchange, type Handler, newBench, type RunningSimulator, startSimulator } from '../kit/simulator.js';
import contract from './contract.json' with { type: 'json' };
import { controlsOf } from './controls.js';
import { readDefinition } from './definitions.js';
import { answerRefusal, authenticate, badRequest, enveloped, guarded, notFound } from './envelope.js';
import { listSubscriptions, readSubscription, subscribe, unsubscribe } from './event-subscriptions.js';
import { sendExportFile } from './export-file.js';
import { finishedExport, readProgress, startExport } from './export-jobs.js';
import { page } from './paging.js';
import { rateLimiter } from './rate-limits.js';
import { storeResponse } from './records.js';
import { responseSchema } from './response-schema.js';
import { readResponse, updateEmbeddedData } from './responses.js';
import { type QualtricsSeed, qualtricsSeed } from './seed.js';
import { newState, type QualtricsState } from './state.js';
import { describeSurvey, listedSurveys, OWNER, surveyOf } from './surveys.js';

export interface QualtricsOptions {
  readonly seed: QualtricsSeed;
  /** What `X-API-TOKEN` has to hold. */
  readonly apiToken: string;
  /** 0, the default, picks a free port. */
  readonly port?: number;
  readonly onExchange?: (exchange: Exchange) => void;
  /** The vendor's clock. */
  readonly now?: () => Date;
}

/** Starts a Qualtrics data centre that holds the seed's surveys; its API is below `/API/v3`. */
export async function startQualtrics({
  seed,
  apiToken,
  port,
  onExchange,
  now = () => new Date(),
}: QualtricsOptions): Promise<RunningSimulator> {
  const bench = newBench();
  const state = seededState(seed, now);
  return startSimulator(
    {
      vendor: 'qualtrics',
      contract,
      handlers: handlersOf(state, bench),
      before: [authenticate(state, apiToken)],
      refuse: (response: Response, _route: ContractRoute, missing: readonly string[]) =>
        answerRefusal(state, response, badRequest(`Missing: ${missing.join(', ')}.`)),
      unknown: (_request, response) => answerRefusal(state, response, notFound('The requested resource does not exist.')),
      controls: controlsOf(state),
    },
    bench,
    { ...(port !== undefined && { port }), ...(onExchange && { onExchange }) },
  );
}

function seededState(seed: QualtricsSeed, now: () => Date): QualtricsState {
  const parsed = qualtricsSeed.parse(seed);
  const state = newState(parsed, now);
  for (const { id, responses } of parsed.surveys) {
    const survey = state.surveys.get(id);
    if (survey) for (const response of responses) storeResponse(state, survey, response);
  }
  return state;
}

function handlersOf(state: QualtricsState, { ledger }: ReturnType<typeof newBench>): Readonly<Record<string, Handler>> {
  const inEnvelope: Readonly<Record<string, (request: Request) => unknown>> = {
    'GET /API/v3/whoami': () => whoami(state),
    'GET /API/v3/surveys': (request) => {
      const listed = page(state, request, listedSurveys(state));
      ledger.serve('surveys', listed.elements.length);
      return listed;
    },
    'GET /API/v3/surveys/:surveyId': (request) => describeSurvey(state, surveyOf(state, request)),
    'GET /API/v3/survey-definitions/:surveyId': (request) => readDefinition(state, request),
    'GET /API/v3/surveys/:surveyId/response-schema': (request) => responseSchema(state, surveyOf(state, request)),
    'POST /API/v3/surveys/:surveyId/export-responses': (request) => startExport(state, request),
    'GET /API/v3/surveys/:surveyId/export-responses/:progressId': (request) => readProgress(state, request),
    'GET /API/v3/surveys/:surveyId/responses/:responseId': (request) => readResponse(state, request),
    'PUT /API/v3/responses/:responseId': (request) => updateEmbeddedData(state, ledger, request),
    'POST /API/v3/eventsubscriptions': (request) => subscribe(state, request),
    'GET /API/v3/eventsubscriptions': (request) => listSubscriptions(state, request),
    'GET /API/v3/eventsubscriptions/:subscriptionId': (request) => readSubscription(state, request),
    'DELETE /API/v3/eventsubscriptions/:subscriptionId': (request) => unsubscribe(state, request),
  };
  const routes = Object.entries(inEnvelope).map(([name, route]): [string, Route] => [name, enveloped(state, route)]);
  routes.push([
    'GET /API/v3/surveys/:surveyId/export-responses/:fileId/file',
    (request, response) => {
      const job = finishedExport(state, request);
      ledger.serve('responses', job.records.length);
      sendExportFile(state, job, response);
    },
  ]);
  return rateLimited(state, routes);
}

type Route = (request: Request, response: Response) => void;

function rateLimited(state: QualtricsState, routes: readonly (readonly [string, Route])[]): Readonly<Record<string, Handler>> {
  const admit = rateLimiter(state);
  const admitted = (name: string, route: Route) =>
    guarded(state, (request, response) => {
      admit(name);
      route(request, response);
    });
  return Object.fromEntries(routes.map(([name, route]) => [name, admitted(name, route)]));
}

/** The sheet names the call as a health check and no shape; this one is a guess. */
const whoami = ({ brandId }: QualtricsState) => ({
  brandId,
  userId: OWNER,
  userName: `hub@${brandId}`,
  firstName: 'Hub',
  lastName: 'Reader',
  email: `hub@${brandId}.example.com`,
});
