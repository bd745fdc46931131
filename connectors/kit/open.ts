import type { z } from 'zod';
import type { AnyConnector, OpenConnection, Source } from './connector.js';
import { FatalError } from './errors.js';
import { type HttpClient, httpClient } from './http.js';

/**
 * Builds the transports a source declares.
 * @throws FatalError naming every field of the configuration that is wrong.
 */
export function openConnection(connector: AnyConnector, config: unknown, signal: AbortSignal, timeoutMs?: number): OpenConnection<unknown> {
  const source: Source<z.ZodType> = connector.source;
  const parsed = source.config.safeParse(config);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'configuration'}: ${issue.message}`).join('; ');
    throw new FatalError(`the configuration of this ${source.title} connection is wrong: ${wrong}`);
  }
  return { config: parsed.data, http: transport(source, parsed.data, signal, timeoutMs), signal };
}

function transport(source: Source<z.ZodType>, config: unknown, signal: AbortSignal, timeoutMs: number | undefined): HttpClient {
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
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(http.inspect === undefined ? {} : { inspect: http.inspect }),
  });
}
