import type { Request, RequestHandler, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Handler } from '../kit/simulator.js';
import type { QualtricsState } from './state.js';

/** Ends a request with the vendor's error envelope (vendor sheet section 3). */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Codes marked [rec] in the sheet's section 3. */
export const surveyNotFound = () => new Refusal(404, 'GSI_2', 'Survey not found.');
export const definitionForbidden = () => new Refusal(403, 'QMST_2.1', 'The requested resource is not available to this user.');
export const subscriptionNotFound = () => new Refusal(404, 'ESSG_2', 'Event subscription not found.');

/** The sheet records no code for the rest; these are guesses and nothing may depend on them. */
export const badRequest = (message: string) => new Refusal(400, 'BRE_0', message);
export const unauthorized = () => new Refusal(401, 'AUTH_3.0', 'Unrecognized X-API-TOKEN.');
export const notFound = (message: string) => new Refusal(404, 'GEN_404', message);

/** Puts what a route returns into the success envelope; there is no `result` where it returns undefined. */
export const enveloped =
  (state: QualtricsState, route: (request: Request) => unknown) =>
  (request: Request, response: Response): void => {
    const result = route(request);
    response.json({ ...(result !== undefined && { result }), meta: { httpStatus: '200 - OK', requestId: randomUUID(), ...notice(state) } });
  };

/** Answers a thrown `Refusal` in the vendor's words; anything else is a defect of the simulator and rises. */
export const guarded =
  (state: QualtricsState, handler: (request: Request, response: Response) => void): Handler =>
  (request, response) => {
    try {
      handler(request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answerRefusal(state, response, error);
    }
  };

export function answerRefusal(state: QualtricsState, response: Response, refusal: Refusal): void {
  response
    .status(refusal.status)
    .set(refusal.headers)
    .json({
      meta: {
        httpStatus: `${refusal.status} - ${STATUS_CODES[refusal.status] ?? 'Unknown'}`,
        error: {
          errorMessage: refusal.message,
          errorCode: refusal.errorCode,
          ...(refusal.status >= 500 && { instanceId: randomUUID() }),
        },
        requestId: null, // recorded so on errors; a client may not rely on having one
        ...notice(state),
      },
    });
}

/** Vendor sheet section 2: one header, nothing else. */
export const authenticate =
  (state: QualtricsState, apiToken: string): RequestHandler =>
  (request, response, next) => {
    if (request.get('x-api-token') === apiToken) return next();
    return answerRefusal(state, response, unauthorized());
  };

/** @throws Refusal 400 naming what does not fit. */
export function parseOrRefuse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw badRequest(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Express types a parameter as one or many; `:name` is always one. */
export const parameter = (request: Request, name: string): string => String(request.params[name]);

/** What the vendor adds when the call came to the wrong data centre (vendor sheet section 1). */
const notice = ({ switches: { proxyOrigin } }: QualtricsState) =>
  proxyOrigin === undefined
    ? {}
    : { notice: `Request proxied. For faster response times, use this host instead: ${new URL(proxyOrigin).host}` };
