import type { z } from 'zod';
import type { AnyConnector, OpenConnection, Source } from './connector.js';
import { FatalError } from './errors.js';
import { type HttpClient, httpClient, type HttpOptions } from './http.js';
import { inPlainWords } from './plain-words.js';

/**
 * Builds the transports a source declares.
 * @throws FatalError naming every field of the configuration that is wrong.
 */
export function openConnection(connector: AnyConnector, config: unknown, signal: AbortSignal, how: How = {}): OpenConnection<unknown> {
  const source: Source<z.ZodType> = connector.source;
  const wrong = wrongIn(connector, config);
  if (wrong !== undefined) throw new FatalError(wrong);
  const parsed = source.config.parse(config);
  return { config: parsed, http: transport(source, parsed, signal, how), signal };
}

/** What is wrong with a configuration, field by field; undefined where it fits. */
export function wrongIn({ source }: AnyConnector, config: unknown): string | undefined {
  const { error } = (source as Source<z.ZodType>).config.safeParse(config, { error: inPlainWords });
  if (error === undefined) return undefined;
  const wrong = error.issues.map(({ path, message }) => `${path.join('.') || 'configuration'}: ${message}`).join('; ');
  return `the configuration of this ${source.title} connection is wrong: ${wrong}`;
}

type How = Pick<HttpOptions, 'timeoutMs' | 'patience'>;

function transport(source: Source<z.ZodType>, config: unknown, signal: AbortSignal, how: How): HttpClient {
  const { http } = source;
  if (http === undefined) {
    const refuse = () => Promise.reject(new FatalError(`${source.title} is not reached over HTTP`));
    return { read: refuse, write: refuse };
  }
  return httpClient({
    source: source.title,
    baseUrl: http.baseUrl(config),
    auth: http.auth(config),
    signal,
    ...(http.headers === undefined ? {} : { headers: http.headers }),
    ...how,
    ...(http.inspect === undefined ? {} : { inspect: http.inspect }),
  });
}
