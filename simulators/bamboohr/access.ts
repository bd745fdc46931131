import type { RequestHandler } from 'express';
import type { Clock } from './clock.js';
import { refuse } from './answers.js';

/** How many wrong keys in a row close the API to the caller, and for how long; the vendor gives no numbers. */
export const lockOut = { wrongKeys: 5, forMs: 5 * 60_000 } as const;

export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
  /** How the vendor says "too many": 429 since 2026-09-16, 503 before (vendor sheet section 6). */
  readonly status: 429 | 503;
}

/** Basic authentication with the API key as user name; any password will do (vendor sheet section 1.1). */
export function authenticate(apiKey: string, clock: Clock): RequestHandler {
  let wrongKeys = 0;
  let lockedUntilMs = 0;
  return (request, response, next) => {
    if (clock.nowMs() < lockedUntilMs) return refuse(response, 403, 'API access is disabled for a while after too many wrong API keys');
    const key = userName(request.get('authorization'));
    if (key === undefined) return refuse(response, 401, 'An API key is required');
    if (key === apiKey) {
      wrongKeys = 0;
      return next();
    }
    wrongKeys += 1;
    if (wrongKeys >= lockOut.wrongKeys) {
      wrongKeys = 0;
      lockedUntilMs = clock.nowMs() + lockOut.forMs;
    }
    return refuse(response, 401, 'The API key is not known');
  };
}

/** So many requests per window; what is over is told when the next window opens. */
export function limitRate({ requests, perMs, status }: RateLimit, clock: Clock): RequestHandler {
  let windowStartMs = -Infinity;
  let counted = 0;
  return (_request, response, next) => {
    const nowMs = clock.nowMs();
    if (nowMs - windowStartMs >= perMs || nowMs < windowStartMs) {
      windowStartMs = nowMs;
      counted = 0;
    }
    counted += 1;
    if (counted <= requests) return next();
    response.setHeader('Retry-After', String(Math.ceil((windowStartMs + perMs - nowMs) / 1000)));
    return refuse(response, status, 'Limit exceeded');
  };
}

function userName(authorization = ''): string | undefined {
  const [scheme, credentials] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'basic' || credentials === undefined) return undefined;
  const [name = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return name === '' ? undefined : name;
}
