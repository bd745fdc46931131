import axios, { AxiosError, type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { z } from 'zod';
import type { Auth } from './auth.js';
import { AmbiguousWriteError, FatalError, type HubError, RecordError, TransientError } from './errors.js';

/** A request in axios' words, less what the client decides itself. */
export type HttpRequest = Pick<AxiosRequestConfig, 'url' | 'params' | 'data' | 'headers' | 'responseType'> & {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
};

export interface HttpClient {
  /** Asks, again where that may help (429, 5xx, time-out, lost connection), and parses the answer. */
  read<Answer extends z.ZodType>(request: HttpRequest, answer: Answer): Promise<z.output<Answer>>;
  /** Sends exactly once. @throws AmbiguousWriteError when the answer is lost or says nothing certain. */
  write<Answer extends z.ZodType>(request: HttpRequest, answer: Answer): Promise<z.output<Answer>>;
}

/** An answer as it arrived. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

export interface HttpOptions {
  readonly source: string;
  readonly baseUrl: string;
  readonly auth: Auth;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** One request's deadline. Shorter than an outbox lease, so that no request outlives the right to send it. */
  readonly timeoutMs?: number;
  /** How often a read is asked again. */
  readonly retries?: number;
  /** Looks at an answer before its status is believed, and may say it is a failure: some sources hide one in a 200, or a lost login in a 404. */
  readonly inspect?: (answer: Answered) => HubError | undefined;
}

const TIMEOUT_MS = 15_000;
const RETRIES = 4;
const LONGEST_WAIT_MS = 60_000;

export function httpClient(options: HttpOptions): HttpClient {
  const client = axios.create({
    baseURL: options.baseUrl,
    timeout: options.timeoutMs ?? TIMEOUT_MS,
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
    signal: options.signal,
    maxRedirects: 0, // a redirected write may be a write elsewhere; a redirected read may be a login page
    validateStatus: () => true,
    headers: { accept: 'application/json', ...options.headers },
  });
  return {
    read: (request, answer) =>
      pRetry(async () => parse(options, request, 'read', await send(client, options, request, 'read'), answer), {
        retries: options.retries ?? RETRIES,
        minTimeout: 0,
        maxTimeout: 0,
        randomize: false,
        shouldConsumeRetry: ({ error }) => error instanceof TransientError,
        shouldRetry: ({ error }) => error instanceof TransientError,
        onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
          if (retriesLeft > 0) await wait(backoffMs(error, attemptNumber), options.signal); // nothing comes after the last one
        },
        signal: options.signal,
      }),
    write: async (request, answer) => parse(options, request, 'write', await send(client, options, request, 'write'), answer),
  };
}

async function send(client: AxiosInstance, options: HttpOptions, request: HttpRequest, intent: 'read' | 'write'): Promise<AxiosResponse> {
  let response: AxiosResponse;
  try {
    response = await client.request({
      ...request,
      headers: { ...(await options.auth.headers()), ...request.headers } as Record<string, string>,
    });
  } catch (cause) {
    if (!(cause instanceof AxiosError)) throw cause;
    throw unanswered(options, intent, cause);
  }
  const inspected = options.inspect?.({ status: response.status, headers: response.headers, data: response.data });
  const failure = inspected ?? (response.status >= 300 ? refused(options, request, response, intent) : undefined);
  if (failure) throw failure;
  return response;
}

/** No answer came: a read may ask again, a write may have landed. */
function unanswered({ source, baseUrl }: HttpOptions, intent: 'read' | 'write', cause: AxiosError): HubError {
  const neverLeft = cause.code === 'ECONNREFUSED' || cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN';
  const message = neverLeft
    ? `${source} cannot be reached at ${baseUrl} (${cause.code}): check the address of this connection, and the way from here to there`
    : `${source} did not answer (${cause.code ?? 'unknown'})`;
  if (intent === 'read' || neverLeft) return new TransientError(message, undefined, {}, { cause });
  return new AmbiguousWriteError(message, {}, { cause });
}

/** An answer came and it says no. */
function refused({ source }: HttpOptions, request: HttpRequest, response: AxiosResponse, intent: 'read' | 'write'): HubError {
  const { status } = response;
  const said = `${source} answered ${status} to ${request.method ?? 'GET'} ${request.url ?? ''}${words(response)}`;
  if (status === 401) return new FatalError(`${said}: check the key of this connection`, { status });
  if (status === 403) return new FatalError(`${said}: the key's user may not do this`, { status });
  if (status === 408 || status === 429 || status >= 500) {
    if (intent === 'write' && status !== 429) return new AmbiguousWriteError(said, { status });
    return new TransientError(said, retryAfterMs(response.headers['retry-after'] as string | undefined, new Date()), { status });
  }
  if (intent === 'read') return new FatalError(said, { status });
  return status < 400 ? new AmbiguousWriteError(said, { status }) : new RecordError(said, { status }); // a redirection may be how it says "done, look there"
}

/** The source's own explanation where it gives one in a header; bodies may carry people's data and stay out. */
function words({ headers }: AxiosResponse): string {
  const said: unknown = headers['x-bamboohr-error-message'] ?? headers['x-error-message'];
  return typeof said === 'string' && said !== '' ? ` (${said.slice(0, 200)})` : '';
}

/** An answer of another shape than the documentation's: a read cannot be believed, and a write may have landed all the same. */
function parse<Answer extends z.ZodType>(
  { source }: HttpOptions,
  request: HttpRequest,
  intent: 'read' | 'write',
  response: AxiosResponse,
  answer: Answer,
): z.output<Answer> {
  const parsed = answer.safeParse(response.data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const said = `${source} answered ${request.url ?? ''} in a shape its documentation does not have: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  const { status } = response;
  throw intent === 'write' ? new AmbiguousWriteError(said, { status }) : new FatalError(said, { status });
}

/** `Retry-After` as milliseconds: RFC 9110 §10.2.3 allows seconds or an HTTP date. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function backoffMs(error: unknown, attempt: number): number {
  if (!(error instanceof TransientError)) return 0;
  const jitter = 0.7 + Math.random() * 0.6;
  return Math.min(LONGEST_WAIT_MS, error.retryAfterMs ?? 250 * 2 ** (attempt - 1) * jitter);
}

/** Takes its listener back with it: a run may wait thousands of times on the one signal. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (cause) {
    signal.throwIfAborted(); // with the reason the run was cancelled for
    throw cause;
  }
}
