import type { Request } from 'express';
import { z } from 'zod';
import type { Handler } from '../kit/simulator.js';
import { publishResponse } from './event-subscriptions.js';
import { storeResponse } from './records.js';
import { responseRecord, survey } from './seed.js';
import { emptySurvey, type QualtricsState, type Survey } from './state.js';

/** What a person may do at the vendor behind the hub's back, and the ways in which the vendor may misbehave. */
export const controlsOf = (state: QualtricsState): Readonly<Record<string, Handler>> => ({
  'hide-embedded-field': control(
    z.strictObject({ surveyId: z.string(), field: z.string(), hidden: z.boolean() }),
    ({ surveyId, field, hidden }) => {
      const { hiddenFields } = known(state, surveyId);
      if (hidden) hiddenFields.add(field);
      else hiddenFields.delete(field);
      return { hidden: [...hiddenFields] };
    },
  ),

  'add-response': control(z.strictObject({ surveyId: z.string(), response: responseRecord }), async ({ surveyId, response }) => {
    const survey = known(state, surveyId);
    if (survey.responses.has(response.responseId)) throw new Misuse(`response ${response.responseId} is there already`);
    const { record } = storeResponse(state, survey, { lastModifiedDate: state.now().toISOString(), ...response });
    return { response: record, deliveries: await publishResponse(state, surveyId, record) };
  }),

  'add-survey': control(survey, (given) => {
    if (state.surveys.has(given.id)) throw new Misuse(`survey ${given.id} is there already`);
    const added = emptySurvey(given);
    state.surveys.set(given.id, added);
    for (const response of given.responses) storeResponse(state, added, response);
    return { surveys: state.surveys.size };
  }),

  'rename-survey': control(z.strictObject({ surveyId: z.string(), name: z.string().min(1) }), ({ surveyId, name }) => {
    state.surveys.set(surveyId, { ...known(state, surveyId), name, lastModified: state.now().toISOString() });
    return { name };
  }),

  'remove-response': control(z.strictObject({ surveyId: z.string(), responseId: z.string() }), ({ surveyId, responseId }) => {
    const survey = known(state, surveyId);
    if (!survey.responses.delete(responseId)) throw new Misuse(`no response ${responseId}`);
    survey.deletedResponses += 1;
    return { responses: survey.responses.size };
  }),

  'fail-next-export': control(times, (count) => {
    state.switches.exportsToFail += count;
    return { exportsToFail: state.switches.exportsToFail };
  }),

  'polls-until-complete': control(z.strictObject({ polls: z.int().min(1) }), ({ polls }) => {
    state.switches.pollsUntilComplete = polls;
    return { polls };
  }),

  'expire-continuations': control(z.strictObject({}), () => {
    for (const continuation of state.continuations.values()) continuation.expired = true;
    return { expired: state.continuations.size };
  }),

  'expire-exports': control(z.strictObject({}), () => {
    const expired = state.exportJobs.size;
    state.exportJobs.clear();
    return { expired };
  }),

  'time-out-after-write': control(times, (count) => {
    state.switches.writesToTimeOut += count;
    return { writesToTimeOut: state.switches.writesToTimeOut };
  }),

  'rate-limit': control(rateLimit, ({ enforced, sendsRetryAfter, perMinute }) => {
    state.switches.rateLimit = enforced ? { sendsRetryAfter, perMinute } : undefined;
    return { enforced };
  }),

  proxied: control(z.strictObject({ origin: z.url().nullable() }), ({ origin }) => {
    state.switches.proxyOrigin = origin ?? undefined;
    return { origin };
  }),

  'empty-first-page': control(z.strictObject({ enabled: z.boolean() }), ({ enabled }) => {
    state.switches.emptyFirstPage = enabled;
    return { enabled };
  }),
});

const times = z.strictObject({ times: z.int().min(1).default(1) }).transform((asked) => asked.times);

const rateLimit = z.strictObject({
  enforced: z.boolean(),
  sendsRetryAfter: z.boolean().default(true),
  /** Overrides the vendor's numbers; keyed `METHOD /path` as in the contract, or `brand`. */
  perMinute: z.record(z.string(), z.int().min(1)).default({}),
});

/** A control was asked for something that is not there. */
class Misuse extends Error {
  override readonly name = 'Misuse';
}

function known({ surveys }: QualtricsState, surveyId: string): Survey {
  const survey = surveys.get(surveyId);
  if (survey === undefined) throw new Misuse(`no survey ${surveyId}`);
  return survey;
}

/** Parses what a control is given, and answers 200 with what it did or 400 with what was wrong. */
const control =
  <Schema extends z.ZodType>(schema: Schema, act: (asked: z.output<Schema>) => unknown): Handler =>
  async (request: Request, response) => {
    const asked = schema.safeParse(request.body ?? {});
    if (!asked.success) return void response.status(400).json({ error: asked.error.issues });
    try {
      response.json(await act(asked.data));
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      response.status(400).json({ error: error.message });
    }
  };
