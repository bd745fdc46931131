import type { Request } from 'express';
import { z } from 'zod';
import { badRequest, parseOrRefuse } from './envelope.js';
import type { QualtricsState } from './state.js';

const pageQuery = z.object({
  offset: z.coerce.number().int().min(0).optional(),
  skipToken: z.string().optional(),
  useNewPaginationScheme: z.enum(['true', 'false']).optional(),
  pageSize: z.coerce.number().int().min(1).max(100).default(100),
});

/** `elements` and the absolute URL of the next page, by number or by token (vendor sheet section 3). */
export function page<Element>(state: QualtricsState, request: Request, all: readonly Element[]) {
  const query = parseOrRefuse(pageQuery, request.query);
  const byToken = query.skipToken !== undefined || query.useNewPaginationScheme === 'true';
  const next = (from: number, withToken = byToken) =>
    nextPage(state, request, withToken ? { skipToken: tokenOf(from) } : { offset: String(from) });
  if (state.switches.emptyFirstPage && query.skipToken === undefined && query.offset === undefined) {
    return { elements: [], nextPage: next(0, true) };
  }
  const from = query.skipToken === undefined ? (query.offset ?? 0) : offsetOf(query.skipToken);
  const to = from + query.pageSize;
  return { elements: all.slice(from, to), nextPage: to < all.length ? next(to) : null };
}

const tokenOf = (offset: number): string => Buffer.from(`from:${offset}`).toString('base64url');

/** A whole URL put into `skipToken` is not a token. */
function offsetOf(token: string): number {
  const [, offset] = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (offset === undefined) throw badRequest('The skipToken is not valid.');
  return Number(offset);
}

/** A proxied call is sent on to the other host, with two parameters more. */
function nextPage({ switches: { proxyOrigin } }: QualtricsState, request: Request, position: Readonly<Record<string, string>>): string {
  const url = new URL(request.originalUrl, proxyOrigin ?? `${request.protocol}://${request.get('host')}`);
  url.searchParams.delete('offset');
  const proxied = proxyOrigin === undefined ? {} : { proxyDepth: '1', proxyInfo: 'cHJveGllZA' };
  for (const [name, value] of Object.entries({ ...position, ...proxied })) url.searchParams.set(name, value);
  return url.href;
}
