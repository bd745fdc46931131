import axios, { AxiosError, type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import pRetry from 'p-retry';
import type { z } from 'zod';
import type { Auth } from './auth.js';
import { type Deadline, type TimeLeft, within } from './deadline.js';
import { AmbiguousWriteError, FatalError, type HubError, RecordError, TransientError } from './errors.js';
import { asksToWait, backoffMs, Patience, retryAfterMs, wait } from './patience.js';
import { inPlainWords } from './plain-words.js';

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
  /**
   * How long one call may take, from its first request to the last byte of its answer, its repeats and the waits between them included.
   * The outbox gives one shorter than its lease, so that no request outlives the right to send it.
   */
  readonly timeoutMs?: number;
  /** The largest answer that is taken, unpacked: it is held in memory as bytes, as text and as records. */
  readonly mostBytes?: number;
  /** What the source asked for over other clients of the same connection; of its own alone without it. */
  readonly patience?: Patience;
  /** How often a read is asked again. */
  readonly retries?: number;
  /** Looks at an answer before its status is believed, and may say it is a failure: some sources hide one in a 200, or a lost login in a 404. */
  readonly inspect?: (answer: Answered) => HubError | undefined;
}

/** A source that says nothing for so long is gone. One that says a little now and then is ended by the deadline of the call. */
const SILENCE_MS = 15_000;
const WRITE_MS = 15_000;
/** Room for a large export, and for every wait a rate limit asks for. */
const READ_MS = 600_000;
const MOST_BYTES = 256 * 1024 * 1024;
const RETRIES = 4;

export function httpClient(given: HttpOptions): HttpClient {
  const options: Patient = { ...given, patience: given.patience ?? new Patience() };
  const client = axios.create({
    baseURL: options.baseUrl,
    timeout: Math.min(SILENCE_MS, options.timeoutMs ?? SILENCE_MS),
    maxContentLength: options.mostBytes ?? MOST_BYTES,
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
    maxRedirects: 0, // a redirected write may be a write elsewhere; a redirected read may be a login page
    validateStatus: () => true,
    headers: { accept: 'application/json', ...options.headers },
  });
  return {
    read: (request, answer) =>
      within(deadlineOf(options, request, 'read'), options.signal, (left) => persist(client, options, left, request, answer)),
    write: (request, answer) =>
      within(deadlineOf(options, request, 'write'), options.signal, async (left) => {
        await options.patience.keep(options.source, left);
        return parse(options, request, 'write', await send(client, options, left, request, 'write'), answer);
      }),
  };
}

type Patient = HttpOptions & { readonly patience: Patience };

/** Asks again while that may help and there is time, and never before the source said. */
function persist<Answer extends z.ZodType>(
  client: AxiosInstance,
  options: Patient,
  left: TimeLeft,
  request: HttpRequest,
  answer: Answer,
): Promise<z.output<Answer>> {
  const { source, patience } = options;
  const ask = async () => {
    await patience.keep(source, left);
    return parse(options, request, 'read', await send(client, options, left, request, 'read'), answer);
  };
  return pRetry(ask, {
    retries: options.retries ?? RETRIES,
    minTimeout: 0,
    maxTimeout: 0,
    randomize: false,
    shouldConsumeRetry: ({ error }) => error instanceof TransientError,
    shouldRetry: ({ error }) => error instanceof TransientError,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      if (retriesLeft === 0) return; // nothing comes after the last one
      if (!patience.mayBeKept(left)) throw error; // nor after one that may be asked again only when the time is over
      if (error instanceof TransientError && error.retryAfterMs !== undefined) return; // it is kept before the next one
      const waitMs = backoffMs(attemptNumber);
      if (waitMs >= left.ms()) throw error;
      await wait(waitMs, left.signal);
    },
    signal: left.signal,
  });
}

/** A read that is overdue may be tried later; a write that is may have landed. */
function deadlineOf({ source, timeoutMs }: HttpOptions, request: HttpRequest, intent: 'read' | 'write'): Deadline {
  const ms = timeoutMs ?? (intent === 'read' ? READ_MS : WRITE_MS);
  const said = `${source} did not finish its answer to ${request.method ?? 'GET'} ${request.url ?? ''} within ${ms / 1000} s`;
  return { ms, overdue: () => (intent === 'read' ? new TransientError(said) : new AmbiguousWriteError(said)) };
}

async function send(
  client: AxiosInstance,
  options: Patient,
  left: TimeLeft,
  request: HttpRequest,
  intent: 'read' | 'write',
): Promise<AxiosResponse> {
  let response: AxiosResponse;
  try {
    response = await client.request({
      ...request,
      signal: left.signal,
      headers: { ...(await options.auth.headers()), ...request.headers } as Record<string, string>,
    });
  } catch (cause) {
    if (!(cause instanceof AxiosError)) throw cause;
    if (left.signal.aborted && !options.signal.aborted) throw left.signal.reason; // the deadline's own words
    throw isTooLarge(cause) ? tooLarge(options, request, intent, cause) : unanswered(options, intent, cause);
  }
  if (response.status === 429 || response.status >= 500) options.patience.until(waitAskedFor(response) ?? 0); // also by what leaves a write ambiguous
  const inspected = options.inspect?.({ status: response.status, headers: response.headers, data: response.data });
  const failure = inspected ?? (response.status >= 300 ? refused(options, request, response, intent) : undefined);
  if (failure) throw failure;
  return response;
}

