import type { Response } from 'express';
import type { Handler } from '../kit/simulator.js';

/** What Jira says no with; thrown by handlers, answered in one place. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object | string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`refused with ${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
  }
}

/** The usual error body; clients are to go by the keys of `errors`, as texts follow the account's language (vendor sheet section 5.1). */
export const refusal = (status: number, errorMessages: readonly string[], errors: Readonly<Record<string, string>> = {}): Refusal =>
  new Refusal(status, { errorMessages, errors });

export const invalidPayload = (): Refusal =>
  new Refusal(400, { errorMessages: ['Invalid request payload. Refer to the REST API documentation and try again.'] });

/** RFC 7807, as Jira's newer framework answers (vendor sheet section 4.2). */
export const problem = (
  status: number,
  title: string,
  detail: string,
  instance: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal =>
  new Refusal(status, { type: 'about:blank', title, status, detail, instance }, { 'Content-Type': 'application/problem+json', ...headers });

/** The same words for an issue that is missing and one the caller may not see (vendor sheet section 9). */
export const issueNotFound = (): Refusal => refusal(404, ['Issue does not exist or you do not have permission to see it.']);

export const notAuthenticated = (): Refusal =>
  refusal(401, ['You are not authenticated. Authentication required to perform this operation.']);

export function sendRefusal(response: Response, { status, body, headers }: Refusal): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (response.getHeader('Content-Type') === undefined) {
    response.setHeader('Content-Type', typeof body === 'string' ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8');
  }
  response.status(status).end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const answeringRefusals =
  (handler: Handler): Handler =>
  async (request, response) => {
    try {
      await handler(request, response);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      sendRefusal(response, thrown);
    }
  };
