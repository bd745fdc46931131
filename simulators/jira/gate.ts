import type { Request, RequestHandler } from 'express';
import { type ContractRoute } from '../kit/contract.js';
import { rawBody } from '../kit/simulator.js';
import { problem, Refusal, refusal, sendRefusal } from './errors.js';

/** Lets `check` refuse a request before any route sees it. */
const guard =
  (check: (request: Request, response: Parameters<RequestHandler>[1]) => void): RequestHandler =>
  (request, response, next) => {
    try {
      check(request, response);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return sendRefusal(response, thrown);
    }
    return next();
  };

/**
 * Vendor sheet section 2.1: a wrong Basic credential is no error here; it makes the caller anonymous and leaves one header as a trace.
 * A Bearer token has no business on a site's own address.
 */
export const authentication = ({ email, apiToken }: { email: string; apiToken: string }): RequestHandler =>
  guard((request, response) => {
    const [scheme = '', credential = ''] = (request.get('authorization') ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer') throw bearerRefusal(credential);
    const isRight = scheme.toLowerCase() === 'basic' && Buffer.from(credential, 'base64').toString('utf8') === `${email}:${apiToken}`;
    if (scheme !== '' && !isRight) response.setHeader('X-Seraph-LoginReason', 'AUTHENTICATED_FAILED');
    response.locals['authenticated'] = isRight;
  });

const bearerRefusal = (token: string) =>
  /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)
    ? new Refusal(401, '<html><body>Unauthorized</body></html>')
    : new Refusal(403, { error: 'Failed to parse Connect Session Auth Token' });

/** Vendor sheet section 4.2: a path that exists answers a method it does not know with 405. */
export function allowedMethods(routes: readonly ContractRoute[]): RequestHandler {
  const patterns = routes.map(({ method, path }) => ({ method, pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`) }));
  return guard(({ path, method }) => {
    const allowed = new Set<string>(patterns.filter(({ pattern }) => pattern.test(path)).map((one) => one.method));
    if (allowed.size === 0 || allowed.has(method === 'HEAD' ? 'GET' : method)) return;
    throw problem(405, 'Method Not Allowed', `Method '${method}' is not supported.`, path, { Allow: [...allowed].join(',') });
  });
}

/** Writes need a JSON content type, even a DELETE without a body (vendor sheet section 5.5), and a body that is JSON. */
export const mediaType: RequestHandler = guard((request) => {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const type = request.get('content-type');
  if (type?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw problem(415, 'Unsupported Media Type', `Content-Type '${type ?? 'null'}' is not supported.`, request.path);
  }
  if (request.method === 'DELETE') return;
  const body = rawBody(request);
  if (body.trim() === '') throw refusal(400, ['No content to map to Object due to end of input']);
  if (!isJson(body)) throw refusal(400, ['There was an error parsing JSON. Check that your request body is valid.']);
});

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false; // that is the question
  }
}