/** Axios has one code for every answer it cannot take, and tells this one by its message alone. */
const isTooLarge = ({ message }: AxiosError): boolean => message.startsWith('maxContentLength');

/** The same question has the same answer: a read is not asked again, and a write may have landed all the same. */
function tooLarge(
  { source, mostBytes = MOST_BYTES }: HttpOptions,
  request: HttpRequest,
  intent: 'read' | 'write',
  cause: AxiosError,
): HubError {
  const said = `${source} answered ${request.method ?? 'GET'} ${request.url ?? ''} with more than ${mostBytes} bytes, more than is taken at once`;
  if (intent === 'write') return new AmbiguousWriteError(said, { mostBytes }, { cause });
  return new FatalError(`${said}: let this connection read less, or ask whoever runs the source what grew`, { mostBytes }, { cause });
}

/** No answer came: a read may ask again, a write may have landed. */
function unanswered({ source, baseUrl }: HttpOptions, intent: 'read' | 'write', cause: AxiosError): HubError {
  const neverLeft = cause.code === 'ECONNREFUSED' || cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN';
  const message = neverLeft
    ? `${source} cannot be reached at ${baseUrl} (${cause.code}): check the address of this connection, and the way from here to there`
    : `${source} did not answer at ${baseUrl} (${cause.code ?? 'unknown'})${intent === 'read' ? `: ${LATER}` : ''}`;
  if (intent === 'read' || neverLeft) return new TransientError(message, undefined, {}, { cause });
  return new AmbiguousWriteError(message, {}, { cause });
}

const waitAskedFor = ({ headers }: AxiosResponse): number | undefined =>
  retryAfterMs(headers['retry-after'] as string | undefined, clockOf(headers['date'] as string | undefined));

/** The time it is for the source, whose clock its dates go by (RFC 9110 §6.6.1); our own where it does not say. */
function clockOf(date: string | undefined): Date {
  const there = new Date(date ?? Number.NaN);
  return Number.isNaN(there.getTime()) ? new Date() : there;
}

/** An answer came and it says no. */
function refused({ source, baseUrl }: HttpOptions, request: HttpRequest, response: AxiosResponse, intent: 'read' | 'write'): HubError {
  const { status } = response;
  const said = `${source} answered ${status} to ${request.method ?? 'GET'} ${request.url ?? ''}${words(response)}`;
  if (status === 401) return new FatalError(`${said}: check the key of this connection`, { status });
  if (status === 403) return new FatalError(`${said}: the key's user may not do this`, { status });
  if (status === 408 || status === 429 || status >= 500) {
    if (intent === 'write' && status !== 429) return new AmbiguousWriteError(said, { status });
    const waitMs = waitAskedFor(response);
    const then = waitMs !== undefined && waitMs > 0 ? asksToWait(waitMs) : intent === 'read' ? LATER : undefined;
    return new TransientError(then === undefined ? said : `${said}: ${then}`, waitMs, { status });
  }
  if (intent === 'read') return new FatalError(isElsewhere(status) ? `${said}: ${elsewhere(source, baseUrl)}` : said, { status });
  return status < 400 ? new AmbiguousWriteError(said, { status }) : new RecordError(said, { status }); // a redirection may be how it says "done, look there"
}

const LATER = 'it is busy or away; try again later, and if that lasts check the address of this connection';

/** It is not there, or sends somewhere else: the usual answer of the right host to a wrong company, and of a wrong host to anything. */
const isElsewhere = (status: number): boolean => status < 400 || status === 404 || status === 410;
const elsewhere = (source: string, baseUrl: string) =>
  `check the settings of this connection: whether ${baseUrl} is ${source}'s own address, and whether what they name is still there`;

/** The source's own explanation where it gives one in a header; bodies may carry people's data and stay out. */
function words({ headers }: AxiosResponse): string {
  const said: unknown = headers['x-bamboohr-error-message'] ?? headers['x-error-message'];
  return typeof said === 'string' && said !== '' ? ` (${said.slice(0, 200)})` : '';
}

/** An answer of another shape than the documentation's: a read cannot be believed, and a write may have landed all the same. */
function parse<Answer extends z.ZodType>(
  { source, baseUrl }: HttpOptions,
  request: HttpRequest,
  intent: 'read' | 'write',
  response: AxiosResponse,
  answer: Answer,
): z.output<Answer> {
  const parsed = answer.safeParse(response.data, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'what came' : issue.path.join('.');
  const said = `${source} answered ${request.url ?? ''} in a shape its documentation does not have: ${where} ${issue?.message ?? ''}`;
  const { status } = response;
  throw intent === 'write'
    ? new AmbiguousWriteError(said, { status })
    : new FatalError(`${said}; ${elsewhere(source, baseUrl)}`, { status });
}
