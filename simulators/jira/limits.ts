import type { RequestHandler } from 'express';
import { z } from 'zod';
import { refusal, sendRefusal } from './errors.js';

export const rateLimitRequest = z.object({
  reason: z.enum(['jira-quota-global-based', 'jira-quota-tenant-based', 'jira-burst-based', 'jira-per-issue-on-write', 'jira-cost-based']),
  /** How many requests are refused. */
  times: z.int().min(1).default(1),
  /** Seconds; null leaves the header out, as was seen in the field. */
  retryAfter: z.int().min(0).nullable().default(5),
  /** A regular expression on the path. */
  path: z.string().default('.*'),
});

const WINDOW_MS = 1000;

/** Rate limits of vendor sheet section 9: headers on every answer, a 429 when somebody asks for one. */
export class RateLimits {
  readonly #now: () => Date;
  readonly #used = new Map<string, { readonly window: number; readonly requests: number }>();
  #refusals: z.output<typeof rateLimitRequest>[] = [];

  constructor(now: () => Date) {
    this.#now = now;
  }

  arm(asked: z.output<typeof rateLimitRequest>): void {
    this.#refusals.push({ ...asked });
  }

  readonly enforce: RequestHandler = ({ method, path }, response, next) => {
    const limit = limitOf(method, path);
    const due = this.#refusals.find((one) => new RegExp(one.path).test(path));
    const remaining = due ? 0 : this.#spend(`${method} ${limit}`, limit);
    response.setHeader('X-RateLimit-Limit', limit);
    response.setHeader('X-RateLimit-Remaining', remaining);
    if (remaining < limit / 5) response.setHeader('X-RateLimit-NearLimit', 'true');
    if (due === undefined) return next();

    due.times -= 1;
    this.#refusals = this.#refusals.filter(({ times }) => times > 0);
    response.setHeader('RateLimit-Reason', due.reason);
    response.setHeader('X-RateLimit-Reset', new Date(this.#now().getTime() + (due.retryAfter ?? 0) * 1000).toISOString());
    if (due.retryAfter !== null) response.setHeader('Retry-After', due.retryAfter);
    sendRefusal(response, refusal(429, ['Rate limit exceeded.']));
  };

  /** Counts down within a second and never to nothing: this limit is told, not enforced. */
  #spend(bucket: string, limit: number): number {
    const window = Math.floor(this.#now().getTime() / WINDOW_MS);
    const used = this.#used.get(bucket);
    const requests = used?.window === window ? used.requests + 1 : 1;
    this.#used.set(bucket, { window, requests });
    return Math.max(1, limit - requests);
  }
}

/** As recorded in April 2026 (vendor sheet section 9); the numbers move, which is why clients read the header. */
function limitOf(method: string, path: string): number {
  if (path.includes('/changelog') || method === 'POST') return 200;
  if (method === 'PUT' || method === 'DELETE') return 300;
  return /\/issue\/[^/]+$|\/users?\//.test(path) ? 400 : 350;
}
